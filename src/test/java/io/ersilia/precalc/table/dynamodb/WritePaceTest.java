package io.ersilia.precalc.table.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One caller on a clock that only sleeping and answers move. */
@Timeout(60)
class WritePaceTest {

    private static final double BATCH = 25;
    private static final double ANSWER_SECONDS = 0.0004; // many calls in flight, seen as one caller

    private long nanos;

    private WritePace pace(double budget) {
        return new WritePace(budget, () -> nanos, duration -> nanos += duration.toNanos());
    }

    private double now() {
        return nanos / 1e9;
    }

    /** A table that takes the given number of units a second, and tells of throttling beyond. */
    private final class Table {
        private double rate;
        private double unused;
        private double at = now();
        private double taken;
        private long refusals;

        Table(double rate) {
            this.rate = rate;
        }

        void call(WritePace pace) throws InterruptedException {
            pace.await(BATCH);
            nanos += (long) (ANSWER_SECONDS * 1e9);
            unused = Math.min(Math.max(2 * BATCH, rate * 0.2), unused + (now() - at) * rate);
            at = now();
            if (unused >= BATCH) {
                unused -= BATCH;
                taken += BATCH;
                pace.ended(BATCH, BATCH);
            } else {
                refusals++;
                pace.throttled();
            }
        }

        /** What it takes a second, meanwhile. */
        double during(double seconds, WritePace pace) throws InterruptedException {
            double begin = now();
            double before = taken;
            while (now() - begin < seconds) {
                call(pace);
            }
            return (taken - before) / (now() - begin);
        }
    }

    @Test
    void slowsNothingAsLongAsTheTableTakesEverything() throws InterruptedException {
        WritePace pace = pace(WritePace.UNLIMITED);

        assertThat(new Table(1e9).during(2, pace)).isGreaterThan(0.9 * BATCH / ANSWER_SECONDS);
        assertThat(pace.limit()).isInfinite();
    }

    @ParameterizedTest
    @ValueSource(doubles = {100, 1_000, 4_000, 40_000})
    void usesNearlyAllThatAThrottlingTableTakesWithFewRefusals(double rate) throws InterruptedException {
        WritePace pace = pace(WritePace.UNLIMITED);
        Table table = new Table(rate);
        table.during(10, pace);
        long before = table.refusals;

        assertThat(table.during(60, pace)).isGreaterThan(0.85 * rate);

        long calls = (long) (60 * rate / BATCH);
        assertThat(table.refusals - before).isLessThan(60L * 4).isLessThan(Math.max(60, calls / 2));
    }

    @Test
    void isQuickAgainSecondsAfterTheTableIs() throws InterruptedException {
        WritePace pace = pace(WritePace.UNLIMITED);
        Table table = new Table(500);
        assertThat(table.during(20, pace)).isBetween(400.0, 520.0);

        table.rate = 40_000;
        table.during(6, pace);

        assertThat(table.during(2, pace)).isGreaterThan(30_000);
    }

    @Test
    void isQuickAgainAfterAMomentInWhichNothingWasTaken() throws InterruptedException {
        WritePace pace = pace(WritePace.UNLIMITED);
        Table table = new Table(10_000);
        table.during(2, pace);
        table.rate = 0;
        table.unused = 0;
        table.during(3, pace);

        table.rate = 10_000;
        table.during(8, pace);

        assertThat(table.during(2, pace)).isGreaterThan(8_000);
    }

    @ParameterizedTest
    @ValueSource(doubles = {10, 250, 4_000, 30_000})
    void keepsToItsBudget(double budget) throws InterruptedException {
        WritePace pace = pace(budget);
        Table table = new Table(1e9);

        double rate = table.during(30, pace);

        assertThat(rate).isBetween(0.9 * budget, 1.02 * budget + BATCH / 30);
    }

    @Test
    void countsAgainstTheBudgetWhatTheAnswersSay() throws InterruptedException {
        WritePace pace = pace(1_000);
        double consumed = 0;
        while (now() < 20) {
            pace.await(BATCH);
            nanos += 1_000_000;
            pace.ended(BATCH, 3 * BATCH); // each replaces a larger item
            consumed += 3 * BATCH;
        }

        assertThat(consumed / now()).isBetween(900.0, 1_030.0);
    }

    @Test
    void neverExceedsTheBudgetInAnySecondAfterAPauseEither() throws InterruptedException {
        WritePace pace = pace(1_000);
        nanos += 60_000_000_000L; // nothing to write for a minute
        Deque<Double> sent = new ArrayDeque<>();
        while (now() < 65) {
            pace.await(BATCH);
            sent.add(now());
            pace.ended(BATCH, BATCH);
            nanos += 100_000;
            while (sent.peek() < now() - 1) {
                sent.remove();
            }
            assertThat(sent.size() * BATCH).isLessThanOrEqualTo(1_000 * 1.1 + 2 * BATCH);
        }
    }

    @Test
    void aBudgetIsMoreThanNothing() {
        assertThatThrownBy(() -> pace(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pace(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
