package io.ersilia.precalc.pipeline.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Duration ROUND = Duration.ofMinutes(330); // 19,800 s

    private static Schedule of(int atOnce, Long... seconds) {
        return Schedule.of(Stream.of(seconds).map(one -> one * 1000).toList(), atOnce, ROUND);
    }

    @Test
    void fiftyWorkersOfThirtyThreeHoursTakeSevenRounds() {
        // 40,000 molecules * 3 s = 120,000 s each: six rounds of 19,800 s and one of 1,200 s, each in 5 waves.
        Schedule schedule = Schedule.of(Collections.nCopies(50, 120_000_000L), 10, ROUND);

        assertThat(schedule.rounds()).isEqualTo(7);
        assertThat(schedule.wallSeconds()).isEqualTo(6 * 5 * 19_800 + 5 * 1_200); // 600,000 s, nearly 7 days
        assertThat(schedule.jobMinutes()).isEqualTo(50 * (6 * 330 + 20)); // 100,000
    }

    @Test
    void aRoundThatIsJustFilledIsTheLast() {
        assertThat(of(1, 19_800L)).isEqualTo(new Schedule(1, 19_800, 330));
        assertThat(of(1, 19_801L)).isEqualTo(new Schedule(2, 19_801, 331));
        assertThat(of(1, 39_600L)).isEqualTo(new Schedule(2, 39_600, 660));
    }

    @Test
    void aJobBeginsAsSoonAsAnotherHasEnded() {
        // Two at once: 100 | 10, then 10 beside the first, and 10 again; all over when the first is.
        assertThat(of(2, 100L, 10L, 10L, 10L).wallSeconds()).isEqualTo(100);
        // In this order the long one comes last: 10 | 10, then 100.
        assertThat(of(2, 10L, 10L, 100L).wallSeconds()).isEqualTo(110);
    }

    @Test
    void aRoundWaitsForItsSlowestWorker() {
        // Round 1: 19,800 | 600, then 600 beside the first: 19,800 s. Round 2: 200 s of the first alone.
        assertThat(of(2, 20_000L, 600L, 600L)).isEqualTo(new Schedule(2, 20_000, 334 + 10 + 10));
    }

    @Test
    void everyJobIsChargedFromItsFirstSecondByTheMinute() {
        assertThat(of(10, 1L, 59L, 60L, 61L).jobMinutes()).isEqualTo(1 + 1 + 1 + 2);
    }

    @Test
    void nothingToDoTakesNoTime() {
        assertThat(of(10)).isEqualTo(new Schedule(0, 0, 0));
        assertThat(of(10, 0L)).isEqualTo(new Schedule(0, 0, 0));
    }

    @Test
    void workersOfMillionsOfRoundsAreCountedAsQuickly() {
        // 10^9 rows over 256 workers, 30 days a row: no loop over rounds, and no number overflows.
        List<Long> each = IntStream.rangeClosed(1, 256)
                .mapToObj(i -> (1_000_000_000L * i / 256 - 1_000_000_000L * (i - 1) / 256) * 2_592_000_000L)
                .toList();

        Schedule schedule = Schedule.of(each, 1, ROUND);

        assertThat(schedule.rounds()).isPositive();
        assertThat(schedule.wallSeconds()).isBetween(2.5919e15, 2.5921e15); // 10^9 * 2,592,000 s, one after the other
        assertThat(schedule.jobMinutes()).isBetween(43_200_000_000_000L, 43_200_000_000_256L);
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> of(0, 1L)).hasMessageContaining("0 jobs at once");
        assertThatThrownBy(() -> of(1, -1L)).hasMessageContaining("[-1000]");
    }
}
