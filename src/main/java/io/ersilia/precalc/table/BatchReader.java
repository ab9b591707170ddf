package io.ersilia.precalc.table;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads many items by key, and asks again for what an answer left out for size or throttling. */
record BatchReader(DynamoDbClient client, String table, Patience patience) {

    /** BatchGetItem: keys of one call, each of them once. */
    static final int MAX_KEYS = 100;

    List<Item> read(ModelId model, Collection<InchiKey> keys) {
        List<InchiKey> distinct = keys.stream().distinct().toList();
        List<Item> items = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += MAX_KEYS) {
            List<InchiKey> chunk = distinct.subList(from, Math.min(from + MAX_KEYS, distinct.size()));
            read(chunk.stream().map(key -> DynamoItem.key(key, model)).toList(), items);
        }
        return items;
    }

    private void read(List<Map<String, AttributeValue>> keys, List<Item> items) {
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
            if (fruitless == Patience.MAX_ATTEMPTS) {
                throw Failure.unavailable(
                        "cannot read dynamodb:%s: %d keys left unprocessed %d times in a row: raise its read capacity or run the same command later"
                                .formatted(table, pending.size(), fruitless));
            }
        }
    }

    private void pause(int attempt) {
        try {
            patience.before(attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.stopped("stopped while reading dynamodb:%s: run the same command again".formatted(table), e);
        }
    }
}
