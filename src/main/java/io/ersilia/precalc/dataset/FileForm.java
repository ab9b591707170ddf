package io.ersilia.precalc.dataset;

import java.io.IOException;
import java.nio.file.Path;

/** A form in which rows are written to a file. */
public interface FileForm {

    /** Creates the file, in place of what was there. */
    RowFile create(Path file, Schema schema, FileLayout layout) throws IOException;
}
