package io.ersilia.precalc.model.server;

import io.ersilia.precalc.run.BoundedBody;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.WebUrl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Requests to one server, by any number of threads: limited in time and size, abandoned when interrupted. */
final class Wire {

    /** No answer may be larger: a call with fewer molecules has a smaller one. */
    static final long MAX_ANSWER_BYTES = 1L << 30;

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** A kept connection that the server has closed meanwhile fails so soon; what fails later was at work. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final WebUrl url;
    private final long maxBytes;
    private final HttpClient client;
    private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean closed;

    Wire(WebUrl url) {
        this(url, Math.min(MAX_ANSWER_BYTES, Runtime.getRuntime().maxMemory() / 4)); // it is parsed beside itself
    }

    Wire(WebUrl url, long maxBytes) {
        this.url = url;
        this.maxBytes = maxBytes;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        this.client = (url.isLoopback() ? builder.proxy(HttpClient.Builder.NO_PROXY) : builder).build();
    }

    WebUrl url() {
        return url;
    }

    /** @throws HttpTimeoutException when it is not answered to the end within the limit */
    ServerReply get(String path, Duration limit) throws IOException, InterruptedException {
        return exchange(request(path).GET().build(), limit, new AtomicBoolean());
    }

    /**
     * Sends JSON. What fails at once before any answer is sent a second time: servers close idle connections, and the
     * client may not know yet.
     *
     * @throws HttpTimeoutException when it is not answered to the end within the limit
     */
    ServerReply post(String path, byte[] json, Duration limit) throws IOException, InterruptedException {
        HttpRequest request = request(path)
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

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.at(path)).header("Accept", "application/json");
    }

    /** The limit is kept here, as that of the request ends with the headers of the answer. */
    private ServerReply exchange(HttpRequest request, Duration limit, AtomicBoolean answered)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> future = client.sendAsync(request, head -> {
            answered.set(true);
            return new BoundedBody(maxBytes);
        });
        long number = sent.incrementAndGet();
        underWay.put(number, future);
        try {
            if (closed) {
                throw new IOException("closed");
            }
            return new ServerReply(future.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer within %d s".formatted(limit.toSeconds()));
        } catch (CancellationException e) {
            throw new IOException("abandoned", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(String.valueOf(e.getCause()), e);
        } finally {
            underWay.remove(number);
            future.cancel(true); // closes the connection of one that is not done
        }
    }

    /** Abandons what is under way and refuses what comes. */
    void close() {
        closed = true;
        underWay.values().forEach(future -> future.cancel(true));
    }

    /** Why there was no answer, in words. */
    static String reason(IOException e) {
        if (e instanceof ConnectException) {
            return e.getCause() instanceof UnresolvedAddressException
                            || (e.getCause() != null && e.getCause().getCause() instanceof UnresolvedAddressException)
                    ? "no such host"
                    : "connection refused";
        }
        return Printable.reason(e);
    }
}
