package io.ersilia.precalc.cli;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.api.LookupStatus;
import io.ersilia.precalc.api.MoleculeAnswer;
import io.ersilia.precalc.api.ParentKeys;
import io.ersilia.precalc.api.PredictionSource;
import io.ersilia.precalc.api.PredictionsAnswer;
import io.ersilia.precalc.api.TableLookup;
import io.ersilia.precalc.cli.options.AskedOptions;
import io.ersilia.precalc.cli.options.FillOptions;
import io.ersilia.precalc.cli.options.OutputOptions;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.QueryInput;
import io.ersilia.precalc.cli.options.RunnerOptions;
import io.ersilia.precalc.cli.options.SourceOptions;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.MissingMolecules;
import io.ersilia.precalc.cli.text.OutputFile;
import io.ersilia.precalc.cli.text.QueryClosing;
import io.ersilia.precalc.cli.text.QueryTable;
import io.ersilia.precalc.cli.text.Shell;
import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.nearest.Fingerprints;
import io.ersilia.precalc.pipeline.Filled;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.words.ShellWord;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks up predictions. */
@Command(
        description = {"Look up predictions by InChIKey or SMILES.", "Without --model, in every model."},
        footer = {
            "  precalc query --model eos3b5e --smiles CCO c1ccccc1",
            "  cut -f 2 molecules.tsv | precalc query --model eos3b5e --input -"
        })
final class QueryCommand extends RowsCommand {

    private static final String MAY_VARY = "{} is not deterministic: its predictions may differ next time";

    @Option(
            names = {"-m", "--model"},
            paramLabel = "ID",
            split = ",",
            description = "Only this model, or several (every model).")
    List<ModelId> models = List.of();

    @Option(
            names = "--enrich",
            description = {
                "Return the file of --input with columns added.",
                "It is written to --output. SD files, Excel files and several models are always answered this way."
            })
    boolean enrich;

    @Mixin
    AskedOptions asked;

    @Mixin
    FillOptions fill;

    @Option(names = "--allow-missing", description = "Exit with 0 even if inputs have no prediction.")
    boolean allowMissing;

    @Option(
            names = "--percentile",
            description = {
                "Add the percentile of each number in the library.",
                "In CSV, as COLUMN_percentile (without --model, percentile) after model_version."
            })
    boolean percentile;

    @Option(
            names = "--nearest",
            description = {
                "Name the nearest molecule to each missing one.",
                "The most similar one in the library; in CSV, in three columns at the end. Needs --model and SMILES, and finish --nearest once before."
            })
    boolean nearest;

    @Mixin
    SourceOptions source;

    @Mixin
    RunnerOptions runner;

    /** The text is CSV already, made of more than the answer. */
    @Override
    String csv(Object data, Supplier<String> text) {
        return text.get();
    }

    @Override
    String text(Supplier<String> text) {
        return text.get();
    }

    @Override
    int run() {
        if (enrich || EnrichedQuery.isMeant(asked.file(), models)) {
            requireOnlyEnriching();
            return run(EnrichedQuery.of(wiring(), asked.file(), output.output, models));
        }
        requireSense();
        QueryInput input = asked.molecules(wiring()::screening);
        fill.requireSmiles(input.molecules());
        try (PredictionTable table = source.elsewhere() == null ? wiring().table(source.places()) : null) {
            PredictionSource from = table == null ? elsewhere() : new TableLookup(table, percentile);
            ModelId model = model();
            List<LookupStatus> statuses = model == null ? inAll(from, input) : inOne(model, from, table, input);
            return closed(new QueryClosing(input, statuses));
        }
    }

    private @Nullable ModelId model() {
        return models.isEmpty() ? null : models.get(0);
    }

    private int run(EnrichedQuery enriched) {
        try (PredictionTable table = source.elsewhere() == null ? wiring().tableToRead(source.places()) : null;
                ConsoleProgress progress = progress("look up", ConsoleProgress.UNKNOWN)) {
            PredictionSource from = table == null ? elsewhere() : new TableLookup(table);
            return enriched.run(from, progress) || allowMissing ? ExitCode.DONE : ExitCode.REJECTED;
        }
    }

    private void requireOnlyEnriching() {
        if (percentile
                || nearest
                || fill.isWanted()
                || fill.missing() != null
                || output.format != OutputOptions.Format.TEXT) {
            throw Failure.usage(
                    "--enrich gives a file back in its own form: leave out --percentile, --nearest, --fill, --missing and --format");
        }
    }

    private PredictionSource elsewhere() {
        String dataset = source.from();
        return dataset == null
                ? wiring().remoteLookup(String.valueOf(source.api()), percentile)
                : wiring().datasetLookup(dataset);
    }

    /** Says at the end what became of the inputs; returns the exit code. */
    private int closed(QueryClosing closing) {
        int code = closing.withoutPrediction() == 0 || allowMissing ? ExitCode.DONE : ExitCode.REJECTED;
        String place = source.api() == null ? source.from() : source.api();
        String from = place == null
                ? Shell.places(source.places().store, source.places().table)
                : " %s %s".formatted(source.elsewhere(), ShellWord.of(place));
        Logger log = LoggerFactory.getLogger(QueryCommand.class);
        ModelId model = model();
        Consumer<String> say = code == ExitCode.DONE ? log::info : log::warn;
        if (model == null && output.format == OutputOptions.Format.JSON) {
            closing.named().ifPresent(say); // the API's object has no place for them
        }
        if (closing.asked().file() != null) {
            say.accept(closing.line(code, fill.missing() == null ? closing.toListMissing(model, from) : null));
        }
        return code;
    }

    private void requireSense() {
        if (percentile && models.isEmpty() && source.api() != null) {
            throw Failure.usage("--percentile with --api says where numbers of one model stand: name it with --model");
        }
        if (percentile && source.from() != null) {
            throw Failure.usage(
                    "--percentile with --from: a dataset does not say where its values stand; name a --table or leave --percentile out");
        }
        if (nearest && models.isEmpty()) {
            throw Failure.usage("--nearest names molecules of the library of one model: name it with --model");
        }
        if (nearest && source.elsewhere() != null) {
            throw Failure.usage(
                    "--nearest with %s: only a --store has the fingerprints of a library; name one or leave --nearest out"
                            .formatted(source.elsewhere()));
        }
        fill.check(!models.isEmpty(), source);
        if (fill.missing() != null) {
            OutputFile.of(fill.missing(), FillOptions.MISSING).requireWritable();
        }
        if (fill.isWanted() && fill.write) {
            wiring().requireLocalTable(runner, source.places(), fill.force);
        }
    }

    private List<LookupStatus> inOne(
            ModelId one, PredictionSource from, @Nullable PredictionTable table, QueryInput input) {
        Fingerprints library = nearest ? wiring().neighbours(source.places()).require(one) : null; // before any work
        ModelRunner models = fill.isWanted() ? wiring().runner(runner) : null;
        List<LookupInput> molecules = input.molecules();
        PredictionsAnswer stored = from.predictions(one, molecules).orElseGet(() -> {
            warn("%s has no predictions of {}".formatted(table == null ? from.name() : "the table"), one);
            return PredictionsAnswer.unknown(one, molecules);
        });
        Filled filled = models == null || stored.missing().isEmpty()
                ? null
                : filled(models, stored, from, fill.write ? table : null, molecules);
        PredictionsAnswer known = filled == null
                ? ParentKeys.named(stored, molecules, from)
                : QueryFill.union(stored, filled, molecules, from);
        PredictionsAnswer answer = library == null ? known : known.besideNearest(library);
        write(
                output.format == OutputOptions.Format.JSON
                        ? out -> Json.write(answer, out)
                        : out -> new QueryTable(input).write(answer, percentile, nearest, out));
        if (filled != null && fill.write && table != null) {
            QueryFill.write(filled, table);
        }
        if (fill.missing() != null) {
            writeMissing(fill.missing(), answer, molecules, one);
        }
        if (answer.mayVary()) {
            warn(MAY_VARY, one);
        }
        return new QueryTable(input).statuses(answer);
    }

    /** @param table the table to write to; null for none */
    private Filled filled(
            ModelRunner models,
            PredictionsAnswer stored,
            PredictionSource from,
            @Nullable PredictionTable table,
            List<LookupInput> molecules) {
        if (table != null) {
            table.writer().close(); // fails before hours of work if the table cannot be written
        }
        return new QueryFill(
                        models,
                        runner.modelVersion,
                        runner.batchSize,
                        wiring().clock(),
                        missing -> progress("predict", missing))
                .missing(stored, molecules, from);
    }

    private void writeMissing(Path path, PredictionsAnswer answer, List<LookupInput> molecules, ModelId one) {
        OutputFile file = OutputFile.of(path, FillOptions.MISSING);
        MissingMolecules missing = MissingMolecules.of(answer, molecules);
        file.write(missing.library());
        PlaceOptions places = source.places();
        LoggerFactory.getLogger(QueryCommand.class)
                .info("{}", missing.notice(file, one, Shell.places(places.store, places.table)));
    }

    private List<LookupStatus> inAll(PredictionSource from, QueryInput input) {
        List<MoleculeAnswer> found = from.inAllModels(input.molecules());
        // One molecule is printed as the API's object; several as an array of those, as the API has nothing else.
        print(found.size() == 1 ? found.get(0) : found, () -> new QueryTable(input).ofAllModels(found, percentile));
        found.stream()
                .flatMap(one -> one.predictions().stream())
                .filter(prediction -> prediction.deterministic() != null && !prediction.deterministic())
                .map(MoleculeAnswer.InModel::modelId)
                .distinct()
                .forEach(one -> warn(MAY_VARY, one));
        return new QueryTable(input).statusesInAllModels(found);
    }

    private static void warn(String notice, ModelId model) {
        LoggerFactory.getLogger(QueryCommand.class).warn(notice, model); // not a field, as --help needs no log
    }
}
