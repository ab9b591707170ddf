package io.ersilia.precalc.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncServerExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.ResponseChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. If its head is reason enough to refuse it, its body is not read. The body is gathered as it
 * arrives, and only a complete request takes a thread.
 */
final class Exchange implements AsyncServerExchangeHandler {

    /** How much of an unwanted body is still read, so that the client gets to read the answer. */
    private static final int DRAINED_BYTES = 32 * 1024 * 1024;

    private final ServerContext reception;
    private final ClientConnection client;
    private final String id = UUID.randomUUID().toString();
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private volatile @Nullable ApiRequest head;
    private volatile @Nullable ResponseChannel channel;
    private volatile @Nullable HttpContext context;
    private volatile boolean whole;
    private int drained;
    private volatile @Nullable TimeBudget budget;
    private volatile @Nullable FutureTask<?> work;
    private volatile @Nullable ByteBuffer answer;
    private volatile boolean sent;

    Exchange(ServerContext reception, ClientConnection client) {
        this.reception = reception;
        this.client = client;
    }

    @Override
    public void handleRequest(
            HttpRequest request, @Nullable EntityDetails entity, ResponseChannel responses, HttpContext around)
            throws HttpException, IOException {
        RequestHead received = (RequestHead) request;
        ApiRequest asked = received.withoutBody(id);
        head = asked;
        channel = responses;
        context = around;
        whole = entity == null;
        if (entity == null) {
            client.requestIsWhole();
        } else {
            client.bodyBegins(this);
        }
        Problem problem = received.problem();
        if (problem != null) {
            refuse(problem);
            return;
        }
        Optional<ApiAnswer> refusal = reception
                .api()
                .refusal(
                        asked,
                        entity == null ? 0 : entity.getContentLength(),
                        reception.isMeant(request),
                        reception.log());
        if (refusal.isPresent()) {
            send(refusal.get());
        } else if (entity == null) {
            work();
        } else if ("100-continue".equalsIgnoreCase(asked.header("expect"))) {
            responses.sendInformation(new BasicHttpResponse(100), around);
        }
    }

    @Override
    public void updateCapacity(CapacityChannel capacity) throws IOException {
        capacity.update(ApiLimits.MAX_BODY_BYTES);
    }

    @Override
    public void consume(ByteBuffer bytes) {
        int count = bytes.remaining();
        client.arrived(count);
        if (answered.get()) {
            bytes.position(bytes.limit());
            drained += count;
            if (drained > DRAINED_BYTES) {
                client.disconnect();
            }
            return;
        }
        if (body.size() + count > ApiLimits.MAX_BODY_BYTES) {
            bytes.position(bytes.limit());
            refuse(Problem.tooLarge());
            return;
        }
        if (!reception.hold(count)) {
            bytes.position(bytes.limit());
            refuse(Problem.busy());
            return;
        }
        byte[] piece = new byte[count];
        bytes.get(piece);
        body.writeBytes(piece);
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        whole = true;
        client.requestIsWhole();
        if (!answered.get()) {
            work();
        }
    }

    private void work() {
        ApiRequest request = asked().withBody(body.toByteArray());
        TimeBudget time = TimeBudget.of(reception.limits().budget());
        FutureTask<?> task = new FutureTask<>(
                () -> {
                    ApiAnswer said = reception.api().answer(request, time, reception.log());
                    if (!over.get()) {
                        send(said);
                    }
                },
                null);
        budget = time;
        work = task;
        try {
            reception.threads().execute(task);
        } catch (RejectedExecutionException e) {
            refuse(Problem.busy());
        }
    }

    private ApiRequest asked() {
        return Objects.requireNonNull(head, "the head comes first");
    }

    /** Answers with the problem and ends the connection; false if there is an answer already. */
    boolean refuse(Problem problem) {
        return !answered.get() && send(reception.api().refuse(problem, asked().method(), id, reception.log()));
    }

    private boolean send(ApiAnswer said) {
        ResponseChannel out = channel;
        HttpContext around = context;
        if (out == null || around == null || !answered.compareAndSet(false, true)) {
            return false;
        }
        BasicHttpResponse response = new BasicHttpResponse(said.status());
        said.headers().forEach(response::setHeader);
        response.setHeader(HttpHeaders.CONTENT_LENGTH, said.body().length);
        if (!whole || asked().method().isEmpty()) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
        }
        answer = ByteBuffer.wrap(said.body());
        client.answerBegins();
        try {
            out.sendResponse(response, new BasicEntityDetails(said.body().length, null), around);
            if (asked().method().equals("HEAD")) {
                sent = true;
            }
        } catch (HttpException | IOException | RuntimeException e) {
            client.disconnect(); // the client is gone
        }
        return true;
    }

    @Override
    public int available() {
        ByteBuffer left = answer;
        return left == null || sent ? 0 : Math.max(1, left.remaining());
    }

    @Override
    public void produce(DataStreamChannel out) throws IOException {
        ByteBuffer left = answer;
        if (left == null || sent) {
            return;
        }
        if (left.hasRemaining()) {
            client.left(out.write(left));
        }
        if (!left.hasRemaining()) {
            sent = true;
            out.endStream();
        }
    }

    /** The client no longer waits for the answer; false if it has been given already. */
    boolean leave() {
        if (answered.get()) {
            return false;
        }
        TimeBudget time = budget;
        FutureTask<?> task = work;
        if (time != null && task != null) {
            time.giveUp();
            task.cancel(true);
        }
        return true;
    }

    @Override
    public void failed(Exception cause) {
        leave();
    }

    @Override
    public void releaseResources() {
        if (over.compareAndSet(false, true)) {
            reception.release(body.size());
            client.over(this);
        }
    }
}
