package io.ersilia.precalc.dataset;

/**
 * How rows are arranged in a file, for formats that can make use of it.
 *
 * @param sortedBy name of the column by which rows are sorted and looked up; empty for none
 * @param rowsOfGroup the most rows in one part with statistics of its own
 * @param rowsOfPage the most rows of a column that must be read together
 */
public record FileLayout(String sortedBy, long rowsOfGroup, int rowsOfPage) {

    private static final long ROWS_OF_GROUP = 1_000_000;
    private static final int ROWS_OF_PAGE = 1_000;

    /** Rows in any order. */
    public static final FileLayout UNSORTED = sortedBy("");

    public static FileLayout sortedBy(String column) {
        return new FileLayout(column, ROWS_OF_GROUP, ROWS_OF_PAGE);
    }
}
