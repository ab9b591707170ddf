package io.ersilia.precalc.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void nothingIsSaidOfThePaceOfTheFirstCalls() {
        TimeLeft left = new TimeLeft(10_000);

        assertThat(left.at(s(50))).isEmpty();
        left.advance(10, s(60)); // the start of the model
        assertThat(left.at(s(61))).isEmpty();
        left.advance(100, s(61));
        assertThat(left.at(s(61))).isEmpty();
    }

    @Test
    void aSteadyPaceIsWhatIsLeftAndTimeThatPassesCounts() {
        TimeLeft left = new TimeLeft(1_000);
        for (int i = 1; i <= 10; i++) {
            left.advance(50, s(10L * i));
        }

        assertThat(left.at(s(100))).hasValue(s(100));
        assertThat(left.at(s(105))).hasValue(s(95));
        assertThat(left.at(s(500))).as("longer than thought").hasValue(Duration.ZERO);
    }

    @Test
    void slicesThatWereKeptDoNotPromiseThatTheOthersTakeNoTime() {
        TimeLeft left = new TimeLeft(10_000);
        for (int slice = 0; slice < 5; slice++) {
            left.advance(1_000, Duration.ofMillis(100 + slice));
        }
        assertThat(left.at(s(1))).isEmpty();

        left.advance(10, s(30));
        assertThat(left.at(s(30))).isEmpty();
        for (int call = 1; call <= 10; call++) {
            left.advance(100, s(30 + 60L * call));
        }

        assertThat(left.at(s(630)).map(Duration::toSeconds))
                .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(2_394L / 2, 2_394L * 2));
    }

    /** A model that starts for a minute, whose first calls are slow, and then answers steadily, once more than twice as fast. */
    @Test
    void whateverIsSaidIsRightWithinAFactorOfTwo() {
        TimeLeft left = new TimeLeft(4_000);
        int said = 0;
        Duration now = s(60);
        for (int call = 0; call < 40; call++) {
            now = now.plusSeconds(call < 4 ? 120 / (call + 1) : 20 + call % 3 * 5);
            left.advance(100, now);
            long truth = 0;
            for (int later = call + 1; later < 40; later++) {
                truth += later < 4 ? 120 / (later + 1) : 20 + later % 3 * 5;
            }
            Optional<Duration> guess = left.at(now);
            if (guess.isPresent()) {
                said++;
                assertThat(guess.get().toSeconds()).as("after call %d", call).isBetween(truth / 2, truth * 2);
            }
        }
        assertThat(said).isGreaterThan(20);
    }

    @Test
    void millionsOfStepsTakeNoMoreMemoryAndSayTheSame() {
        TimeLeft left = new TimeLeft(2_000_000);
        for (int i = 1; i <= 1_000_000; i++) {
            left.advance(1, Duration.ofMillis(i));
        }

        assertThat(left.at(s(1_000))).hasValue(s(1_000));
    }
}
