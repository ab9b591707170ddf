package io.ersilia.precalc.table.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.Items;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Writers of one table in virtual time: everything but time and the table is real. */
@Timeout(120)
class SharedBudgetTest {

    private static final double BUDGET = 1_000;
    private static final List<Item> BATCH = Items.predictions(0, BatchWrite.MAX_ITEMS);

    /** Within this time the writers shall have noticed who came and went. */
    private static final double CONVERGED = 10;

    private static final double WINDOW = 30;

    private final VirtualTime time = new VirtualTime();
    private final Map<String, Lease> table = new HashMap<>();
    private final List<Double> when = new ArrayList<>();
    private final List<Double> units = new ArrayList<>();
    private Random random = new Random(0);

    @AfterEach
    void end() {
        time.close();
    }

    /** A process that writes all the time. */
    private final class Writer implements Leases {

        /** Calls under way. */
        private static final int CALLS = 2;

        private final SharedBudget shared;
        private final WritePace pace;
        private double wakes;
        private boolean left;
        private boolean dead;
        private @Nullable SdkException refusal;
        private @Nullable Failure failure;
        private double written;

        Writer(double budget) {
            shared = new SharedBudget(
                    "dynamodb:t",
                    budget,
                    () -> this,
                    time::nanos,
                    this::sleep,
                    work -> time.threads().newThread(work));
            pace = new WritePace(shared, time::nanos, this::sleep);
            for (int i = 0; i < CALLS; i++) {
                time.threads().newThread(this::write).start();
            }
        }

        /** A process that does not run does not notice that time passes. */
        private void sleep(Duration duration) throws InterruptedException {
            time.sleep(duration);
            if (dead) {
                throw new InterruptedException();
            }
            if (time.seconds() < wakes) {
                time.sleep(Duration.ofNanos((long) (1e9 * (wakes - time.seconds()))));
            }
        }

        private void write() {
            BatchCall calls = new BatchCall(
                    new FakeDynamoDb((call, items, store) -> {
                        travel(5);
                        use(items.size());
                        written += items.size();
                        travel(5);
                        return List.of();
                    }),
                    "dynamodb:t",
                    Backoff.REAL,
                    pace,
                    new ThrottlingAdvice("dynamodb:t"));
            try {
                while (!left) {
                    calls.write(BATCH, BATCH.size());
                }
            } catch (Failure e) {
                failure = e;
            } catch (InterruptedException | IllegalStateException e) {
                left = true; // it is dead
            }
        }

        /** On the way to the table or back. */
        private void travel(int meanMillis) {
            try {
                sleep(Duration.ofMillis((long) (meanMillis * 2 * random.nextDouble())));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void put(Lease lease) {
            travel(random.nextInt(20) == 0 ? 800 : 20);
            if (refusal != null) {
                throw refusal;
            }
            table.put(lease.writer(), lease);
            use(1);
            travel(20);
        }

        @Override
        public List<Lease> all() {
            travel(20);
            List<Lease> all = List.copyOf(table.values());
            travel(20);
            return all;
        }

        @Override
        public void remove(Collection<String> writers) {
            travel(20);
            table.keySet().removeAll(writers);
            use(writers.size());
        }

        @Override
        public void close() {}
    }

    private void use(double used) {
        when.add(time.seconds());
        units.add(used);
    }

    /** Units a second from that time on. */
    private double rateSince(double from) {
        double sum = 0;
        for (int i = when.size() - 1; i >= 0 && when.get(i) >= from; i--) {
            sum += units.get(i);
        }
        return sum / (time.seconds() - from);
    }

    /** The most units that were used within a window. */
    private double mostInAWindow() {
        double most = 0;
        double sum = 0;
        int first = 0;
        for (int i = 0; i < when.size(); i++) {
            sum += units.get(i);
            while (when.get(first) <= when.get(i) - WINDOW) {
                sum -= units.get(first++);
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    private void pass(double seconds) throws InterruptedException {
        time.sleep(Duration.ofMillis((long) (1_000 * seconds)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void upToTwentyThatComeGoDieAndHangKeepToTheBudgetAndUseIt(long seed) throws InterruptedException {
        random = new Random(seed);
        List<Writer> writing = new ArrayList<>();
        for (int phase = 0; phase < 12; phase++) {
            boolean someHang = phase % 4 == 3;
            int target = 1 + random.nextInt(20);
            while (writing.size() > target) {
                Writer one = writing.remove(random.nextInt(writing.size()));
                one.left = random.nextBoolean();
                one.dead = !one.left;
                pass(random.nextDouble() / 10);
            }
            while (writing.size() < target) {
                writing.add(new Writer(BUDGET));
                pass(random.nextDouble() / 10);
            }
            if (someHang) {
                writing.stream()
                        .filter(one -> random.nextBoolean())
                        .forEach(one -> one.wakes = time.seconds() + 12 * random.nextDouble());
            }
            double changed = time.seconds();
            pass(CONVERGED + 12);
            if (!someHang) {
                assertThat(rateSince(changed + CONVERGED))
                        .as("phase %d, %d writers", phase, target)
                        .isBetween(0.85 * BUDGET, 1.05 * BUDGET);
            }
        }
        assertThat(mostInAWindow()).isBetween(0.9 * WINDOW * BUDGET, 1.1 * WINDOW * BUDGET);
        assertThat(writing).allSatisfy(one -> assertThat(one.failure).isNull());
    }

    @Test
    void oneAloneDoesNotWait() throws InterruptedException {
        Writer writer = new Writer(BUDGET);

        pass(4);

        assertThat(writer.written).isBetween(0.5 * 4 * BUDGET, 4 * BUDGET);
    }

    @Test
    void theLeaseOfADeadOneIsRemoved() throws InterruptedException {
        Writer dies = new Writer(BUDGET);
        pass(3);
        dies.dead = true;
        new Writer(BUDGET);
        pass(CONVERGED);

        double from = time.seconds();
        pass(10);

        assertThat(table).hasSize(1);
        assertThat(rateSince(from)).isBetween(0.95 * BUDGET, 1.05 * BUDGET);
    }

    @Test
    void whoHasNothingToWriteGivesItsLeaseBackAndTakesAnother() throws InterruptedException {
        Writer idle = new Writer(BUDGET);
        pass(2);
        idle.left = true;
        pass(CONVERGED);
        assertThat(table).isEmpty();

        assertThat(idle.pace.limit()).isPositive();
        assertThat(idle.shared.now()).isZero();
        pass(1);

        assertThat(idle.shared.now()).isPositive();
        assertThat(table).hasSize(1);
    }

    @Test
    void theSmallestBudgetHoldsAsLongAsItsWriterWrites() throws InterruptedException {
        new Writer(BUDGET);
        Writer careful = new Writer(BUDGET / 10);
        pass(CONVERGED);
        double together = time.seconds();
        pass(10);
        assertThat(rateSince(together)).isBetween(0.08 * BUDGET, 0.11 * BUDGET);

        careful.left = true;
        pass(CONVERGED);
        double alone = time.seconds();
        pass(10);
        assertThat(rateSince(alone)).isBetween(0.9 * BUDGET, 1.05 * BUDGET);
    }

    @Test
    void aBudgetThatLeasesAloneWouldUseIsRefused() throws InterruptedException {
        Writer first = new Writer(1);
        pass(3);
        Writer second = new Writer(1);
        pass(CONVERGED);

        assertThat(first.failure).isNull();
        assertThat(second.failure)
                .hasMessage(
                        "--write-budget 1 is too small for 2 writers of dynamodb:t, whose leases take 1.3 write units a second: raise it or start fewer");
        assertThat(table).hasSize(1);
    }

    @Test
    void whoeverCameLastIsRefusedAndNotWhoCameBefore() throws InterruptedException {
        Writer first = new Writer(1.5);
        pass(3);
        Writer second = new Writer(1.5);
        pass(2);
        Writer third = new Writer(1.5);
        pass(CONVERGED);

        assertThat(first.failure).isNull();
        assertThat(second.failure).isNull();
        assertThat(third.failure).hasMessageStartingWith("--write-budget 1.5 is too small for 3 writers");
    }

    @Test
    void leasesThatDeadOnesLeftDoNotRefuseANewWriter() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            table.put("dead " + i, new Lease("dead " + i, i, 1));
        }

        Writer writer = new Writer(BUDGET);
        pass(2 * CONVERGED);
        double from = time.seconds();
        pass(10);

        assertThat(writer.failure).isNull();
        assertThat(table).hasSize(1);
        assertThat(rateSince(from)).isGreaterThan(0.9 * BUDGET);
    }

    @Test
    void aBreakIsWaitedOutUpToTwoMinutes() throws InterruptedException {
        Writer writer = new Writer(BUDGET);
        pass(3);
        writer.refusal = SdkClientException.builder()
                .message("gone")
                .cause(new java.io.IOException())
                .build();
        pass(60);
        writer.refusal = null;
        pass(CONVERGED);
        double from = time.seconds();
        pass(10);
        assertThat(rateSince(from)).isGreaterThan(0.9 * BUDGET);

        writer.refusal = SdkClientException.builder()
                .message("gone")
                .cause(new java.io.IOException())
                .build();
        pass(130);

        assertThat(writer.failure).hasMessageStartingWith("cannot share the write budget of dynamodb:t: ");
        assertThat(rateSince(time.seconds() - 120)).isLessThan(0.1);
    }

    @Test
    void aRefusalFailsTheWriterAtOnce() throws InterruptedException {
        Writer writer = new Writer(BUDGET);
        pass(3);
        writer.refusal = (SdkException)
                DynamoDbException.builder().statusCode(403).message("not you").build();
        pass(3);

        assertThat(writer.failure)
                .isNotNull()
                .hasMessageStartingWith("cannot share the write budget of dynamodb:t: access denied");
    }
}
