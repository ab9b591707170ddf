package io.ersilia.precalc.dataset;

/**
 * How rows lie in a file, where its form can make use of that.
 *
 * @param sortedBy name of the column whose values ascend and by which rows are looked up; empty for none
 * @param rowsOfGroup the most rows that a reader must skip or read together
 */
public record Layout(String sortedBy, long rowsOfGroup) {

    private static final long USUAL_ROWS = 1_000_000;

    /** In any order. */
    public static final Layout UNSORTED = sortedBy("");

    public static Layout sortedBy(String column) {
        return new Layout(column, USUAL_ROWS);
    }
}
