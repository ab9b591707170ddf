package io.ersilia.precalc.pipeline.estimate;

import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How long workers take. GitHub Actions starts them in order, a few at once, and stops each after a round's time; an
 * unfinished worker goes on in the next round, which begins when all workers of this one have ended.
 *
 * @param rounds until the last worker is done
 * @param wallSeconds from the first job's start to the last one's end
 * @param jobMinutes what is charged: the time of all jobs, each rounded up to a minute
 */
record Schedule(long rounds, double wallSeconds, long jobMinutes) {

    private static final long MINUTE = 60_000; // in milliseconds

    /**
     * Makes the schedule.
     *
     * @param milliseconds the time that each worker with work left still needs
     * @param atOnce how many jobs run at the same time
     * @param round the longest time that a job works
     */
    static Schedule of(List<Long> milliseconds, int atOnce, Duration round) {
        long most = round.toMillis();
        if (atOnce < 1 || most < 1 || milliseconds.stream().anyMatch(left -> left < 0)) {
            throw new IllegalArgumentException(
                    "no schedule of %d jobs at once, %s each, for %s".formatted(atOnce, round, milliseconds));
        }
        long rounds = 0;
        double wall = 0;
        long minutes = 0;
        for (long left : milliseconds) {
            rounds = Math.max(rounds, parts(left, most));
            minutes += left / most * parts(most, MINUTE) + parts(left % most, MINUTE);
        }
        long done = 0; // rounds looked at
        for (long last : lastRounds(milliseconds, most)) {
            long working =
                    milliseconds.stream().filter(left -> left / most >= last).count();
            wall += (double) (last - done) * parts(working, atOnce) * most; // no worker ends in these
            wall += time(milliseconds, last, atOnce, most);
            done = last + 1;
        }
        return new Schedule(rounds, wall / 1000, minutes);
    }

    /** How many parts of that size the whole has; the last one may be smaller. */
    static long parts(long whole, long size) {
        return whole / size + (whole % size == 0 ? 0 : 1);
    }

    /** The rounds, counted from 0, in which a worker ends; at most as many as there are workers, however long they take. */
    private static List<Long> lastRounds(List<Long> milliseconds, long most) {
        return milliseconds.stream()
                .map(left -> left / most)
                .distinct()
                .sorted()
                .toList();
    }

    /** How long the round takes: a job begins as soon as another has ended. */
    private static double time(List<Long> milliseconds, long round, int atOnce, long most) {
        PriorityQueue<Long> ends = new PriorityQueue<>();
        long end = 0;
        for (long left : milliseconds) {
            long work = left / most > round ? most : left / most == round ? left % most : 0;
            if (work > 0) {
                long begin = ends.size() < atOnce ? 0 : ends.remove();
                ends.add(begin + work);
                end = Math.max(end, begin + work);
            }
        }
        return end;
    }
}
