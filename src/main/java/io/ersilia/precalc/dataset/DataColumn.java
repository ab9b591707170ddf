package io.ersilia.precalc.dataset;

/**
 * A column of a dataset.
 *
 * @param required whether every row has a value
 */
public record DataColumn(String name, DataType type, boolean required) {

    /** A text column with a value in every row, such as the key. */
    public static DataColumn always(String name) {
        return new DataColumn(name, DataType.TEXT, true);
    }

    /** A column whose cells may be missing. */
    public static DataColumn of(String name, DataType type) {
        return new DataColumn(name, type, false);
    }
}
