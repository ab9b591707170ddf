package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * A file whose rows can be found by the text in one column, without reading the whole file. Errors are thrown as
 * {@code Failure}s.
 */
public interface KeyedRows {

    /** The names of its columns, in order. */
    List<String> columns();

    /** The file's own metadata under that name; empty if there is none. */
    Optional<String> said(String name);

    /**
     * Passes every row with one of the keys to the visitor, in the order of the file.
     *
     * @param by name of the key column
     * @param wanted names of the columns whose cells are passed
     */
    void find(String by, NavigableSet<String> keys, List<String> wanted, Visitor visitor);

    /** Receives the rows that are found. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Takes one row.
         *
         * @param cells of the wanted columns, which the visitor may keep and change; a list gives one cell per value
         */
        void visit(String key, List<Value> cells);
    }
}
