package io.ersilia.precalc.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lookup API over HTTP on this machine. On the loopback it answers only who means this machine: a name that a foreign
 * page has pointed here (DNS rebinding) is refused. Over 100 lines for what the JDK's server leaves to its user.
 */
public final class LocalServer implements AutoCloseable {

    /** Requests answered at the same time. */
    private static final int THREADS = 16;

    /** Requests that wait for one of the threads; more are turned away. */
    private static final int WAITING = 64;

    /** Seconds that a request may take to arrive, so that slow senders cannot hold all threads. */
    private static final String SECONDS_TO_ARRIVE = "30";

    /** Seconds that requests under way have to end when the server stops. */
    private static final int SECONDS_TO_END = 1;

    /** How much of a body that is too large is read on, so that its sender comes to read why it was refused. */
    private static final int DRAINED_BYTES = 32 * 1024 * 1024;

    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final LookupApi api;
    private final Consumer<String> log;
    private final boolean onLoopback;

    private LocalServer(HttpServer server, LookupApi api, boolean onLoopback, Consumer<String> log) {
        this.server = server;
        this.api = api;
        this.onLoopback = onLoopback;
        this.log = log;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, "lookup");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Opens the port and answers from now on.
     *
     * @param port 0 for a free one
     * @param onLoopback whether only this machine can reach it
     * @param log takes a line for each request
     */
    public static LocalServer start(LookupApi api, int port, boolean onLoopback, Consumer<String> log) {
        limitArrival();
        try {
            InetSocketAddress address =
                    onLoopback ? new InetSocketAddress(loopback(), port) : new InetSocketAddress(port);
            HttpServer http = HttpServer.create(address, WAITING);
            LocalServer server = new LocalServer(http, api, onLoopback, log);
            http.createContext("/", server::exchange);
            http.setExecutor(server.threads);
            http.start();
            return server;
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot listen on port %d: %s; name another with --port, 0 for a free one"
                            .formatted(port, Printable.reason(e)),
                    e);
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    }

    /** The JDK's server reads these when the first one is made. */
    private static void limitArrival() {
        for (String limit : List.of("sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime")) {
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, SECONDS_TO_ARRIVE);
            }
        }
    }

    /** Where it is reached from this machine. */
    public String url() {
        return "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try {
            byte[] body = body(exchange.getRequestBody());
            String id = UUID.randomUUID().toString();
            ApiRequest request = new ApiRequest(
                    exchange.getRequestMethod(),
                    String.valueOf(exchange.getRequestURI().getRawPath()),
                    from(exchange.getRequestURI().getRawQuery()),
                    headers(exchange),
                    body,
                    id);
            send(exchange, isMeant(exchange) ? api.answer(request, log) : api.refuseHost(request, log));
        } finally {
            exchange.close();
        }
    }

    /** At most one byte more than is allowed is kept, which is then refused. */
    private static byte[] body(InputStream in) throws IOException {
        byte[] body = in.readNBytes(Limits.MAX_BODY_BYTES + 1);
        if (body.length > Limits.MAX_BODY_BYTES) {
            byte[] piece = new byte[64 * 1024];
            int drained = 0;
            for (int read = in.read(piece); read >= 0 && drained < DRAINED_BYTES; read = in.read(piece)) {
                drained += read;
            }
        }
        return body;
    }

    private static @Nullable String from(@Nullable String query) {
        return query == null
                ? null
                : Stream.of(query.split("&", -1))
                        .filter(one -> one.startsWith("from="))
                        .map(one -> one.substring("from=".length()))
                        .findFirst()
                        .orElse(null);
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name, values.isEmpty() ? "" : values.get(0)));
        return headers;
    }

    private boolean isMeant(HttpExchange exchange) {
        List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        return !onLoopback
                || (hosts.size() == 1 && THIS_MACHINE.matcher(hosts.get(0)).matches());
    }

    private static void send(HttpExchange exchange, ApiAnswer answer) throws IOException {
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer.body());
        }
    }

    /** Takes no more requests, and lets those under way end, for a second. The JDK's own wait lasts as long without any. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        threads.shutdown();
        try {
            threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        server.stop(0);
        threads.shutdownNow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
