package io.ersilia.precalc.dataset;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The formats of a dataset's files. */
public enum DatasetFormat {
    PARQUET(".parquet", "application/x-parquet"),
    CSV(".csv.gz", "text/csv"),
    JSON(".jsonl.gz", "application/jsonlines");

    private static final String PLAIN_CSV = ".csv";

    private final String extension;
    private final String mediaType;

    DatasetFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    /** The usual ending of its file names. */
    public String extension() {
        return extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The format that the file's name indicates; empty if it indicates none. */
    public static Optional<DatasetFormat> ofName(String name) {
        return Stream.of(values())
                .filter(format -> format.extension(name).isPresent())
                .findFirst();
    }

    /** The ending of the name, if it is one of this format. */
    public Optional<String> extension(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (this) {
            case PARQUET -> Stream.of(extension).filter(lower::endsWith).findFirst();
            case CSV -> Stream.of(extension, PLAIN_CSV).filter(lower::endsWith).findFirst();
            case JSON ->
                Stream.of(extension, ".jsonl", ".ndjson.gz", ".ndjson")
                        .filter(lower::endsWith)
                        .findFirst();
        };
    }

    /**
     * The writer of this format. Parquet's is found through its service file: a jar may lack it, and other commands do not load it.
     *
     * @throws Failure of kind UNAVAILABLE if this build lacks it
     */
    public FileForm form() {
        return switch (this) {
            case CSV -> new CsvForm();
            case JSON -> new JsonForm();
            case PARQUET ->
                ServiceLoader.load(FileForm.class)
                        .findFirst()
                        .orElseThrow(() -> Failure.unavailable(
                                "this build of precalc has no Parquet: use --format csv, or the whole precalc.jar"));
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** CSV with a header; numbers exact and in plain notation, missing cells empty. A list is written as separate columns. */
    private static final class CsvForm implements FileForm {

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

    /** One JSON object per line; numbers exact and in plain notation, missing cells null. */
    private static final class JsonForm implements FileForm {

        private static final SerializedString NONE = new SerializedString("");

        @Override
        public RowFile create(Path file, Schema schema, FileLayout layout) throws IOException {
            JsonGenerator json = Json.MAPPER
                    .getFactory()
                    .createGenerator(TextFile.create(file))
                    .setRootValueSeparator(NONE);
            return new Lines(json, schema);
        }

        private record Lines(JsonGenerator json, Schema schema) implements RowFile {

            @Override
            public void write(List<Value> cells) throws IOException {
                json.writeStartObject();
                List<DataColumn> single = schema.single();
                for (int i = 0; i < single.size(); i++) {
                    json.writeFieldName(single.get(i).name());
                    write(single.get(i), cells.get(i));
                }
                if (schema.listed() > 0) {
                    json.writeArrayFieldStart(Schema.LIST);
                    for (int i = single.size(); i < cells.size(); i++) {
                        write(schema.columns().get(i), cells.get(i));
                    }
                    json.writeEndArray();
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }

            private void write(DataColumn column, Value cell) throws IOException {
                if (cell.kind() == Value.Kind.MISSING) {
                    json.writeNull();
                } else if (column.type().isNumber()) {
                    json.writeNumber(cell.text());
                } else {
                    json.writeString(cell.text());
                }
            }

            @Override
            public void close() throws IOException {
                json.close();
            }
        }
    }
}
