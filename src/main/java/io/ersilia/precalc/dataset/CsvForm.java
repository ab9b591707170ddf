package io.ersilia.precalc.dataset;

import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.prediction.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** CSV with a header; numbers exact and plain, missing cells empty. A list is written as its columns. */
final class CsvForm implements FileForm {

    @Override
    public RowFile create(Path file, Schema schema, FileLayout layout) throws IOException {
        CsvWriter csv = new CsvWriter(TextFile.create(file));
        csv.write(schema.columns().stream().map(DataColumn::name).toList());
        return new RowFile() {
            @Override
            public void write(List<Value> cells) throws IOException {
                csv.write(cells.stream().map(Value::text).toList());
            }

            @Override
            public void close() throws IOException {
                csv.close();
            }
        };
    }
}
