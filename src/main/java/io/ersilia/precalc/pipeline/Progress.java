package io.ersilia.precalc.pipeline;

/** Hears how far the work is. */
public interface Progress {

    /** Nobody listens. */
    Progress NONE = rows -> {};

    /** So many more rows are done. */
    void advance(long rows);
}
