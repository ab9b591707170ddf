package io.ersilia.precalc.engine;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** When the engine ends a job. */
public final class TimeLimit {

    /** Set by Slurm 23.02 and newer, in seconds since 1970. */
    public static final String VARIABLE = "SLURM_JOB_END_TIME";

    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");

    /** Time left to requeue the job; a tenth of the time if that is shorter. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final int MARGIN_PART = 10;

    private TimeLimit() {}

    /**
     * When a command must stop so that its job ends by itself. Empty if the engine sets no limit, or if the limit has
     * passed, as it was then extended.
     *
     * @throws Failure of kind USAGE if the variable is not a time
     */
    public static Optional<Instant> of(Map<String, String> environment, Instant now) {
        return new Variables(environment)
                .text(VARIABLE)
                .map(TimeLimit::parsed)
                .filter(end -> end.isAfter(now))
                .map(end -> end.minus(margin(Duration.between(now, end))));
    }

    private static Duration margin(Duration left) {
        Duration part = left.dividedBy(MARGIN_PART);
        return part.compareTo(MARGIN) < 0 ? part : MARGIN;
    }

    private static Instant parsed(String value) {
        if (!SECONDS.matcher(value).matches()) {
            throw Failure.usage("%s=%s: expected seconds since 1970, as Slurm sets it; unset it elsewhere"
                    .formatted(VARIABLE, Printable.of(value)));
        }
        return Instant.ofEpochSecond(Long.parseLong(value));
    }
}
