package io.ersilia.precalc.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallTimesTest {

    private final CallTimes times = new CallTimes(Duration.ofMinutes(30), Duration.ofSeconds(3));

    @Test
    void theFirstCallMayLoadTheModel() {
        assertThat(times.limit(1)).isEqualTo(Duration.ofMinutes(30));
        assertThat(times.limit(1000)).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aLaterCallMayTakeTenTimesWhatIsExpected() {
        times.took(10, Duration.ofSeconds(10));

        assertThat(times.limit(100)).isEqualTo(Duration.ofSeconds(10 * (10 + 100)));
        assertThat(times.limit(1)).isEqualTo(Duration.ofSeconds(10 * (10 + 1)));

        times.took(90, Duration.ofSeconds(20));

        assertThat(times.limit(1000)).isEqualTo(Duration.ofSeconds(10 * (10 + 300)));
    }

    @Test
    void nothingIsExpectedToTakeLessThanTheLeast() {
        times.took(1000, Duration.ofMillis(5));

        assertThat(times.limit(1)).isEqualTo(Duration.ofSeconds(30));
    }
}
