package io.ersilia.precalc.pipeline.shared;

/** Is told how far the work has come. */
public interface Progress {

    /** Reports nowhere. */
    Progress NONE = rows -> {};

    /** This many more rows are done. */
    void advance(long rows);
}
