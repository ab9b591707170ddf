package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.dynamodb.DynamoItem.INPUT_PREFIX;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.MODEL_PREFIX;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.PK;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.SK;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.text;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.stats.LibraryRanks;
import io.ersilia.precalc.table.Deleted;
import io.ersilia.precalc.table.DeletionScope;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.WriteCapacity;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Predictions in a DynamoDB table. Reads are consistent: a lookup right after a write finds what was written. */
public final class DynamoDbTable implements PredictionTable {

    private static final Logger log = LoggerFactory.getLogger(DynamoDbTable.class);

    /** How long a forecast waits for DynamoDB, including the client's retries. */
    private static final Duration FORECAST_TIMEOUT = Duration.ofSeconds(5);

    /** Concurrent read calls of all lookups together: two of the largest lookups. */
    private static final int READERS = 2 * BatchReader.CALLS_IN_FLIGHT;

    private final String table;
    private final Supplier<DynamoDbClient> open;
    private @Nullable DynamoDbClient client;
    private final Function<SortKeys, BatchWrite> connect;
    private @Nullable BatchWrite batches;
    private @Nullable ExecutorService readers;
    private @Nullable ExecutorService deleters;
    private boolean closed;
    private final Backoff backoff;
    private final WritePace pace;
    private final ThrottlingAdvice advice;
    private final SortKeys keys;
    private final Map<RunId, DynamoDbTable> stages = new HashMap<>();

    /**
     * Takes over the clients and the pace, and closes them.
     *
     * @param open called once, for the client of reads and single writes, which retries by itself
     * @param connect called for the first writer of each staged run and of the unstaged table; writers retry by themselves
     * @param pace shared by all writers of this process
     */
    DynamoDbTable(
            String table,
            Supplier<DynamoDbClient> open,
            Function<SortKeys, BatchWrite> connect,
            Backoff backoff,
            WritePace pace) {
        this(table, open, connect, backoff, pace, SortKeys.PLAIN);
    }

    private DynamoDbTable(
            String table,
            Supplier<DynamoDbClient> open,
            Function<SortKeys, BatchWrite> connect,
            Backoff backoff,
            WritePace pace,
            SortKeys keys) {
        this.table = table;
        this.open = open;
        this.connect = connect;
        this.backoff = backoff;
        this.pace = pace;
        this.advice = new ThrottlingAdvice(name());
        this.keys = keys;
    }

    @Override
    public synchronized PredictionTable staged(RunId run) {
        return stages.computeIfAbsent(
                run, one -> new DynamoDbTable(table, this::client, connect, backoff, pace, new SortKeys(one)));
    }

    @Override
    public String name() {
        return "dynamodb:" + table;
    }

    @Override
    public Optional<String> id() {
        return described(request -> {}, DynamoDbTables::id)
                .map(id -> keys.stage() == null ? id : "%s, staged %s".formatted(id, keys.stage()));
    }

    @Override
    public Optional<WriteCapacity> capacity() {
        return described(
                request -> request.overrideConfiguration(c -> c.apiCallTimeout(FORECAST_TIMEOUT)),
                DynamoDbTables::capacity);
    }

    /** A fact from the table's description; empty when there is no such table. */
    private <T> Optional<T> described(
            Consumer<DescribeTableRequest.Builder> more, Function<TableDescription, @Nullable T> what) {
        return calling("describe", () -> {
            try {
                return what.apply(description(more));
            } catch (ResourceNotFoundException e) {
                return null;
            }
        });
    }

    private TableDescription description(Consumer<DescribeTableRequest.Builder> more) {
        return client().describeTable(request -> more.accept(request.tableName(table)))
                .table();
    }

    @Override
    public ItemWriter writer() {
        calling("describe", () -> description(request -> {})).ifPresent(found -> DynamoDbTables.check(name(), found));
        return new BulkWriter(name(), new BatchCall(batches(), name(), backoff, pace, advice), this::present);
    }

    /** A cold start takes a second to load the client and make its first call; here that overlaps with other work. */
    @Override
    public synchronized void prepare() {
        if (client == null && !closed) {
            new DaemonThreads("table-opening").newThread(this::open).start();
        }
    }

    private void open() {
        try {
            batches();
            id();
        } catch (RuntimeException e) { // also if it was closed meanwhile
            log.debug("cannot open ahead", e);
        }
    }

    private synchronized DynamoDbClient client() {
        if (client == null) {
            requireOpen();
            client = open.get();
        }
        return client;
    }

    /** Shared by all reads. */
    private synchronized ExecutorService readers() {
        if (readers == null) {
            readers = pool(READERS, "table-reading");
        }
        return readers;
    }

    /** Shared by all deletions. */
    private synchronized ExecutorService deleters() {
        if (deleters == null) {
            deleters = pool(DynamoDeletes.CALLS_IN_FLIGHT, "table-deleting");
        }
        return deleters;
    }

    private ExecutorService pool(int threads, String name) {
        requireOpen();
        return new DaemonThreads(name).pool(threads);
    }

    /** Anything that {@link #prepare}, on its own thread, opened after {@link #close} would never be closed. */
    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(name() + " is closed");
        }
    }

    private synchronized BatchWrite batches() {
        if (batches == null) {
            requireOpen();
            batches = connect.apply(keys);
        }
        return batches;
    }

    /** Reads back which items the table has; if that fails too, all are doubtful. */
    private ItemWriter.Written present(List<Item> items) {
        Set<Item> found = new HashSet<>();
        try {
            items.stream()
                    .collect(Collectors.groupingBy(Item::model, Collectors.mapping(Item::key, Collectors.toList())))
                    .forEach((model, keys) -> found.addAll(items(model, keys)));
        } catch (Failure e) {
            log.debug("cannot read back", e);
            return new ItemWriter.Written(0, 0, 0, items.size());
        }
        found.retainAll(new HashSet<>(items));
        long rejections = found.stream().filter(item -> item.rejected() != null).count();
        return new ItemWriter.Written(found.size() - rejections, rejections, 0);
    }

    @Override
    public List<Item> items(ModelId model, Collection<InchiKey> molecules) {
        BatchReader reader = new BatchReader(client(), table, keys, backoff, readers());
        return calling("read", () -> reader.read(model, molecules)).orElse(List.of());
    }

    @Override
    public List<Item> items(InchiKey key, Function<ModelId, Optional<ModelRecord>> current) {
        return calling(
                        "read",
                        () -> client()
                                .queryPaginator(request -> request.tableName(table)
                                        .consistentRead(true)
                                        .keyConditionExpression("#pk = :pk AND begins_with(#sk, :sk)")
                                        .expressionAttributeNames(Map.of("#pk", PK, "#sk", SK))
                                        .expressionAttributeValues(
                                                Map.of(":pk", text(INPUT_PREFIX + key), ":sk", text(MODEL_PREFIX))))
                                .items()
                                .stream()
                                .filter(item -> isOf(text(item, SK), current))
                                .map(DynamoItem::item)
                                .toList())
                .orElse(List.of());
    }

    private static boolean isOf(String sortKey, Function<ModelId, Optional<ModelRecord>> current) {
        ModelId model = SortKeys.model(sortKey);
        return sortKey.equals(
                current.apply(model).map(SortKeys::of).orElse(SortKeys.PLAIN).item(model));
    }

    @Override
    public Optional<ModelRecord> model(ModelId model) {
        return record(keys.current(model));
    }

    @Override
    public Optional<ModelRecord> model(ModelId model, @Nullable String version) {
        return record(keys.version(model, version)).filter(known -> Objects.equals(known.version(), version));
    }

    @Override
    public List<ModelRecord> models(@Nullable ModelId from, int most) {
        return calling(
                        "read",
                        () -> client().queryPaginator(DynamoModel.list(table, from, most)).items().stream()
                                .limit(most) // a page of the service may be shorter
                                .map(DynamoModel::model)
                                .toList())
                .orElse(List.of());
    }

    private Optional<ModelRecord> record(Map<String, AttributeValue> key) {
        return item(key, DynamoModel::model);
    }

    private <T> Optional<T> item(Map<String, AttributeValue> key, Function<Map<String, AttributeValue>, T> what) {
        return calling("read", () -> {
            GetItemResponse answer = client().getItem(request ->
                    request.tableName(table).consistentRead(true).key(key));
            return answer.hasItem() ? what.apply(answer.item()) : null;
        });
    }

    @Override
    public void save(ModelRecord model) {
        if (keys.stage() != null) {
            put(DynamoModel.record(table, model.asStaged(), keys.current(model.model())));
            return;
        }
        put(DynamoModel.record(table, model, keys.version(model.model(), model.version())));
        put(DynamoModel.record(table, model, keys.current(model.model())));
        put(DynamoModel.record(table, model, DynamoModel.listed(model.model())));
    }

    @Override
    public Optional<LibraryRanks> ranks(ModelId model) {
        return item(keys.ranks(model), DynamoModel::ranks);
    }

    @Override
    public void save(ModelRecord model, LibraryRanks ranks) {
        put(DynamoModel.put(table, keys.stage() == null ? model : model.asStaged(), ranks, keys.ranks(model.model())));
    }

    @Override
    public Deleted delete(ModelId model, Set<InchiKey> molecules, DeletionScope scope) {
        try {
            return new DynamoDeletes(client(), table, keys, model, scope, deleters()).delete(molecules);
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        }
    }

    @Override
    public void forget(ModelRecord gone, @Nullable ModelRecord next) {
        if (!conditionally(() -> client().deleteItem(DynamoModel.delete(table, gone)))) {
            return; // another run has written it since
        }
        conditionally(() -> client().deleteItem(DynamoModel.delete(table, keys.ranks(gone.model()), gone)));
        for (Map<String, AttributeValue> key :
                List.of(SortKeys.PLAIN.current(gone.model()), DynamoModel.listed(gone.model()))) {
            if (next == null) {
                conditionally(() -> client().deleteItem(DynamoModel.delete(table, key, gone)));
            } else {
                conditionally(() -> client().putItem(DynamoModel.replace(table, key, gone, next)));
            }
        }
    }

    @Override
    public boolean publish(ModelRecord next, @Nullable ModelRecord current) {
        boolean published = conditionally(() -> client().putItem(DynamoModel.publish(table, next, current)));
        Optional<ModelRecord> now = model(next.model());
        for (Optional<ModelRecord> listed = Optional.empty(); !listed.equals(now); now = model(next.model())) {
            now.ifPresent(record -> put(DynamoModel.list(table, record))); // another may have been published meanwhile
            listed = now;
        }
        return published;
    }

    @Override
    public Optional<ModelRecord> before(ModelId model) {
        return item(keys.current(model), DynamoModel::before)
                .flatMap(found -> found)
                .flatMap(this::record);
    }

    private void put(PutItemRequest request) {
        conditionally(() -> client().putItem(request)); // otherwise the existing record stays
    }

    /** Makes a conditional write; false if the condition did not hold. */
    private boolean conditionally(Runnable write) {
        try {
            write.run();
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw AwsFailures.of(e, "write " + name());
        }
    }

    private <T> Optional<T> calling(String verb, Supplier<@Nullable T> call) {
        try {
            return Optional.ofNullable(call.get());
        } catch (SdkException e) {
            throw AwsFailures.of(e, verb + " " + name());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Failure.unavailable(
                    "%s contains something that precalc did not write (%s): serve the model again"
                            .formatted(name(), e.getMessage()),
                    e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stages.values().forEach(DynamoDbTable::close);
        if (keys.stage() == null) { // staged tables share these
            pace.close();
            if (client != null) {
                client.close();
            }
        }
        if (batches != null) {
            batches.close();
        }
        Stream.of(readers, deleters).filter(Objects::nonNull).forEach(ExecutorService::shutdownNow);
    }
}
