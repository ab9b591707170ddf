package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.key;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.dynamodb.DynamoDbTables;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * How long lookups take by the Lambda handler, with DynamoDB Local at PORT, a process of its own: {@code init PORT},
 * {@code latency PORT KEYS ROUNDS}, {@code sustained PORT KEYS PER_SECOND SECONDS}.
 */
final class LookupBenchmark {

    private static final String TABLE = "lookups";
    private static final int ROWS = 5_000;

    private LookupBenchmark() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> environment =
                new HashMap<>(DynamoDbServer.environment(URI.create("http://127.0.0.1:" + args[1])));
        environment.put("PRECALC_TABLE", "dynamodb:" + TABLE);
        if (args[0].equals("init")) {
            long began = System.nanoTime();
            LambdaHandler handler = new LambdaHandler(environment);
            long made = System.nanoTime();
            handler.beforeCheckpoint(org.crac.Core.getGlobalContext());
            System.out.printf(
                    "class initialised and handler made in %.2f s, primed in %.2f s more%n",
                    (made - began) / 1e9, (System.nanoTime() - made) / 1e9);
            return;
        }
        fill(environment);
        LambdaDoor door = new LambdaDoor(environment);
        int keys = Integer.parseInt(args[2]);
        if (args[0].equals("latency")) {
            latency(door, keys, Integer.parseInt(args[3]));
        } else {
            sustained(door, keys, Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        }
    }

    private static void fill(Map<String, String> environment) throws InterruptedException {
        try (DynamoDbClient client = new AwsSettings(environment)
                .prepare(DynamoDbClient.builder(), AwsApi.DYNAMODB)
                .build()) {
            if (!client.listTables().tableNames().contains(TABLE)) {
                DynamoDbServer.makeTable(client, TABLE);
            }
        }
        try (PredictionTable table = DynamoDbTables.open(TABLE, environment, Double.POSITIVE_INFINITY)) {
            table.save(Items.full("v1.0.0", "r1", 0));
            Items.write(table, Items.predictions(0, ROWS));
        }
    }

    private static void latency(LambdaDoor door, int keys, int rounds) {
        for (int i = 0; i < rounds / 2; i++) {
            ask(door, keys, i);
        }
        long[] took = IntStream.range(0, rounds)
                .mapToLong(i -> ask(door, keys, i))
                .sorted()
                .toArray();
        say(keys + " keys, one at a time", took);
    }

    private static void sustained(LambdaDoor door, int keys, int perSecond, int seconds) throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            ask(door, keys, i);
        }
        int count = perSecond * seconds;
        AtomicLongArray took = new AtomicLongArray(count);
        AtomicInteger failed = new AtomicInteger();
        AtomicLong last = new AtomicLong();
        CountDownLatch done = new CountDownLatch(count);
        ExecutorService askers = Executors.newFixedThreadPool(32);
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = began + i * 1_000_000_000L / perSecond;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            int number = i;
            askers.execute(() -> {
                try {
                    ask(door, keys, number);
                    took.set(number, System.nanoTime() - due); // waiting for a thread included
                } catch (RuntimeException e) {
                    failed.incrementAndGet();
                }
                last.set(System.nanoTime());
                done.countDown();
            });
        }
        done.await();
        askers.shutdown();
        long[] sorted = IntStream.range(0, count).mapToLong(took::get).sorted().toArray();
        say(
                "%d requests of %d keys in %.1f s, %d failed"
                        .formatted(count, keys, (last.get() - began) / 1e9, failed.get()),
                sorted);
    }

    private static long ask(LambdaDoor door, int keys, int seed) {
        String body = IntStream.range(0, keys)
                .mapToObj(i -> '"' + key((i + seed * 37) % ROWS).value() + '"')
                .collect(Collectors.joining(",", "{\"modelId\":\"eos3b5e\",\"inputKeyArray\":[", "]}"));
        long began = System.nanoTime();
        Door.Reply reply = door.send("POST", "/predictions", Map.of("content-type", "application/json"), body);
        long took = System.nanoTime() - began;
        if (reply.status() != 200 || reply.body().split("\"index\"", -1).length != keys + 1) {
            throw new IllegalStateException(reply.body());
        }
        return took;
    }

    private static void say(String what, long[] sorted) {
        System.out.printf(
                "%s: p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                what, at(sorted, 0.5), at(sorted, 0.99), sorted[sorted.length - 1] / 1e6);
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] / 1e6;
    }
}
