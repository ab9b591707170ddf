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

/** Sends requests to one service, by any number of threads. Follows no redirect, repeats nothing. */
public final class WebClient {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final WebUrl url;
    private final long maxBytes;
    private final HttpClient client;

    /** @param maxBytes the largest answer that is read */
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

    /** A request that wants JSON from one of the service's own paths. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.at(path)).header("Accept", "application/json");
    }

    /**
     * Sends the request; {@link #answer} waits for what becomes of it.
     *
     * @param answered is told when an answer begins
     */
    public CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, Runnable answered) {
        return client.sendAsync(request, head -> {
            answered.run();
            return new BoundedBody(maxBytes);
        });
    }

    /**
     * Waits for the whole answer, and closes the connection of one that does not come. The limit is kept here, as that of
     * a request ends with the headers of the answer.
     *
     * @throws HttpTimeoutException when it is not there to the end within the limit
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

    /** Why there was no answer, in words. */
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
