package io.ersilia.precalc.dataset;

import java.util.List;

/**
 * The structure of a file of rows.
 *
 * @param columns one for each cell of a row
 * @param listed how many of the last columns, all of one type, are written as one list of that length; 0 for none
 * @param mostRows an upper limit on the number of rows, close to the actual number
 */
public record Schema(List<DataColumn> columns, int listed, long mostRows) {

    /** The name of the column that is a list. */
    public static final String LIST = "values";

    public Schema {
        columns = List.copyOf(columns);
        List<DataColumn> last = columns.subList(columns.size() - listed, columns.size());
        if (last.stream().map(DataColumn::type).distinct().count() > 1) {
            throw new IllegalArgumentException("a list of several types");
        }
    }

    /** The columns before the list. */
    public List<DataColumn> single() {
        return columns.subList(0, columns.size() - listed);
    }
}
