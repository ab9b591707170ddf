package io.ersilia.precalc.dataset;

import java.io.IOException;
import java.nio.file.Path;

/** A form in which rows are written to a file. */
public interface FileForm {

    /**
     * Creates the file, in place of what was there.
     *
     * @param sortedBy name of the column whose values ascend and by which rows are looked up; empty for none
     */
    RowFile create(Path file, Schema schema, String sortedBy) throws IOException;
}
