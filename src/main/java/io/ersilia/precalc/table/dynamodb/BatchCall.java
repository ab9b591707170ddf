package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Writes batches until the table has confirmed each of their items, and counts what it confirmed; for many threads. After
 * a lost response items are written twice, which does no harm.
 */
final class BatchCall {

    private final BatchWrite table;
    private final String name;
    private final Backoff backoff;
    private final WritePace pace;
    private final ThrottlingAdvice advice;

    private final LongAdder predictions = new LongAdder();
    private final LongAdder rejections = new LongAdder();
    private final DoubleAdder capacity = new DoubleAdder();
    private final Queue<Item> doubtful = new ConcurrentLinkedQueue<>();
    private final Set<Thread> sleeping = new HashSet<>();
    private volatile boolean stopped;

    /** @param name of the table, for messages */
    BatchCall(BatchWrite table, String name, Backoff backoff, WritePace pace, ThrottlingAdvice advice) {
        this.table = table;
        this.name = name;
        this.backoff = backoff;
        this.pace = pace;
        this.advice = advice;
    }

    /**
     * Returns when every item is in the table, or early when {@link #stop} was called.
     *
     * @param units the write units that the batch consumes in a new table
     */
    void write(List<Item> batch, double units) throws InterruptedException {
        double unitsPerItem = units / batch.size();
        for (int from = 0; from < batch.size(); ) {
            int to = (int) Math.min(batch.size(), from + Math.max(1, pace.most() / unitsPerItem));
            writePart(batch.subList(from, to), unitsPerItem);
            from = to;
        }
    }

    private void writePart(List<Item> part, double unitsPerItem) throws InterruptedException {
        List<Item> pending = part;
        boolean asked = false;
        boolean whole = false;
        try {
            int fruitless = 0;
            for (int attempt = 1; !pending.isEmpty(); attempt++) {
                if (!pause(attempt, pending.size() * unitsPerItem)) {
                    return;
                }
                asked = true;
                List<Item> left = pending;
                SdkException trouble = null;
                try {
                    left = call(pending, unitsPerItem);
                } catch (SdkException e) {
                    if (!TransientFailure.is(e)) {
                        throw AwsFailures.of(e, doing());
                    }
                    hear(e);
                    trouble = e;
                }
                fruitless = left.size() < pending.size() ? 0 : fruitless + 1;
                pending = left;
                if (fruitless == Backoff.MAX_ATTEMPTS) {
                    throw exhausted(trouble);
                }
            }
            whole = true;
        } finally {
            if (asked && !whole) {
                doubtful.addAll(pending);
            }
        }
    }

    /** Makes one call; returns what it left unprocessed and counts the rest. */
    private List<Item> call(List<Item> pending, double unitsPerItem) {
        BatchWrite.Answer answer = table.write(pending);
        count(pending, 1);
        count(answer.left(), -1);
        capacity.add(answer.capacity());
        pace.ended(pending.size() * unitsPerItem, answer.capacity());
        if (!answer.left().isEmpty()) {
            pace.throttled();
            advice.hear(List.of());
        }
        return answer.left();
    }

    private void count(List<Item> items, int sign) {
        long rejected = items.stream().filter(item -> item.rejected() != null).count();
        rejections.add(sign * rejected);
        predictions.add(sign * (items.size() - rejected));
    }

    private void hear(SdkException e) {
        if (e instanceof AwsServiceException refusal && refusal.isThrottlingException()) {
            pace.throttled();
            advice.hear(e instanceof Refusal.RefusedException known ? known.throttlingReasons() : List.of());
        }
    }

    /** Waits for the backoff and for this writer's turn; false if it was stopped. */
    private boolean pause(int attempt, double units) throws InterruptedException {
        synchronized (sleeping) {
            if (stopped) {
                return false;
            }
            sleeping.add(Thread.currentThread());
        }
        try {
            backoff.before(attempt);
            pace.await(units);
        } finally {
            synchronized (sleeping) {
                sleeping.remove(Thread.currentThread());
            }
        }
        return !stopped;
    }

    /** Makes no further call and ends all waiting; calls under way complete. */
    void stop() {
        synchronized (sleeping) {
            stopped = true;
            sleeping.forEach(Thread::interrupt);
        }
    }

    ItemWriter.Written written() {
        return new ItemWriter.Written(predictions.sum(), rejections.sum(), capacity.sum());
    }

    /** Items that the writer gave up on after a lost response: the table may or may not have them. */
    List<Item> doubtful() {
        return List.copyOf(doubtful);
    }

    private Failure exhausted(@Nullable SdkException trouble) {
        return trouble != null
                ? AwsFailures.of(trouble, doing())
                : Failure.unavailable(
                        "cannot %s: it left items unprocessed %d times in a row: raise its write capacity or run the same command later"
                                .formatted(doing(), Backoff.MAX_ATTEMPTS));
    }

    private String doing() {
        return "write " + name;
    }
}
