package io.ersilia.precalc.engine;

import io.ersilia.precalc.words.Words;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one task asks the engine for.
 *
 * @param memoryMib in MiB
 * @param time until the engine ends it; what is not done by then goes on in another turn
 * @param known where that is known from, in words
 */
public record Needs(int cpus, long memoryMib, Duration time, String known) {

    /** Where nothing is known: a small model with its program, and half a day. */
    private static final long USUAL_MIB = 4096;

    private static final Duration USUAL_TIME = Duration.ofHours(12);

    /** Serving and finishing hold little and are soon done. */
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

    /** Of a task that calls no model. */
    public static Needs ofNoModel() {
        return new Needs(1, SMALL_MIB, SMALL_TIME, "");
    }

    /**
     * Of a model of which nothing was measured.
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
     * Of a model that was measured, with half as much again in reserve.
     *
     * @param run that was measured
     * @param rows of the largest slice
     * @param memory in bytes; null if that was not measured
     * @param cardGb the memory that the model's card asks for, in GB; null if the card does not say
     * @param cores in use on average; null if that was not measured
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
