package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.dataset.FileForm;
import io.ersilia.precalc.dataset.FileLayout;
import io.ersilia.precalc.dataset.RowFile;
import io.ersilia.precalc.dataset.Schema;
import java.io.IOException;
import java.nio.file.Path;

/** Apache Parquet: pages in Zstandard with statistics and an index, and a Bloom filter on the column the rows are sorted by. */
public final class ParquetForm implements FileForm {

    @Override
    public RowFile create(Path file, Schema schema, FileLayout layout) throws IOException {
        return new ParquetRows(file, schema, layout);
    }
}
