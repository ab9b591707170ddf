package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.engine.TimeLimit;
import io.ersilia.precalc.run.Printable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** When a command must be over. */
public final class DeadlineOption {

    private static final Pattern SHORT = Pattern.compile("(?:(\\d{1,5})h)?(?:(\\d{1,7})m)?(?:(\\d{1,9})s)?");

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = {
                "Stop cleanly before TIME, keep what is done, exit with 75.",
                "A duration or a time: 5h30m, PT5H30M or 2026-11-22T18:00:00Z (shortly before Slurm ends the job, else none)."
            })
    @Nullable
    public String deadline;

    private @Nullable Deadline made;

    /** The deadline given, counted from when it is first asked for, else that of the engine; null without one. */
    @Nullable
    public Deadline deadline(Clock clock, Map<String, String> environment) {
        if (made == null) {
            Instant now = clock.instant();
            made = (deadline == null
                            ? TimeLimit.of(environment, now).map(DeadlineOption::said)
                            : Optional.of(parse(deadline.strip(), now)))
                    .map(time -> new Deadline(time, now))
                    .orElse(null);
        }
        return made;
    }

    private static Instant said(Instant time) {
        LoggerFactory.getLogger(DeadlineOption.class)
                .info("deadline {}, from {}", time.truncatedTo(ChronoUnit.SECONDS), TimeLimit.VARIABLE);
        return time;
    }

    public static Instant parse(String text, Instant now) {
        try {
            Duration duration = duration(text);
            if (duration == null) {
                return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
            }
            if (!duration.isNegative() && !duration.isZero()) {
                return now.plus(duration);
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            throw refused(text, e);
        }
        throw refused(text, null);
    }

    private static @Nullable Duration duration(String text) {
        Matcher parts = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        if (!text.isEmpty() && parts.matches()) {
            return Duration.ofHours(number(parts.group(1)))
                    .plusMinutes(number(parts.group(2)))
                    .plusSeconds(number(parts.group(3)));
        }
        return text.toUpperCase(Locale.ROOT).startsWith("P") ? Duration.parse(text) : null;
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static IllegalArgumentException refused(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "--deadline %s: expected a duration or a time to come, e.g. 5h30m, PT5H30M or 2026-11-22T18:00:00Z"
                        .formatted(Printable.value(text)),
                cause);
    }
}
