package io.ersilia.precalc.dataset;

import java.io.IOException;
import java.nio.file.Path;

/** A format in which rows are written to a file. */
public interface FileForm {

    /** Creates the file, replacing an existing one. */
    RowFile create(Path file, Schema schema, FileLayout layout) throws IOException;
}
