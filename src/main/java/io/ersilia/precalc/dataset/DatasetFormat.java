package io.ersilia.precalc.dataset;

import io.ersilia.precalc.run.Failure;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The forms of a dataset's files. */
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

    /** How the names of its files end, unless said otherwise. */
    public String extension() {
        return extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The form of a file by its name; empty if its name says nothing. */
    public static Optional<DatasetFormat> ofName(String name) {
        return Stream.of(values())
                .filter(format -> format.extension(name).isPresent())
                .findFirst();
    }

    /** How that name ends, if it is one of this form. */
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
     * What writes it. Parquet is found by its service file: a jar may go without, and no other command loads it.
     *
     * @throws Failure of kind UNAVAILABLE where this build is without it
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
}
