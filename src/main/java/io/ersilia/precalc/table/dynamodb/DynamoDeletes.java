package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.dynamodb.DynamoItem.text;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.Deleted;
import io.ersilia.precalc.table.DeletionScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Deletes items of DynamoDB on the condition that they are in the scope: one call per item, as BatchWriteItem has no
 * conditions, with several at once. The first failure stops it.
 *
 * @param client retries failed calls by itself
 * @param threads shared by all deletions
 */
record DynamoDeletes(
        DynamoDbClient client,
        String table,
        SortKeys keys,
        ModelId model,
        DeletionScope scope,
        ExecutorService threads) {

    /** With answers after 8 ms this makes 4,000 deletions a second, what a new on-demand table takes. */
    static final int CALLS_IN_FLIGHT = 32;

    /** An item outside the scope; the least that a deletion is charged. */
    private static final Deleted OTHER = new Deleted(0, 1, 0, 1);

    private static final Deleted ABSENT = new Deleted(0, 0, 1, 1);

    Deleted delete(Collection<InchiKey> molecules) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(); // waiting for fast calls may not notice the interrupt
        }
        Queue<InchiKey> left = new ConcurrentLinkedQueue<>(molecules);
        int calls = Math.min(CALLS_IN_FLIGHT, molecules.size());
        try {
            Callable<Deleted> work = () -> deleteAll(left);
            Deleted done = Deleted.NOTHING;
            for (Future<Deleted> share : threads.invokeAll(Collections.nCopies(calls, work))) {
                done = done.plus(share.get());
            }
            return done;
        } catch (ExecutionException e) {
            throw InParallel.unchecked(e);
        }
    }

    private Deleted deleteAll(Queue<InchiKey> left) {
        Deleted done = Deleted.NOTHING;
        try {
            for (InchiKey key = left.poll(); key != null; key = left.poll()) {
                done = done.plus(delete(key));
            }
            return done;
        } catch (SdkException e) {
            left.clear(); // the other calls would fail in the same way
            throw AwsFailures.of(e, "delete from dynamodb:" + table);
        }
    }

    private Deleted delete(InchiKey key) {
        try {
            DeleteItemResponse answer = client.deleteItem(request(key));
            Double units = answer.consumedCapacity() == null
                    ? null
                    : answer.consumedCapacity().capacityUnits();
            return new Deleted(1, 0, 0, units == null ? 0 : units);
        } catch (ConditionalCheckFailedException e) {
            return e.hasItem() && !e.item().isEmpty() ? OTHER : ABSENT;
        }
    }

    private DeleteItemRequest request(InchiKey key) {
        List<String> conditions = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        if (!scope.runs().isEmpty()) {
            names.put("#run", DynamoItem.RUN);
            for (RunId run : scope.runs()) {
                values.put(":run" + values.size(), text(run.value()));
            }
            conditions.add("#run IN (%s)".formatted(String.join(", ", values.keySet())));
        }
        if (scope.version() != null) {
            names.put("#version", DynamoItem.MODEL_VERSION);
            values.put(":version", text(scope.version()));
            conditions.add("#version = :version");
        }
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(keys.item(key, model))
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }
}
