package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A file of rows while it is written. It is complete once it is closed after the last row. */
public interface RowFile extends Closeable {

    /** Adds a row: one cell for each column of the schema, either of the column's type or missing. */
    void write(List<Value> cells) throws IOException;

    /** Adds metadata about the whole file, if its format has a place for them. */
    default void describe(String name, String text) throws IOException {}
}
