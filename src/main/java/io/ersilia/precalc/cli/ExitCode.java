package io.ersilia.precalc.cli;

import io.ersilia.precalc.run.Failure;
import java.util.List;

/** The exit codes of commands. */
public final class ExitCode {

    public static final int DONE = 0;
    public static final int BUG = 1;
    public static final int USAGE = 2;
    /** Done, but more rows were rejected than allowed, or inputs of a query have no prediction. */
    public static final int REJECTED = 3;
    /** A partition is missing or not served. */
    public static final int INCOMPLETE = 4;
    /** Two runs differ by more than the tolerance. */
    public static final int DIFFERENT = 5;

    public static final int INPUT = 65;
    public static final int UNAVAILABLE = 69;
    public static final int MODEL = 70;
    public static final int STOPPED = 75;

    /** If several codes apply, a run ends with the first in this order. */
    private static final List<Integer> WORST_FIRST =
            List.of(BUG, UNAVAILABLE, INPUT, MODEL, STOPPED, INCOMPLETE, REJECTED, DONE);

    private ExitCode() {}

    /** Anything but a {@link Failure} is a bug. */
    static int of(RuntimeException e) {
        if (!(e instanceof Failure failure)) {
            return BUG;
        }
        return switch (failure.kind()) {
            case USAGE -> USAGE;
            case INPUT -> INPUT;
            case UNAVAILABLE -> UNAVAILABLE;
            case MODEL -> MODEL;
            case STOPPED -> STOPPED;
        };
    }

    static int worst(List<Integer> codes) {
        return WORST_FIRST.stream().filter(codes::contains).findFirst().orElse(DONE);
    }
}
