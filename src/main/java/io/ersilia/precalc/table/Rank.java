package io.ersilia.precalc.table;

import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;

/**
 * Decides which of two runs of a model may overwrite the other.
 *
 * @param created when the run was planned
 * @param sample whether it is a sample of the library
 */
public record Rank(RunId run, Instant created, boolean sample) {

    public static Rank of(Plan plan) {
        return new Rank(plan.run(), plan.created(), plan.sample() != null);
    }

    /** Whether this run may replace the other: a full run replaces any sample, otherwise the newer replaces the older. */
    public boolean mayReplace(Rank other) {
        return run.equals(other.run) || (sample == other.sample ? !created.isBefore(other.created) : other.sample);
    }
}
