package io.ersilia.precalc.pipeline.shared;

/** Hears how far the work is. */
public interface Progress {

    /** Nobody listens. */
    Progress NONE = rows -> {};

    /** So many more rows are done. */
    void advance(long rows);
}
