package io.ersilia.precalc.bench;

import static io.ersilia.precalc.table.Items.key;

import io.ersilia.precalc.api.LocalServer;
import io.ersilia.precalc.api.LookupApi;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Connections that ask without a pause while the same SQLite file is written: {@code CONNECTIONS KEYS SECONDS}. */
final class LookupServerBenchmark {

    private static final int ROWS = 20_000;

    private LookupServerBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int connections = Integer.parseInt(args[0]);
        int keys = Integer.parseInt(args[1]);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[2]));
        Path file = Files.createTempDirectory("lookups-").resolve("predictions.db");
        ConcurrentLinkedQueue<Long> took = new ConcurrentLinkedQueue<>();
        AtomicInteger failed = new AtomicInteger();
        try (PredictionTable written = new SqliteTable(file);
                PredictionTable read = new SqliteTable(file)) {
            written.save(Items.full("v1.0.0", "r1", 0));
            Items.write(written, Items.predictions(0, ROWS));
            try (LocalServer server =
                    LocalServer.start(new LookupApi(read, Screening::new, null), 0, true, line -> {})) {
                List<Thread> askers = new ArrayList<>();
                for (int i = 0; i < connections; i++) {
                    int seed = i;
                    Thread asker = new Thread(() -> ask(server.url(), keys, seed, end, took, failed));
                    asker.start();
                    askers.add(asker);
                }
                int rows = 0;
                while (System.nanoTime() < end) {
                    Items.write(written, Items.predictions(0, ROWS));
                    rows += ROWS;
                }
                for (Thread asker : askers) {
                    asker.join();
                }
                long[] sorted =
                        took.stream().mapToLong(Long::longValue).sorted().toArray();
                System.out.printf(
                        "%d connections, %d keys a request, %s s: %d answers, %d failed; p50 %.1f ms, p99 %.1f ms, longest"
                                + " %.1f ms; %d rows written meanwhile%n",
                        connections,
                        keys,
                        args[2],
                        sorted.length,
                        failed.get(),
                        sorted[sorted.length / 2] / 1e6,
                        sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1e6,
                        Arrays.stream(sorted).max().orElse(0) / 1e6,
                        rows);
            }
        }
    }

    private static void ask(
            String url, int keys, int seed, long end, ConcurrentLinkedQueue<Long> took, AtomicInteger failed) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int round = 0; System.nanoTime() < end; round++) {
            int first = seed * 37 + round * 101;
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/predictions"))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(IntStream.range(first, first + keys)
                            .mapToObj(i -> '"' + key(i % ROWS).value() + '"')
                            .collect(Collectors.joining(",", "{\"modelId\":\"eos3b5e\",\"inputKeyArray\":[", "]}"))))
                    .build();
            long began = System.nanoTime();
            try {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                took.add(System.nanoTime() - began);
                if (answer.statusCode() != 200 || answer.body().split("\"value\"", -1).length != keys + 1) {
                    failed.incrementAndGet();
                }
            } catch (IOException | InterruptedException e) {
                failed.incrementAndGet();
            }
        }
    }
}
