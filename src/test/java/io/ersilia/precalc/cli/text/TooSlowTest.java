package io.ersilia.precalc.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.table.WriteCapacity;
import io.ersilia.precalc.table.WriteCapacity.Mode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TooSlowTest {

    private static final double ALL = Double.POSITIVE_INFINITY;
    private static final TableAhead SLOW =
            new TableAhead("dynamodb:p", true, new WriteCapacity(Mode.PROVISIONED, 50, null, null), null);

    @Test
    void unitsThatTakeLongerThanAJobMayWorkAreWarnedOf() {
        assertThat(TooSlow.warning(SLOW, 50 * 19_800, ALL, null)).isEmpty(); // 5.5 h are 19,800 s
        assertThat(TooSlow.warning(SLOW, 2_000_000, ALL, null))
                .contains(
                        "writing takes 11 h 06 min, more than the 5 h 30 min that a job may run: 2,000,000 write units at 50 a"
                                + " second on dynamodb:p (provisioned); raise its write capacity, or serve it in parts with"
                                + " --partitions");
    }

    @Test
    void soAreThoseThatTakeLongerThanTheDeadlineLeaves() {
        assertThat(TooSlow.warning(SLOW, 50 * 3_601, ALL, Duration.ofHours(1)).orElseThrow())
                .startsWith("writing takes 1 h, more than the 1 h until --deadline: ");
        assertThat(TooSlow.warning(SLOW, 50 * 3_600, ALL, Duration.ofHours(1))).isEmpty();
    }

    @Test
    void aBudgetMakesItSlower() {
        assertThat(TooSlow.warning(SLOW, 50 * 19_800, 10, null).orElseThrow())
                .contains("990,000 write units at 10 a second");
    }

    @Test
    void aTableThatNobodyCouldDescribeIsTakenForANewOne() {
        TableAhead unknown = new TableAhead("dynamodb:p", true, null, "dynamodb:p is not there yet");

        assertThat(TooSlow.warning(unknown, 100_000_000, ALL, null).orElseThrow())
                .contains("at 4,000 a second on dynamodb:p (as a new table)");
    }

    @Test
    void aTableWithoutUnitsIsNeverTooSlow() {
        assertThat(TooSlow.warning(TableAhead.withoutUnits("sqlite:p.db"), 1e12, ALL, Duration.ofSeconds(1)))
                .isEmpty();
    }
}
