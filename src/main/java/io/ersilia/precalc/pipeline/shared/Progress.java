package io.ersilia.precalc.pipeline.shared;

/** Hears how far the work is. */
public interface Progress {

    /** Reports nowhere. */
    Progress NONE = rows -> {};

    /** This many more rows are done. */
    void advance(long rows);
}
