package io.ersilia.precalc.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ersilia.precalc.PackagedPrecalc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Predicts a library without keys by a model server that does nothing, so that all the time is precalc's, its start and
 * the screening included: {@code FOLDER MOLECULES IN-FLIGHT}.
 */
final class ServerBenchmark {

    private static final String MODEL = "eos4e40";

    private ServerBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(args[0])).toAbsolutePath();
        int molecules = Integer.parseInt(args[1]);
        LargeFiles.library(folder.resolve("library.csv"), molecules);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", ServerBenchmark::answer);
        server.start();
        long began = System.nanoTime();
        PackagedPrecalc.Result result = new PackagedPrecalc(folder)
                .run(
                        "predict",
                        "--model",
                        MODEL,
                        "--library",
                        "library.csv",
                        "--store",
                        "store",
                        "--new-run",
                        "--runner",
                        "http",
                        "--model-url",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "--in-flight",
                        args[2]);
        double seconds = (System.nanoTime() - began) / 1e9;
        server.stop(0);
        threads.shutdown();
        if (result.code() != 0) {
            throw new IllegalStateException(result.err());
        }
        LargeFiles.say("%d molecules in %.1f s: %,.0f a minute; %s"
                .formatted(
                        molecules,
                        seconds,
                        molecules * 60 / seconds,
                        result.out().strip()));
    }

    /** One value for each text of the request, whatever it is. */
    private static void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        byte[] answer = switch (exchange.getRequestURI().getPath()) {
            case "/" -> bytes("{\"%s\":\"nothing\"}".formatted(MODEL));
            case "/card" -> bytes("{\"Release\":\"v1.0.0\"}");
            case "/run/columns/output" -> bytes("[\"value\"]");
            case "/run" -> values(body);
            default -> bytes("{\"breaker\":{\"state\":\"closed\"}}");
        };
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static byte[] values(byte[] texts) {
        long quotes = 0;
        for (byte one : texts) {
            quotes += one == '"' ? 1 : 0;
        }
        return bytes("[" + "{\"value\":1.5},".repeat((int) (quotes / 2) - 1) + "{\"value\":1.5}]");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
