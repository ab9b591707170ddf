package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.dataset.DatasetFormat;
import io.ersilia.precalc.dataset.DatasetPlace;
import io.ersilia.precalc.dataset.Where;
import io.ersilia.precalc.pipeline.export.ExportRequest;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.RunId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a dataset holds, and where it goes. */
public final class ExportOptions {

    @ArgGroup
    Models which = new Models();

    /** One of them. */
    static final class Models {

        @Option(
                names = {"-m", "--model"},
                paramLabel = "ID",
                description = "Model of the Ersilia Model Hub, e.g. eos3b5e.")
        @Nullable
        ModelId model;

        @Option(
                names = "--models",
                paramLabel = "ID,…",
                split = ",",
                description = "Several models; columns are named <model>.<column>.")
        List<ModelId> models = List.of();
    }

    @Option(names = "--run", paramLabel = "ID", description = "The run (the newest complete one).")
    @Nullable
    RunId run;

    @Option(
            names = "--columns",
            paramLabel = "NAME,…",
            split = ",",
            description = "Only these output columns, besides key and input.")
    List<String> columns = List.of();

    @Option(
            names = "--where",
            paramLabel = "TEST",
            description = "Only rows that pass, e.g. 'activity >= 0.5 and class = ''active'''.")
    @Nullable
    String where;

    @Option(
            names = "--explode",
            description = "Keep more than 64 columns of one type as columns, instead of one list called values.")
    boolean explode;

    @Option(names = "--partial", description = "Export what there is of an incomplete run.")
    boolean partial;

    @Option(names = "--force", description = "Replace the files of an earlier dataset.")
    public boolean force;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "${COMPLETION-CANDIDATES}; JSON has one line per row (by the name of --output, else parquet).")
    @Nullable
    DatasetFormat format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PLACE",
            description = "A .parquet, .csv, .csv.gz or .jsonl file, a folder, or such a place in S3.")
    @Nullable
    String output;

    /** Kinds of table definitions. */
    public enum Ddl {
        ATHENA;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--ddl",
            paramLabel = "KIND",
            description =
                    "Print the definition of a table over the dataset in S3 (${COMPLETION-CANDIDATES}) instead of a summary.")
    public @Nullable Ddl ddl;

    @Mixin
    public LogOptions log;

    /**
     * Where the dataset goes.
     *
     * @throws Failure of kind USAGE when that is not said, or is no place
     */
    public DatasetPlace place() {
        if (output == null || output.isBlank()) {
            throw Failure.usage("no place for the dataset: name a file, a folder or s3://bucket/path with --output");
        }
        DatasetPlace place = DatasetPlace.of(output.strip(), format);
        if (ddl != null && !(place.isS3() && place.format() == DatasetFormat.PARQUET)) {
            throw Failure.usage(
                    "--ddl %s is for Parquet in S3, not for %s: name such a place, as in --output s3://my-bucket/datasets/%s"
                            .formatted(
                                    ddl,
                                    Printable.of(place.uri(place.data())),
                                    which.model == null ? "two" : which.model));
        }
        return place;
    }

    /**
     * What the dataset holds.
     *
     * @throws Failure of kind USAGE when that is not said, or contradicts itself
     */
    public ExportRequest request(DatasetPlace place) {
        ModelId model = which.model;
        if (model == null && which.models.isEmpty()) {
            throw Failure.usage("no model to export: name it with --model, or several with --models");
        }
        return Usage.check(() -> new ExportRequest(
                model == null ? which.models : List.of(model),
                run,
                partial,
                place.format(),
                columns.stream().map(String::strip).toList(),
                where == null ? Where.ALL : Where.parse(where),
                explode));
    }
}
