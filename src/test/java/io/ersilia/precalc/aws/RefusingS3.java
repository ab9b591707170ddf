package io.ersilia.precalc.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Hands those calls on to an S3 server that it does not refuse. */
public final class RefusingS3 implements AutoCloseable {

    /** The client of the JDK sets these itself. */
    private static final Set<String> ITS_OWN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        ITS_OWN.addAll(List.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding"));
    }

    private final URI s3;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Predicate<String> taken;
    private final int status;
    private final String code;

    private RefusingS3(URI s3, Predicate<String> taken, int status, String code) throws IOException {
        this.s3 = s3;
        this.taken = taken;
        this.status = status;
        this.code = code;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Until so many objects were written; then the credentials have expired. */
    public static RefusingS3 expiring(URI s3, int writes) throws IOException {
        AtomicInteger left = new AtomicInteger(writes);
        return new RefusingS3(
                s3,
                method -> method.equals("PUT") ? left.getAndUpdate(n -> Math.max(0, n - 1)) > 0 : left.get() > 0,
                400,
                "ExpiredToken");
    }

    /** There is no right to calls of the method. */
    public static RefusingS3 denying(URI s3, String method) throws IOException {
        return new RefusingS3(s3, asked -> !asked.equals(method), 403, "AccessDenied");
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!taken.test(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            String error = "<Error><Code>%1$s</Code><Message>%1$s</Message></Error>".formatted(code);
            send(exchange, status, error.getBytes(StandardCharsets.UTF_8));
            return;
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(s3.resolve(exchange.getRequestURI().toString()));
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.stream()
                        .filter(value -> !ITS_OWN.contains(name))
                        .forEach(value -> request.header(name, value)));
        try {
            HttpResponse<byte[]> said = client.send(
                    request.method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofByteArray());
            said.headers().map().forEach((name, values) -> {
                if (!ITS_OWN.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            send(exchange, said.statusCode(), said.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, empty ? -1 : body.length);
        if (!empty) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
