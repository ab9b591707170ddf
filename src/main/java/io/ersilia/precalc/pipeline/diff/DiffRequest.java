package io.ersilia.precalc.pipeline.diff;

import io.ersilia.precalc.run.ModelId;

/**
 * What is compared with what.
 *
 * @param a the side that exists already: a run, a version of the model or the table ({@link #TABLE})
 * @param b the side that may take its place, named in the same way
 * @param partial whether incomplete runs are compared as far as they go
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
