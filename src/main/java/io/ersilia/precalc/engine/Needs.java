package io.ersilia.precalc.engine;

import io.ersilia.precalc.words.Words;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The resources that one task asks the engine for.
 *
 * @param memoryMib memory in MiB
 * @param time after which the engine ends the task; another turn continues unfinished work
 * @param known the source of these numbers, in words
 */
public record Needs(int cpus, long memoryMib, Duration time, String known) {

    /** If nothing is known: enough for a small model and its program, and half a day. */
    private static final long USUAL_MIB = 4096;

    private static final Duration USUAL_TIME = Duration.ofHours(12);

    /** Serving and finishing need little memory and time. */
    private static final long SMALL_MIB = 1024;

    private static final Duration SMALL_TIME = Duration.ofHours(6);

    private static final double MEMORY_RESERVE = 1.5;
    private static final double TIME_RESERVE = 1.5;
    private static final Duration START = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofDays(2);
    private static final long STEP_MIB = 256;
    private static final long MIB_PER_GB = 1024;

    public Needs {
        if (cpus < 1 || memoryMib < 1 || time.toMinutes() < 1) {
            throw new IllegalArgumentException("no task needs %d CPUs, %d MiB and %s".formatted(cpus, memoryMib, time));
        }
    }

    /** The needs of a task that calls no model. */
    public static Needs ofNoModel() {
        return new Needs(1, SMALL_MIB, SMALL_TIME, "");
    }

    /**
     * The needs of a model that was never measured.
     *
     * @param cardGb the memory that its card asks for, in GB; null if the card does not say
     */
    public static Needs assumed(@Nullable Integer cardGb) {
        String known = cardGb == null
                ? "assumed, as no earlier run shows what the model takes: %s, %s"
                : "memory as the model's card says, time assumed, as no earlier run shows it: %s, %s";
        long mib = unmeasured(cardGb);
        return new Needs(1, mib, USUAL_TIME, known.formatted(Words.size(mib * Words.MIB), Words.duration(USUAL_TIME)));
    }

    private static long unmeasured(@Nullable Integer cardGb) {
        return cardGb == null ? USUAL_MIB : cardGb * MIB_PER_GB;
    }

    /**
     * The needs of a model that was measured, with half as much again in reserve.
     *
     * @param run the run that was measured
     * @param rows number of rows in the largest slice
     * @param memory in bytes; null if it was not measured
     * @param cardGb the memory that the model's card asks for, in GB; null if the card does not say
     * @param cores in use on average; null if they were not measured
     */
    public static Needs measured(
            String run,
            long rows,
            double secondsPerMolecule,
            @Nullable Long memory,
            @Nullable Integer cardGb,
            @Nullable Double cores) {
        double seconds = rows * secondsPerMolecule * TIME_RESERVE;
        Duration needed = START.plusMinutes((long) Math.ceil(Math.min(seconds, (double) LONGEST.toSeconds()) / 60));
        Duration time = needed.compareTo(LONGEST) < 0 ? needed : LONGEST;
        long mib = memory == null
                ? unmeasured(cardGb)
                : Math.max(1, (long) Math.ceil((double) memory * MEMORY_RESERVE / Words.MIB / STEP_MIB)) * STEP_MIB;
        return new Needs(
                cores == null ? 1 : (int) Math.max(1, Math.round(cores)),
                mib,
                time,
                "as run %s took %s a molecule%s, half as much again, and %s to start"
                        .formatted(
                                run,
                                Words.duration(secondsPerMolecule),
                                memory == null ? "" : " and " + Words.size(memory),
                                Words.duration(START)));
    }
}
