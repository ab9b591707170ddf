package io.ersilia.precalc.cli.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long the rest of the work takes. That is known once the pace of the latter half of the time is that of the quarter
 * before, by a factor of at most two: the start of a model, its first small calls and work that was kept say nothing about it.
 */
final class TimeLeft {

    private static final double FACTOR = 2;

    /** Moments that are remembered; then every second one is forgotten. */
    private static final int MOST = 128;

    private final long rows;
    private final List<Moment> moments = new ArrayList<>();

    private record Moment(Duration at, long done) {

        /** Seconds for each row since the other; none where no time passed or nothing was done. */
        Optional<Double> paceSince(Moment earlier) {
            long ms = at.minus(earlier.at).toMillis();
            return ms <= 0 || done <= earlier.done
                    ? Optional.empty()
                    : Optional.of(ms / 1000.0 / (done - earlier.done));
        }
    }

    /** @param rows of all the work */
    TimeLeft(long rows) {
        this.rows = rows;
    }

    /**
     * More rows are done.
     *
     * @param at since the work began
     */
    synchronized void advance(long more, Duration at) {
        moments.add(new Moment(at, (moments.isEmpty() ? 0 : last().done()) + more));
        if (moments.size() > MOST) {
            for (int i = moments.size() - 2; i > 0; i -= 2) {
                moments.remove(i);
            }
        }
    }

    /**
     * What is left; empty while that would be a guess.
     *
     * @param now since the work began
     */
    synchronized Optional<Duration> at(Duration now) {
        if (moments.isEmpty()) {
            return Optional.empty();
        }
        Moment last = last();
        Moment half = nearest(last.at().dividedBy(2));
        Optional<Double> pace = last.paceSince(half);
        Optional<Double> before = half.paceSince(nearest(last.at().dividedBy(4)));
        if (pace.isEmpty() || before.isEmpty() || Math.abs(Math.log(pace.get() / before.get())) > Math.log(FACTOR)) {
            return Optional.empty();
        }
        Duration left = Duration.ofMillis(Math.round((rows - last.done()) * pace.get() * 1000))
                .minus(now.minus(last.at()));
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }

    private Moment last() {
        return moments.get(moments.size() - 1);
    }

    private Moment nearest(Duration time) {
        return moments.stream()
                .min(Comparator.comparing(moment -> moment.at().minus(time).abs()))
                .orElseThrow();
    }
}
