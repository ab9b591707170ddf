package io.ersilia.precalc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NeedsTest {

    @Test
    void halfAsMuchAgainAsAnEarlierRun() {
        Needs needs = Needs.measured("r", 1000, 3.6, 2_000L << 20, 8, 1.6);

        assertThat(needs.time()).isEqualTo(Duration.ofHours(2));
        assertThat(needs.memoryMib()).isEqualTo(3072);
        assertThat(needs.cpus()).isEqualTo(2);
        assertThat(needs.known())
                .isEqualTo("as run r took 3.6 s a molecule and 2.0 GiB, half as much again, and 30 min to start");
    }

    @Test
    void whatWasNotMeasuredIsAssumedAndNoTaskTakesMoreThanTwoDays() {
        Needs needs = Needs.measured("r", 1_000_000, 60, null, null, null);

        assertThat(needs.time()).isEqualTo(Duration.ofDays(2));
        assertThat(needs.memoryMib()).isEqualTo(4096);
        assertThat(needs.cpus()).isEqualTo(1);
    }

    @Test
    void theMemoryThatTheCardAsksForCountsWhereNoneWasMeasured() {
        assertThat(Needs.measured("r", 1000, 3.6, null, 8, null).memoryMib()).isEqualTo(8192);

        Needs needs = Needs.assumed(16);
        assertThat(needs.memoryMib()).isEqualTo(16_384);
        assertThat(needs.known())
                .isEqualTo("memory as the model's card says, time assumed, as no earlier run shows it: 16.0 GiB, 12 h");
    }
}
