package io.ersilia.precalc.dataset;

/**
 * How rows lie in a file, where its form can make use of that.
 *
 * @param sortedBy name of the column whose values ascend and by which rows are looked up; empty for none
 * @param rowsOfGroup the most rows that one part with statistics of its own has
 * @param rowsOfPage the most rows of a column that a reader must read together
 */
public record FileLayout(String sortedBy, long rowsOfGroup, int rowsOfPage) {

    private static final long ROWS_OF_GROUP = 1_000_000;
    private static final int ROWS_OF_PAGE = 1_000;

    /** In any order. */
    public static final FileLayout UNSORTED = sortedBy("");

    public static FileLayout sortedBy(String column) {
        return new FileLayout(column, ROWS_OF_GROUP, ROWS_OF_PAGE);
    }
}
