package io.ersilia.precalc.table;

import static io.ersilia.precalc.table.DynamoItem.INPUT_PREFIX;
import static io.ersilia.precalc.table.DynamoItem.MODEL_PREFIX;
import static io.ersilia.precalc.table.DynamoItem.PK;
import static io.ersilia.precalc.table.DynamoItem.SK;
import static io.ersilia.precalc.table.DynamoItem.text;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Predictions in a table of DynamoDB. Reads are consistent: a lookup right after serving finds what was served. */
public final class DynamoDbTable implements PredictionTable {

    /** How long a forecast waits, the client's repeating included. */
    private static final Duration FORECAST_TIMEOUT = Duration.ofSeconds(5);

    private final String table;
    private final DynamoDbClient client;
    private final DynamoDbClient bulkClient;
    private final Patience patience;

    /**
     * Takes over the clients and closes them.
     *
     * @param client for reads and single writes; repeats by itself what fails
     * @param bulkClient for the writer, which itself repeats what fails: the client must not
     */
    public DynamoDbTable(String table, DynamoDbClient client, DynamoDbClient bulkClient) {
        this(table, client, bulkClient, Patience.REAL);
    }

    DynamoDbTable(String table, DynamoDbClient client, DynamoDbClient bulkClient, Patience patience) {
        this.table = table;
        this.client = client;
        this.bulkClient = bulkClient;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "dynamodb:" + table;
    }

    @Override
    public Optional<WriteCapacity> capacity() {
        return calling("describe", () -> {
            try {
                return DynamoDbTables.capacity(client.describeTable(request ->
                                request.tableName(table).overrideConfiguration(c -> c.apiCallTimeout(FORECAST_TIMEOUT)))
                        .table());
            } catch (ResourceNotFoundException e) {
                return null;
            }
        });
    }

    @Override
    public ItemWriter writer() {
        calling(
                        "describe",
                        () -> client.describeTable(request -> request.tableName(table))
                                .table())
                .ifPresent(description -> DynamoDbTables.check(name(), description));
        return new BulkWriter(bulkClient, table, patience);
    }

    @Override
    public List<Item> items(ModelId model, Collection<InchiKey> keys) {
        BatchReader reader = new BatchReader(client, table, patience);
        return calling("read", () -> reader.read(model, keys)).orElse(List.of());
    }

    @Override
    public List<Item> items(InchiKey key) {
        return calling(
                        "read",
                        () -> client
                                .queryPaginator(request -> request.tableName(table)
                                        .consistentRead(true)
                                        .keyConditionExpression("#pk = :pk AND begins_with(#sk, :sk)")
                                        .expressionAttributeNames(Map.of("#pk", PK, "#sk", SK))
                                        .expressionAttributeValues(
                                                Map.of(":pk", text(INPUT_PREFIX + key), ":sk", text(MODEL_PREFIX))))
                                .items()
                                .stream()
                                .map(DynamoItem::item)
                                .toList())
                .orElse(List.of());
    }

    @Override
    public Optional<ModelRecord> model(ModelId model) {
        return record(model, DynamoModel.CURRENT);
    }

    @Override
    public Optional<ModelRecord> model(ModelId model, @Nullable String version) {
        return record(model, DynamoModel.sortKey(version));
    }

    private Optional<ModelRecord> record(ModelId model, String sortKey) {
        return calling("read", () -> {
            GetItemResponse answer = client.getItem(
                    request -> request.tableName(table).consistentRead(true).key(DynamoModel.key(model, sortKey)));
            return answer.hasItem() ? DynamoModel.model(answer.item()) : null;
        });
    }

    @Override
    public void save(ModelRecord model) {
        put(DynamoModel.put(table, model, DynamoModel.sortKey(model.version())));
        put(DynamoModel.put(table, model, DynamoModel.CURRENT));
    }

    private void put(PutItemRequest request) {
        try {
            client.putItem(request);
        } catch (ConditionalCheckFailedException e) { // what is there stays
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
                    "%s holds what precalc did not write (%s): serve the model again".formatted(name(), e.getMessage()),
                    e);
        }
    }

    @Override
    public void close() {
        client.close();
        bulkClient.close();
    }
}
