package io.ersilia.precalc.web;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The bytes of an answer, refused as soon as they exceed the limit. */
public final class BoundedBody implements BodySubscriber<byte[]> {

    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final List<ByteBuffer> parts = new ArrayList<>();
    private final long limit;
    private long size;
    private Flow.@Nullable Subscription subscription;

    public BoundedBody(long limit) {
        this.limit = limit;
    }

    /** The answer exceeds the limit; a smaller request has a smaller answer. */
    public static final class TooLargeException extends IOException {
        TooLargeException(long limit) {
            super("the answer is larger than %d bytes".formatted(limit));
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        source.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> items) {
        if (whole.isDone()) {
            return;
        }
        for (ByteBuffer item : items) {
            size += item.remaining();
            parts.add(item);
        }
        if (size > limit) {
            parts.clear();
            if (subscription != null) {
                subscription.cancel();
            }
            whole.completeExceptionally(new TooLargeException(limit));
        }
    }

    @Override
    public void onError(Throwable trouble) {
        parts.clear();
        whole.completeExceptionally(trouble);
    }

    @Override
    public void onComplete() {
        if (whole.isDone()) {
            return;
        }
        ByteBuffer joined = ByteBuffer.allocate(Math.toIntExact(size));
        parts.forEach(joined::put);
        parts.clear();
        whole.complete(joined.array());
    }
}
