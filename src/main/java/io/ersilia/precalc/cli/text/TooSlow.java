package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.pipeline.estimate.Estimator;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.words.Words;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Warns when writing takes longer than there is time. */
public final class TooSlow {

    private TooSlow() {}

    /**
     * The warning; empty when the units fit into a job of GitHub Actions and before the deadline.
     *
     * @param budget write units a second that are used at most
     * @param left until the deadline; null without one
     */
    public static Optional<String> warning(TableAhead table, double units, double budget, @Nullable Duration left) {
        Double seconds = table.seconds(units, budget);
        boolean isDeadline = left != null && left.compareTo(Estimator.ROUND) < 0;
        Duration most = isDeadline ? left : Estimator.ROUND;
        if (seconds == null || most == null || seconds <= most.toMillis() / 1000.0) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "writing takes %s, more than the %s %s: %,.0f write units at %,.0f a second on %s (%s); raise its write"
                        + " capacity, or serve it in parts with --partitions",
                Words.duration(seconds),
                Words.duration(most.toMillis() / 1000.0),
                isDeadline ? "until --deadline" : "that a job may run",
                units,
                units / seconds,
                table.name(),
                table.capacity() == null ? "as a new table" : table.capacity().mode()));
    }
}
