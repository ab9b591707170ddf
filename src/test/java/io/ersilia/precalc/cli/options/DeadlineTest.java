package io.ersilia.precalc.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "5h30m, 2026-11-22T17:30:00Z",
        "90m, 2026-11-22T13:30:00Z",
        "1h1s, 2026-11-22T13:00:01Z",
        "45S, 2026-11-22T12:00:45Z",
        "PT5H30M, 2026-11-22T17:30:00Z",
        "pt0.5s, 2026-11-22T12:00:00.5Z",
        "P1D, 2026-11-23T12:00:00Z",
        "2026-11-22T18:00:00Z, 2026-11-22T18:00:00Z",
        "2026-11-22T18:00:00+02:00, 2026-11-22T16:00:00Z",
        "2020-01-01T00:00:00Z, 2020-01-01T00:00:00Z"
    })
    void isADurationFromNowOrATime(String text, Instant time) {
        assertThat(DeadlineOption.parse(text, NOW)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5h 30m",
                "h",
                "-5m",
                "0s",
                "PT0S",
                "PT-1H",
                "P",
                "18:00",
                "2026-11-22",
                "soon",
                "99999999999999h"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> DeadlineOption.parse(text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "--deadline %s: expected a duration or a time to come, e.g. 5h30m, PT5H30M or 2026-11-22T18:00:00Z",
                        text.isBlank() ? "'%s'".formatted(text) : text);
    }

    @ParameterizedTest
    @CsvSource({"5h, 4h59m30s", "1h, 59m30s", "100s, 75s", "8s, 6s"})
    void setsAMomentAsideForClosing(String given, String left) {
        assertThat(new Deadline(DeadlineOption.parse(given, NOW), NOW).stopAt())
                .isEqualTo(DeadlineOption.parse(left, NOW));
    }

    @Test
    void interruptsWhatIsNotDoneInTime() {
        Deadline deadline = new Deadline(NOW.plusMillis(50), NOW);

        assertThatThrownBy(() -> deadline.run(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                    }
                    throw Stop.failure(null);
                }))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED))
                .hasMessage("stopped at the deadline 2026-11-22T12:00:00.050Z with the work kept;"
                        + " run the same command again to resume");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void leavesAloneWhatIsDoneInTimeAndWhatFailsByItself() {
        Deadline deadline = new Deadline(NOW.plusSeconds(100), NOW);

        assertThat(deadline.run(() -> 3)).isEqualTo(3);
        assertThatThrownBy(() -> deadline.run(() -> {
                    throw Failure.input("no");
                }))
                .hasMessage("no");
    }

    @Test
    void beginsNothingWhenItIsOver() {
        assertThatThrownBy(() -> new Deadline(NOW.minusSeconds(1), NOW).run(() -> 0))
                .hasMessage("the deadline 2026-11-22T11:59:59Z is over: nothing was begun");
    }
}
