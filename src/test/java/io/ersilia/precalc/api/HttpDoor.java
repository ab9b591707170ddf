package io.ersilia.precalc.api;

import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.table.PredictionTable;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The local server over real HTTP. */
final class HttpDoor implements Door {

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final PredictionTable table;
    private final LocalServer server;

    HttpDoor(PredictionTable table, @Nullable String key) {
        this.table = table;
        this.server = LocalServer.start(new LookupApi(table, Screening::new, key), 0, true, log::add);
    }

    @Override
    public Reply send(String method, String path, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        Map<String, String> answered = new TreeMap<>();
        answer.headers().map().forEach((name, values) -> answered.put(name, values.get(0)));
        return new Reply(answer.statusCode(), answered, answer.body());
    }

    /** Sends the lines as they are and answers all that comes back. */
    String raw(String... lines) throws IOException {
        try (Socket socket = new Socket(
                java.net.InetAddress.getLoopbackAddress(),
                URI.create(server.url()).getPort())) {
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public List<String> log() {
        return log;
    }

    @Override
    public void close() {
        server.close();
        table.close();
    }
}
