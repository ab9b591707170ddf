package io.ersilia.precalc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.concurrent.locks.LockSupport;

/** The packaged jar answering lookups on a free port, until it is closed. */
public final class PackagedApi implements AutoCloseable {

    private static final long LOOK_NANOS = 10_000_000;

    private final PackagedPrecalc.Running running;
    private final String url;

    private PackagedApi(PackagedPrecalc.Running running, String url) {
        this.running = running;
        this.url = url;
    }

    /** Starts it on the table; returns once it answers. */
    public static PackagedApi start(PackagedPrecalc precalc, String table) throws IOException {
        PackagedPrecalc.Running running = precalc.start("api", "--port", "0", "--table", table);
        while (!Files.readString(running.out()).endsWith("\n")) {
            if (!running.process().isAlive()) {
                throw new AssertionError(Files.readString(running.err()));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return new PackagedApi(running, Files.readString(running.out()).strip());
    }

    public String url() {
        return url;
    }

    /** What it logged, one line for each request. */
    public String log() throws IOException {
        return Files.readString(running.err());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)));
    }

    public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        running.process().destroy();
    }
}
