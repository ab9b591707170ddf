package io.ersilia.precalc.table;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.run.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Writes batches until the table has confirmed each of their items, and counts what it confirmed; for many threads. An
 * answer that was lost makes items be written twice, which changes nothing.
 */
final class BatchCall {

    private final DynamoDbClient client;
    private final String table;
    private final Patience patience;

    private final LongAdder predictions = new LongAdder();
    private final LongAdder rejections = new LongAdder();
    private final DoubleAdder capacity = new DoubleAdder();
    private final Set<Thread> sleeping = new HashSet<>();
    private volatile boolean stopped;

    BatchCall(DynamoDbClient client, String table, Patience patience) {
        this.client = client;
        this.table = table;
        this.patience = patience;
    }

    /** Returns when every item is in the table, or early when {@link #stop} was called. */
    void write(List<WriteRequest> batch) throws InterruptedException {
        List<WriteRequest> pending = batch;
        int fruitless = 0;
        for (int attempt = 1; !pending.isEmpty(); attempt++) {
            pause(attempt);
            if (stopped) {
                return;
            }
            List<WriteRequest> left = pending;
            SdkException trouble = null;
            try {
                left = call(pending);
            } catch (SdkException e) {
                if (!PassingTrouble.is(e)) {
                    throw AwsFailures.of(e, doing());
                }
                trouble = e;
            }
            fruitless = left.size() < pending.size() ? 0 : fruitless + 1;
            if (fruitless == Patience.MAX_ATTEMPTS) {
                throw exhausted(trouble);
            }
            pending = left;
        }
    }

    /** One call; what it left unprocessed is returned, the rest is counted. */
    private List<WriteRequest> call(List<WriteRequest> pending) {
        BatchWriteItemResponse answer = client.batchWriteItem(BatchWriteItemRequest.builder()
                .requestItems(Map.of(table, pending))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build());
        List<WriteRequest> left = answer.unprocessedItems().values().stream()
                .flatMap(List::stream)
                .toList();
        long rejectionsDone = rejectionsIn(pending) - rejectionsIn(left);
        rejections.add(rejectionsDone);
        predictions.add(pending.size() - left.size() - rejectionsDone);
        answer.consumedCapacity().forEach(consumed -> {
            if (consumed.capacityUnits() != null) {
                capacity.add(consumed.capacityUnits());
            }
        });
        return left;
    }

    private static long rejectionsIn(List<WriteRequest> requests) {
        return requests.stream()
                .filter(request -> request.putRequest().item().containsKey(DynamoItem.REJECTED))
                .count();
    }

    private void pause(int attempt) throws InterruptedException {
        synchronized (sleeping) {
            if (stopped) {
                return;
            }
            sleeping.add(Thread.currentThread());
        }
        try {
            patience.before(attempt);
        } finally {
            synchronized (sleeping) {
                sleeping.remove(Thread.currentThread());
            }
        }
    }

    /** Makes no further call and ends all waiting; calls under way come to their end. */
    void stop() {
        synchronized (sleeping) {
            stopped = true;
            sleeping.forEach(Thread::interrupt);
        }
    }

    ItemWriter.Written written() {
        return new ItemWriter.Written(predictions.sum(), rejections.sum(), capacity.sum());
    }

    private Failure exhausted(@Nullable SdkException trouble) {
        return trouble != null
                ? AwsFailures.of(trouble, doing())
                : Failure.unavailable(
                        "cannot %s: it left items unprocessed %d times in a row: raise its write capacity or run the same command later"
                                .formatted(doing(), Patience.MAX_ATTEMPTS));
    }

    private String doing() {
        return "write dynamodb:" + table;
    }
}
