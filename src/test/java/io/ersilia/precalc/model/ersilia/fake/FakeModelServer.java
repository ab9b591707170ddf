package io.ersilia.precalc.model.ersilia.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The stand-in's model server: {@code POST /run}, {@code GET /healthz}, a circuit breaker, and the faults of a model. */
public final class FakeModelServer {

    private static final int FAIL_MAX = 100;
    private static final long RESET_MILLIS = 60_000;

    private final Path eos;
    private final Path folder;
    private final Set<String> seen = new HashSet<>();
    private int requests;
    private int failures;
    private long openSince;

    private FakeModelServer(Path eos, Path folder) {
        this.eos = eos;
        this.folder = folder;
    }

    /** Arguments: the CLI's home, the server's working folder, the file to note its address in. */
    public static void main(String[] args) throws IOException {
        FakeModelServer model = new FakeModelServer(Path.of(args[0]), Path.of(args[1]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/run", model::run);
        server.createContext("/healthz", exchange -> answer(exchange, 200, model.health()));
        server.start();
        FakeFiles.write(
                Path.of(args[2]), "http://127.0.0.1:" + server.getAddress().getPort());
    }

    private synchronized String health() {
        return "{\"breaker\":{\"state\":\"%s\",\"failures\":%d}}".formatted(isOpen() ? "open" : "closed", failures);
    }

    private boolean isOpen() {
        return openSince > 0 && System.currentTimeMillis() - openSince < RESET_MILLIS;
    }

    private void run(HttpExchange exchange) throws IOException {
        List<String> texts =
                FakeJson.texts(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Faults faults = Faults.read(eos);
        FakeFiles.append(eos.resolve("requests.log"), String.valueOf(texts.size()));
        endure(texts, faults);
        synchronized (this) {
            if (isOpen()) {
                answer(exchange, 503, "{\"detail\":\"breaker open\"}");
            } else if (fails(texts, faults)) {
                failures++;
                openSince = failures >= FAIL_MAX ? System.currentTimeMillis() : 0;
                answer(exchange, 500, "{\"detail\":\"the script failed\"}");
            } else {
                failures = 0;
                answer(exchange, 200, FakeJson.records(rows(texts, faults)));
            }
        }
    }

    /** Dies, hangs or takes its time, if it has to. */
    private synchronized void endure(List<String> texts, Faults faults) {
        requests++;
        Path died = eos.resolve("died");
        if (faults.number("die.at.request") == requests && !Files.exists(died)) {
            FakeFiles.write(died, "");
            Runtime.getRuntime().halt(137);
        }
        if (faults.list("kill").stream().anyMatch(texts::contains)) {
            Runtime.getRuntime().halt(139);
        }
        if (faults.list("hang").stream().anyMatch(texts::contains)) {
            LockSupport.park(); // for ever
        }
        LockSupport.parkNanos(faults.number("sleep.millis") * 1_000_000L * texts.size());
    }

    private boolean fails(List<String> texts, Faults faults) {
        String prefix = faults.text("fail.prefix", "\n");
        return !Files.isDirectory(folder) // another session removed it
                || texts.stream().anyMatch(text -> text.startsWith(prefix))
                || faults.list("fail").stream().anyMatch(texts::contains);
    }

    private List<@Nullable List<String>> rows(List<String> texts, Faults faults) {
        List<@Nullable List<String>> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            int every = faults.number("drop.every");
            if (faults.list("drop").contains(text) || (every > 0 && (i + 1) % every == 0)) {
                continue; // and all later rows move up
            }
            boolean empty = faults.on("empty.all")
                    || faults.list("empty").contains(text)
                    || (faults.list("empty.once").contains(text) && seen.add(text));
            rows.add(empty ? null : faults.on("noise") ? noise() : FakeModel.cells(text));
        }
        return rows;
    }

    private static List<String> noise() {
        return List.of(Double.toString(ThreadLocalRandom.current().nextInt(1, 1_000_000)), "1.0");
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
