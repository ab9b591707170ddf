package io.ersilia.precalc.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that says what it was told to, in turn, and remembers what it was asked. */
final class ScriptedApi implements AutoCloseable {

    /** One answer; a status of 0 hangs up instead. */
    record Line(int status, String body, Map<String, String> headers) {
        Line(int status, String body) {
            this(status, body, Map.of());
        }
    }

    /** One request. */
    record Heard(String method, String path, String key, String body) {}

    private final HttpServer server;
    private final Queue<Line> script;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    ScriptedApi(Line... lines) throws IOException {
        script = new ConcurrentLinkedQueue<>(List.of(lines));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Heard> heard() {
        return heard;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] asked = exchange.getRequestBody().readAllBytes();
        heard.add(new Heard(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                String.valueOf(exchange.getRequestHeaders().getFirst("x-api-key")),
                new String(asked, StandardCharsets.UTF_8)));
        Line line = script.size() > 1 ? script.remove() : script.element();
        if (line.status() != 0) {
            byte[] body = line.body().getBytes(StandardCharsets.UTF_8);
            line.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(line.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
