package io.ersilia.precalc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeLimitTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    @ParameterizedTest(name = "{0} s left: over {1} s before")
    @CsvSource({"3600, 60", "600, 60", "100, 10"})
    void aJobOfSlurmIsOverBeforeItsEnd(long left, long margin) {
        assertThat(TimeLimit.of(Map.of("SLURM_JOB_END_TIME", "" + (1_800_000_000 + left)), NOW))
                .contains(NOW.plusSeconds(left - margin));
    }

    @Test
    void withoutALimitThereIsNone() {
        assertThat(TimeLimit.of(Map.of(), NOW)).isEmpty();
        assertThat(TimeLimit.of(Map.of("SLURM_JOB_END_TIME", "0"), NOW)).isEmpty();
    }

    @Test
    void aLimitThatIsOverWasExtended() {
        assertThat(TimeLimit.of(Map.of("SLURM_JOB_END_TIME", "1800000000"), NOW))
                .isEmpty();
    }

    @Test
    void whatIsNoTimeIsRefused() {
        assertThatThrownBy(() -> TimeLimit.of(Map.of("SLURM_JOB_END_TIME", "noon"), NOW))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "SLURM_JOB_END_TIME=noon: expected seconds since 1970, as Slurm sets it; unset it elsewhere");
    }
}
