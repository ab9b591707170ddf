package io.ersilia.precalc.model.ersilia.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The stand-in's model server, as ersilia-pack's: {@code POST /run}, {@code GET /}, {@code /card}, {@code /healthz},
 * {@code /run/columns/output}, a circuit breaker, and the faults of a model, of its server and of what stands between.
 */
public final class FakeModelServer implements AutoCloseable {

    private static final int FAIL_MAX = 100;
    private static final long RESET_MILLIS = 60_000;
    private static final int KILLED = 137;

    private final Path eos;
    private final Path folder;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final IntConsumer death;
    private final Map<String, Integer> happened = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Random order = new Random(3);
    private int requests;
    private int failures;
    private long openSince;
    private int underWay;
    private int mostUnderWay;

    private FakeModelServer(Path eos, Path folder, int port, @Nullable IntConsumer death) throws IOException {
        this.eos = eos;
        this.folder = folder;
        this.death = death == null ? code -> close() : death;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> tell(exchange, Faults.read(eos)));
        server.createContext("/run", this::run);
        server.start();
    }

    /** Arguments: the home, the server's working folder, the file to note its address in. */
    public static void main(String[] args) throws IOException {
        FakeModelServer model = new FakeModelServer(Path.of(args[0]), Path.of(args[1]), 0, Runtime.getRuntime()::halt);
        FakeFiles.write(Path.of(args[2]), model.url());
    }

    /** Starts one in this process; its faults are read from the folder at each request. */
    public static FakeModelServer start(Path folder) throws IOException {
        return new FakeModelServer(folder, folder, 0, null);
    }

    /** Starts one in the place of one that died. */
    public static FakeModelServer startAt(Path folder, String url) throws IOException {
        return new FakeModelServer(folder, folder, URI.create(url).getPort(), null);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many requests to run the model came so far. */
    public synchronized int requests() {
        return requests;
    }

    /** How many were there at once, at most. */
    public synchronized int mostAtOnce() {
        return mostUnderWay;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** What is told without the model. */
    private void tell(HttpExchange exchange, Faults faults) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (faults.list("absent").contains(path)) {
            answer(exchange, 404, "{\"detail\":\"Not Found\"}");
        } else if (faults.list("broken").contains(path)) {
            exchange.close();
        } else if (path.equals("/") && isDue("not.ready", faults)) {
            answer(exchange, 503, "{\"detail\":\"loading\"}");
        } else {
            answer(
                    exchange,
                    200,
                    switch (path) {
                        case "/" ->
                            faults.text("root", "{\"%s\": \"fake-model\"}".formatted(faults.text("model", "eos3b5e")));
                        case "/card" ->
                            "{\"Identifier\": \"%s\", \"Output Consistency\": %s, \"Release\": \"%s\"}"
                                    .formatted(
                                            faults.text("model", "eos3b5e"),
                                            faults.text("consistency", "\"Fixed\""),
                                            faults.text("release", "v1.0.0"));
                        case "/run/columns/output" -> FakeJson.texts(FakeModel.COLUMNS);
                        default -> health(faults);
                    });
        }
    }

    private synchronized String health(Faults faults) {
        boolean open = isOpen() || isDue("breaker", faults);
        return "{\"breaker\":{\"state\":\"%s\",\"failures\":%d}}".formatted(open ? "open" : "closed", failures);
    }

    private boolean isOpen() {
        return openSince > 0 && System.currentTimeMillis() - openSince < RESET_MILLIS;
    }

    /** Whether that fault, which happens so many times, happens once more. */
    private synchronized boolean isDue(String name, Faults faults) {
        return faults.number(name) > 0 && happened.merge(name, 1, Integer::sum) <= faults.number(name);
    }

    private void run(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/run/columns/output")) {
            tell(exchange, Faults.read(eos));
            return;
        }
        List<String> texts =
                FakeJson.texts(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Faults faults = Faults.read(eos);
        FakeFiles.append(eos.resolve("requests.log"), String.valueOf(texts.size()));
        count(1);
        try {
            endure(texts, faults);
            if (isDue("throttle", faults)) {
                exchange.getResponseHeaders().set("Retry-After", faults.text("retry.after", "7"));
                answer(exchange, 429, "{\"detail\":\"Rate limit exceeded\"}");
            } else if (isDue("busy", faults)) {
                answer(exchange, 503, "{\"detail\":\"busy\"}");
            } else if (isTheOneThatBreaks(faults)) {
                breakOff(exchange, texts, faults);
            } else if (faults.list("cutoff").stream().anyMatch(texts::contains)) {
                exchange.close();
            } else if ("500".equals(System.getenv("READ_ONLY"))) {
                answer(exchange, 500, "{\"detail\":\"Read-only file system\"}");
            } else if (faults.number("status") > 0) {
                answer(exchange, faults.number("status"), faults.text("said", "{}"));
            } else {
                reply(exchange, texts, faults);
            }
        } finally {
            count(-1);
        }
    }

    /** Whether it is every third request, or whichever {@code break.every} says, whatever is asked for. */
    private synchronized boolean isTheOneThatBreaks(Faults faults) {
        return faults.number("break.every") > 0 && requests % faults.number("break.every") == 0;
    }

    /** Spoils the answer in the way that {@code break.how} names. */
    private static void breakOff(HttpExchange exchange, List<String> texts, Faults faults) throws IOException {
        switch (faults.text("break.how", "")) {
            case "500" -> answer(exchange, 500, "Internal Server Error");
            case "script" -> answer(exchange, 500, "{\"detail\":\"killed\",\"traceback\":\"MemoryError\"}");
            case "html" -> answer(exchange, 200, "<html><body>Bad gateway</body></html>");
            case "null" -> answer(exchange, 200, FakeJson.records(Collections.nCopies(texts.size(), null), faults));
            case "short" -> answer(exchange, 200, "[]");
            case "cut" -> {
                byte[] whole = FakeJson.records(Collections.nCopies(texts.size(), null), faults)
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, whole.length);
                exchange.getResponseBody().write(whole, 0, whole.length / 2);
                exchange.close();
            }
            case "reset" -> exchange.close();
            default -> throw new IllegalArgumentException("no way to break: " + faults.text("break.how", ""));
        }
    }

    private synchronized void count(int change) {
        underWay += change;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        notifyAll();
    }

    private synchronized void reply(HttpExchange exchange, List<String> texts, Faults faults) throws IOException {
        if (isOpen()) {
            answer(exchange, 503, "{\"detail\":\"breaker open\"}");
        } else if (fails(texts, faults)) {
            failures++;
            openSince = failures >= FAIL_MAX ? System.currentTimeMillis() : 0;
            answer(
                    exchange,
                    500,
                    "{\"detail\":\"the script failed\",\"traceback\":\"Traceback (most recent call last):\\n"
                            + "  File \\\"main.py\\\", line 7\\nValueError: \\u001b[31mno such atom\\u001b[0m\\n\"}");
        } else {
            failures = 0;
            String whole = faults.text("answer", FakeJson.records(rows(texts, faults), faults));
            int sent = faults.list("half").stream().anyMatch(texts::contains) ? whole.length() / 2 : whole.length();
            byte[] body = whole.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body, 0, sent);
            exchange.close();
        }
    }

    /** Dies, hangs, waits for company or takes its time, if it has to. */
    private void endure(List<String> texts, Faults faults) {
        synchronized (this) {
            requests++;
            Path died = eos.resolve("died");
            if (faults.number("die.at.request") == requests && !Files.exists(died)) {
                FakeFiles.write(died, "");
                death.accept(KILLED);
            }
            List<String> lonely = faults.list("company.of");
            if (lonely.isEmpty() || lonely.stream().anyMatch(texts::contains)) {
                awaitCompany(faults.number("company"));
            }
        }
        if (faults.list("kill").stream().anyMatch(texts::contains)) {
            death.accept(KILLED);
        }
        if (faults.list("hang").stream().anyMatch(texts::contains)) {
            LockSupport.parkNanos(Long.MAX_VALUE); // for ever
        }
        LockSupport.parkNanos(faults.number("sleep.millis") * 1_000_000L * texts.size());
    }

    /** Until so many requests are there at once. */
    private synchronized void awaitCompany(int wanted) {
        try {
            while (mostUnderWay < wanted) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
                    || "empty".equals(System.getenv("READ_ONLY"))
                    || faults.list("empty").contains(text)
                    || (faults.list("empty.once").contains(text) && seen.add(text));
            rows.add(empty ? null : faults.on("noise") ? noise() : FakeModel.cells(text));
        }
        return FakeOrder.of(faults.text("order", ""), rows, order);
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
