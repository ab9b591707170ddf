package io.ersilia.precalc.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** DynamoDB's BatchWriteItem in memory, with a trait that makes it as difficult as the real one can be. */
final class FakeDynamoDb implements DynamoDbClient {

    /** What the table does with a call. */
    @FunctionalInterface
    interface Trait {

        /** Stores some of the items, answers those that are left, or throws before or after. */
        List<WriteRequest> answer(int call, List<WriteRequest> items, Consumer<List<WriteRequest>> store);
    }

    /** Items by key, as they were written last. */
    final Map<String, Map<String, AttributeValue>> written = Collections.synchronizedMap(new LinkedHashMap<>());

    /** How many items each call brought. */
    final List<Integer> calls = Collections.synchronizedList(new ArrayList<>());

    private final Trait trait;

    FakeDynamoDb(Trait trait) {
        this.trait = trait;
    }

    /** Takes everything. */
    static FakeDynamoDb willing() {
        return stingy(Integer.MAX_VALUE);
    }

    /** Takes at most so many items a call. */
    static FakeDynamoDb stingy(int most) {
        return new FakeDynamoDb((call, items, store) -> {
            int taken = Math.min(most, items.size());
            store.accept(items.subList(0, taken));
            return items.subList(taken, items.size());
        });
    }

    /** Throws at the first calls, before anything is written. */
    static FakeDynamoDb failing(int times, RuntimeException failure) {
        return new FakeDynamoDb((call, items, store) -> {
            if (call <= times) {
                throw failure;
            }
            store.accept(items);
            return List.of();
        });
    }

    /** Writes the items of the first calls, and then their answer is lost. */
    static FakeDynamoDb losingAnswers(int times) {
        return new FakeDynamoDb((call, items, store) -> {
            store.accept(items);
            if (call <= times) {
                throw dropped();
            }
            return List.of();
        });
    }

    static SdkClientException dropped() {
        return SdkClientException.create("Unable to execute HTTP request", new IOException("Connection reset"));
    }

    static DynamoDbException refusal(int status, String code, String message) {
        return (DynamoDbException) DynamoDbException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
        String table = request.requestItems().keySet().iterator().next();
        List<WriteRequest> items = request.requestItems().values().iterator().next();
        int call;
        synchronized (calls) {
            calls.add(items.size());
            call = calls.size();
        }
        List<WriteRequest> left = trait.answer(call, items, this::store);
        return BatchWriteItemResponse.builder()
                .unprocessedItems(left.isEmpty() ? Map.of() : Map.of(table, left))
                .consumedCapacity(ConsumedCapacity.builder()
                        .tableName(table)
                        .capacityUnits((double) (items.size() - left.size()))
                        .build())
                .build();
    }

    private void store(List<WriteRequest> items) {
        for (WriteRequest item : items) {
            Map<String, AttributeValue> attributes = item.putRequest().item();
            written.put(DynamoItem.text(attributes, "PK") + DynamoItem.text(attributes, "SK"), attributes);
        }
    }

    List<Item> items() {
        synchronized (written) {
            return written.values().stream().map(DynamoItem::item).toList();
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
