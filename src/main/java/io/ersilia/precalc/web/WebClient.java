package io.ersilia.precalc.web;

import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Sends requests to one service. Thread-safe. Neither follows redirects nor retries. */
public final class WebClient {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final WebUrl url;
    private final long maxBytes;
    private final HttpClient client;

    /** @param maxBytes the maximum size of an answer */
    public WebClient(WebUrl url, long maxBytes) {
        this.url = url;
        this.maxBytes = maxBytes;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        this.client = (url.isLoopback() ? builder.proxy(HttpClient.Builder.NO_PROXY) : builder).build();
    }

    public WebUrl url() {
        return url;
    }

    /** A request for JSON from one of the service's paths. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.at(path)).header("Accept", "application/json");
    }

    /**
     * Sends the request; {@link #answer} waits for the result.
     *
     * @param answered called when an answer begins
     */
    public CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, Runnable answered) {
        return client.sendAsync(request, head -> {
            answered.run();
            return new BoundedBody(maxBytes);
        });
    }

    /**
     * Waits for the whole answer, and closes the connection if it does not arrive. The limit is enforced here, because a
     * request's own limit ends once the headers of the answer have arrived.
     *
     * @throws HttpTimeoutException if it is not complete within the limit
     */
    public static HttpResponse<byte[]> answer(CompletableFuture<HttpResponse<byte[]>> sent, Duration limit)
            throws IOException, InterruptedException {
        try {
            return sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
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
            sent.cancel(true);
        }
    }

    /** Describes why there was no answer. */
    public static String reason(IOException e) {
        if (e instanceof ConnectException) {
            return Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
                            .anyMatch(cause -> cause instanceof UnresolvedAddressException)
                    ? "no such host"
                    : "connection refused";
        }
        return Printable.reason(e);
    }
}
