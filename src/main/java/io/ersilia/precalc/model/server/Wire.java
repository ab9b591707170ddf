package io.ersilia.precalc.model.server;

import io.ersilia.precalc.web.WebClient;
import io.ersilia.precalc.web.WebUrl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Requests to one server, by any number of threads: limited in time and size, abandoned when interrupted. */
final class Wire {

    /** The largest answer allowed; a call with fewer molecules gets a smaller answer. */
    static final long MAX_ANSWER_BYTES = 1L << 30;

    /** A kept connection that the server has closed fails within this time; a later failure means that work had begun. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final WebClient client;
    private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean closed;

    Wire(WebUrl url) {
        this(url, Math.min(MAX_ANSWER_BYTES, Runtime.getRuntime().maxMemory() / 4)); // parsing needs memory too
    }

    Wire(WebUrl url, long maxBytes) {
        this.client = new WebClient(url, maxBytes);
    }

    WebUrl url() {
        return client.url();
    }

    /** @throws HttpTimeoutException if the answer is not complete within the limit */
    ServerReply get(String path, Duration limit) throws IOException, InterruptedException {
        return exchange(client.request(path).GET().build(), limit, new AtomicBoolean());
    }

    /**
     * Sends JSON. A request that fails at once, before any answer, is sent again: servers close idle connections, and the
     * client may not know yet.
     *
     * @throws HttpTimeoutException if the answer is not complete within the limit
     */
    ServerReply post(String path, byte[] json, Duration limit) throws IOException, InterruptedException {
        HttpRequest request = client.request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json))
                .build();
        long begin = System.nanoTime();
        AtomicBoolean answered = new AtomicBoolean();
        try {
            return exchange(request, limit, answered);
        } catch (HttpTimeoutException | ConnectException e) {
            throw e;
        } catch (IOException e) {
            if (answered.get() || closed || System.nanoTime() - begin > AT_ONCE.toNanos()) {
                throw e;
            }
            return exchange(request, limit, answered);
        }
    }

    private ServerReply exchange(HttpRequest request, Duration limit, AtomicBoolean answered)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> future = client.send(request, () -> answered.set(true));
        long number = sent.incrementAndGet();
        underWay.put(number, future);
        try {
            if (closed) {
                throw new IOException("closed");
            }
            return new ServerReply(WebClient.answer(future, limit));
        } finally {
            underWay.remove(number);
            future.cancel(true); // frees an answer that came too late
        }
    }

    /** Abandons requests under way and refuses new ones. */
    void close() {
        closed = true;
        underWay.values().forEach(future -> future.cancel(true));
    }
}
