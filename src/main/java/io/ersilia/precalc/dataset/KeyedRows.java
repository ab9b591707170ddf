package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * A file of rows that are found by the text in one of its columns, without reading the whole file. Its errors are
 * {@code Failure}s.
 */
public interface KeyedRows {

    /** The names of its columns, in order. */
    List<String> columns();

    /** What the file says about itself under that name; empty if it says nothing. */
    Optional<String> said(String name);

    /**
     * Shows every row that has one of the keys, in the order of the file.
     *
     * @param by name of the column of keys
     * @param wanted names of the columns that are shown
     */
    void find(String by, NavigableSet<String> keys, List<String> wanted, Visitor visitor);

    /** Is shown the rows that are found. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Takes one row.
         *
         * @param cells of the wanted columns, for the visitor to keep and change; those of a list stand one by one
         */
        void visit(String key, List<Value> cells);
    }
}
