package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Reads many items by key in concurrent calls, and asks again for items that a response omitted due to size or throttling.
 *
 * @param threads for lookups that need several calls
 */
record BatchReader(DynamoDbClient client, String table, SortKeys sortKeys, Backoff backoff, ExecutorService threads) {

    /** BatchGetItem: distinct keys per call. */
    static final int MAX_KEYS = 100;

    /** Concurrent calls: as many as the largest lookup needs. */
    static final int CALLS_IN_FLIGHT = 10;

    List<Item> read(ModelId model, Collection<InchiKey> keys) {
        List<Map<String, AttributeValue>> distinct =
                keys.stream().distinct().map(key -> sortKeys.item(key, model)).toList();
        if (distinct.size() <= MAX_KEYS) {
            return read(distinct);
        }
        List<Callable<List<Item>>> calls = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += MAX_KEYS) {
            List<Map<String, AttributeValue>> some = distinct.subList(from, Math.min(from + MAX_KEYS, distinct.size()));
            calls.add(() -> read(some));
        }
        return together(calls);
    }

    private List<Item> together(List<Callable<List<Item>>> calls) {
        List<Item> items = new ArrayList<>();
        try {
            for (Future<List<Item>> answer : threads.invokeAll(calls)) {
                items.addAll(answer.get());
            }
            return items;
        } catch (InterruptedException e) {
            throw stopped(e);
        } catch (ExecutionException e) {
            throw InParallel.unchecked(e);
        }
    }

    private List<Item> read(List<Map<String, AttributeValue>> keys) {
        List<Item> items = new ArrayList<>();
        List<Map<String, AttributeValue>> pending = keys;
        int fruitless = 0;
        for (int attempt = 1; !pending.isEmpty(); attempt++) {
            pause(attempt);
            KeysAndAttributes request = KeysAndAttributes.builder()
                    .keys(pending)
                    .consistentRead(true)
                    .build();
            BatchGetItemResponse answer = client.batchGetItem(r -> r.requestItems(Map.of(table, request)));
            answer.responses().values().forEach(found -> found.forEach(item -> items.add(DynamoItem.item(item))));
            List<Map<String, AttributeValue>> left = answer.unprocessedKeys().values().stream()
                    .flatMap(rest -> rest.keys().stream())
                    .toList();
            fruitless = left.size() < pending.size() ? 0 : fruitless + 1;
            pending = left;
            if (fruitless == Backoff.MAX_ATTEMPTS) {
                throw Failure.unavailable(
                        "cannot read dynamodb:%s: %s left unprocessed %d times in a row: raise its read capacity or run the same command later"
                                .formatted(table, Words.many(pending.size(), "key"), fruitless));
            }
        }
        return items;
    }

    private void pause(int attempt) {
        try {
            backoff.before(attempt);
        } catch (InterruptedException e) {
            throw stopped(e);
        }
    }

    private Failure stopped(InterruptedException e) {
        return Stop.interrupted("stopped while reading dynamodb:%s: run the same command again".formatted(table), e);
    }
}
