package io.ersilia.precalc.table.dynamodb;

import com.sun.management.OperatingSystemMXBean;
import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.prediction.PartitionReader;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.Item;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Writes the rows of part-0001 of run imp of eos3b5e in a folder to DynamoDB's endpoint, by turns in one JVM: by the SDK's client
 * with requests built beforehand, by the writer's own calls with items built beforehand, and by serve from the file on; or once,
 * batch after batch, as a sequential writer does: {@code FOLDER TABLE ROUNDS THREADS} or {@code FOLDER TABLE sequential}. {@code FOLDER TABLE create} makes
 * the table.
 */
final class WriterBenchmark {

    private static final ModelId MODEL = new ModelId("eos3b5e");
    private static final Partition PARTITION = new Partition(MODEL, new RunId("imp"), 1);

    private final AwsSettings settings = new AwsSettings(System.getenv());
    private final String table;
    private final Path folder;
    private final List<List<Item>> batches = new ArrayList<>();
    private long rows;

    private WriterBenchmark(String folder, String table) throws IOException {
        this.folder = Path.of(folder);
        this.table = table;
        read();
    }

    public static void main(String[] args) throws Exception {
        if (args[2].equals("create")) {
            try (DynamoDbClient client = new AwsSettings(System.getenv())
                    .prepare(DynamoDbClient.builder(), AwsApi.DYNAMODB)
                    .build()) {
                DynamoDbServer.makeTable(client, args[1]);
            }
            return;
        }
        WriterBenchmark bench = new WriterBenchmark(args[0], args[1]);
        if (args[2].equals("sequential")) {
            System.out.println(bench.sequential());
            return;
        }
        int rounds = Integer.parseInt(args[2]);
        int threads = Integer.parseInt(args[3]);
        Map<String, List<double[]>> figures = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            bench.take("sdk, built beforehand", figures, () -> bench.sdk(threads));
            bench.take("own, built beforehand", figures, () -> bench.own(threads));
            bench.take("serve, from the file on", figures, bench::serve);
        }
        figures.forEach((what, all) -> {
            List<double[]> warm = all.subList(all.size() / 2, all.size());
            System.out.println(line(what, median(warm, 0), median(warm, 1)) + " (median of the later half)");
        });
    }

    private static String line(String what, double rate, double cpu) {
        return String.format(Locale.ROOT, "%-24s %,9.0f rows/s, %.2f s of processor for 100,000", what, rate, cpu);
    }

    private static double median(List<double[]> figures, int of) {
        return figures.stream()
                .mapToDouble(one -> one[of])
                .sorted()
                .skip(figures.size() / 2)
                .findFirst()
                .orElse(0);
    }

    private void take(String what, Map<String, List<double[]>> figures, Callable<Object> work) throws Exception {
        long began = System.nanoTime();
        long processor = processor();
        work.call();
        double[] figure = {rows * 1e9 / (System.nanoTime() - began), (processor() - processor) / 1e9 * 100_000 / rows};
        figures.computeIfAbsent(what, absent -> new ArrayList<>()).add(figure);
        System.out.println(line(what, figure[0], figure[1]));
    }

    private static long processor() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private void read() throws IOException {
        Path csv = folder.resolve("out/eos3b5e/imp/part-0001.csv");
        Instant now = Instant.now();
        try (InputStream in = Files.newInputStream(csv);
                PartitionReader reader = new PartitionReader(csv.toString(), in, null)) {
            for (Optional<ParsedRow> row = reader.read(); row.isPresent(); row = reader.read()) {
                ParsedRow.Valid valid = (ParsedRow.Valid) row.get();
                if (rows % BatchWrite.MAX_ITEMS == 0) {
                    batches.add(new ArrayList<>());
                }
                batches.get(batches.size() - 1)
                        .add(new Item(
                                valid.key(), MODEL, valid.input(), valid.values(), null, now, PARTITION.run(), null));
                rows++;
            }
        }
    }

    private Object sdk(int threads) throws Exception {
        try (DynamoDbClient client = client()) {
            return each(threads, requests(), client::batchWriteItem);
        }
    }

    private Object own(int threads) throws Exception {
        try (BatchWrite writer = new HttpBatchWrite(table, SortKeys.PLAIN, settings, threads)) {
            return each(threads, batches, writer::write);
        }
    }

    private Object serve() {
        RunStore store = new RunStore(new Places(Map.of()).store(folder.toString()));
        try (DynamoDbTable predictions = DynamoDbTables.open(table, System.getenv(), WritePace.UNLIMITED)) {
            return new ServeJob(store, predictions, Clock.systemUTC(), Progress.NONE).run(PARTITION, null, true);
        }
    }

    private String sequential() {
        long began = System.nanoTime();
        try (DynamoDbClient client = client()) {
            requests().forEach(client::batchWriteItem);
        }
        return String.format(Locale.ROOT, "sequential: %,.0f rows/s", rows * 1e9 / (System.nanoTime() - began));
    }

    private DynamoDbClient client() {
        return settings.prepare(DynamoDbClient.builder(), AwsApi.DYNAMODB).build();
    }

    private static <T> Object each(int threads, List<T> all, Consumer<T> call) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(pool.submit(() -> {
                for (int at = next.getAndIncrement(); at < all.size(); at = next.getAndIncrement()) {
                    call.accept(all.get(at));
                }
            }));
        }
        for (Future<?> worker : workers) {
            worker.get();
        }
        pool.shutdown();
        return pool;
    }

    private @Nullable List<BatchWriteItemRequest> built;

    private List<BatchWriteItemRequest> requests() {
        if (built == null) {
            built = batches.stream().map(this::request).toList();
        }
        return built;
    }

    private BatchWriteItemRequest request(List<Item> items) {
        List<WriteRequest> puts = items.stream()
                .map(item -> WriteRequest.builder()
                        .putRequest(PutRequest.builder().item(attributes(item)).build())
                        .build())
                .toList();
        return BatchWriteItemRequest.builder()
                .requestItems(Map.of(table, puts))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build();
    }

    private static Map<String, AttributeValue> attributes(Item item) {
        Map<String, AttributeValue> attributes = SortKeys.PLAIN.item(item.key(), item.model());
        attributes.put(DynamoItem.SMILES, AttributeValue.fromS(item.smiles()));
        attributes.put(
                DynamoItem.VALUES,
                AttributeValue.fromL(item.values().stream()
                        .map(Value::text)
                        .map(AttributeValue::fromN)
                        .toList()));
        attributes.put(
                DynamoItem.TIMESTAMP, AttributeValue.fromS(item.timestamp().toString()));
        attributes.put(DynamoItem.RUN, AttributeValue.fromS(item.run().value()));
        return attributes;
    }
}
