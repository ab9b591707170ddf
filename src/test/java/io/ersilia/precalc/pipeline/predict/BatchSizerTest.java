package io.ersilia.precalc.pipeline.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.pipeline.HandClock;
import io.ersilia.precalc.run.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSizerTest {

    private final HandClock clock = new HandClock();

    private BatchSizer within(Duration left) {
        return new BatchSizer(new CallLimits(1000, clock.instant().plus(left)), clock);
    }

    @ParameterizedTest(name = "{1} ms for {0} molecules: {2}")
    @CsvSource({"10, 10000, 180", "10, 600000, 3", "1, 180000, 1", "1, 180001, 1", "1, 3600000, 1", "10, 0, 1000"})
    void aCallTakesThreeMinutesOrAtLeastOneMolecule(int molecules, long milliseconds, int next) {
        BatchSizer sizer = new BatchSizer(new CallLimits(1000, null), clock);
        sizer.took(molecules, Duration.ofMillis(milliseconds));

        assertThat(sizer.next()).isEqualTo(next);
    }

    @Test
    void aCallFitsIntoTheTimeThatIsLeft() {
        BatchSizer sizer = within(Duration.ofSeconds(60));
        sizer.took(1, Duration.ofSeconds(10));
        assertThat(sizer.require()).isEqualTo(6);

        clock.pass(Duration.ofSeconds(50));
        assertThat(sizer.require()).isEqualTo(1);
    }

    @Test
    void whatWouldNotBeDoneInTimeIsNotBegun() {
        BatchSizer sizer = within(Duration.ofSeconds(60));
        sizer.took(1, Duration.ofSeconds(10));
        clock.pass(Duration.ofSeconds(51));

        assertThat(sizer.next()).isZero();
        assertThatThrownBy(sizer::require)
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.STOPPED))
                .hasMessageEndingWith("run the same command again to resume");
        clock.pass(Duration.ofHours(1));
        assertThat(sizer.next()).isZero();
    }

    @Test
    void aCallOfNothingTeachesNothing() {
        BatchSizer sizer = within(Duration.ofHours(1));
        sizer.took(0, Duration.ofHours(1));

        assertThat(sizer.hasLearnt()).isFalse();
        assertThat(sizer.next()).isEqualTo(10);
    }
}
