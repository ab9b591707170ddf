package io.ersilia.precalc.pipeline.diff;

import io.ersilia.precalc.run.ModelId;

/**
 * What is compared with what.
 *
 * @param a the run, the version of the model or the table ({@link #TABLE}) that is there already
 * @param b the same, of what may take its place
 * @param partial whether incomplete runs are taken as far as they are
 */
public record DiffRequest(ModelId model, String a, String b, Tolerance tolerance, boolean partial) {

    /** Means the table. */
    public static final String TABLE = "table";

    public DiffRequest {
        if (a.equals(TABLE) && b.equals(TABLE)) {
            throw new IllegalArgumentException("the table twice: compare it with a run, as in diff table RUN");
        }
    }
}
