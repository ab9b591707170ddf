package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** DynamoDB's BatchWriteItem in memory, with a trait that makes it as difficult as the real one can be. */
final class FakeDynamoDb implements BatchWrite {

    /** What the table does with a call. */
    @FunctionalInterface
    interface Trait {

        /** Stores some of the items, answers those that are left, or throws before or after. */
        List<Item> answer(int call, List<Item> items, Consumer<List<Item>> store);
    }

    /** Items by key, as they were written last. */
    final Map<String, Item> written = Collections.synchronizedMap(new LinkedHashMap<>());

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

    /** Takes at most that many items a call. */
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
    public Answer write(List<Item> items) {
        int call;
        synchronized (calls) {
            calls.add(items.size());
            call = calls.size();
        }
        List<Item> left = trait.answer(call, items, this::store);
        return new Answer(left, items.size() - left.size());
    }

    private void store(List<Item> items) {
        items.forEach(item -> written.put(item.key() + " " + item.model(), item));
    }

    /** As the table reads back what a writer is in doubt about. */
    ItemWriter.Written present(List<Item> items) {
        List<Item> found = items.stream().filter(written::containsValue).toList();
        long rejections = found.stream().filter(item -> item.rejected() != null).count();
        return new ItemWriter.Written(found.size() - rejections, rejections, 0);
    }

    List<Item> items() {
        synchronized (written) {
            return List.copyOf(written.values());
        }
    }

    @Override
    public void close() {}
}
