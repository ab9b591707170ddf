package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A file of rows while it is written. It is whole once it was closed after the last row. */
public interface RowFile extends Closeable {

    /** Adds a row: a cell for each column of the schema, of the column's type or missing. */
    void write(List<Value> cells) throws IOException;

    /** Says something about the file as a whole, where its form has a place for that. */
    default void describe(String name, String text) throws IOException {}
}
