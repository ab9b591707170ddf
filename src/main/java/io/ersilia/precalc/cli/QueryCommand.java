package io.ersilia.precalc.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.api.MoleculeAnswer;
import io.ersilia.precalc.api.ParentKeys;
import io.ersilia.precalc.api.PredictionSource;
import io.ersilia.precalc.api.PredictionsAnswer;
import io.ersilia.precalc.api.RemoteLookup;
import io.ersilia.precalc.api.TableLookup;
import io.ersilia.precalc.cli.options.FillOptions;
import io.ersilia.precalc.cli.options.QueryInput;
import io.ersilia.precalc.cli.options.RunnerOptions;
import io.ersilia.precalc.cli.options.StoreOptions;
import io.ersilia.precalc.cli.options.TableOptions;
import io.ersilia.precalc.cli.options.Usage;
import io.ersilia.precalc.cli.text.MissingMolecules;
import io.ersilia.precalc.cli.text.OutputFile;
import io.ersilia.precalc.cli.text.QueryTable;
import io.ersilia.precalc.cli.text.Shell;
import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.pipeline.Filled;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.table.PredictionTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks predictions up. Over 100 lines for the ways to ask: of what, of whom, and what to do about what is missing. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Look predictions up by InChIKey or SMILES; without --model in every model.")
final class QueryCommand extends JobCommand {

    private static final String MISSING = "--missing";
    private static final String API = "--api";
    private static final String TABLE = "--table";

    private static final String MAY_VARY = "{} is not deterministic: its predictions may be others the next time";

    @Option(
            names = {"-m", "--model"},
            paramLabel = "ID",
            description = "Only this model (every model).")
    @Nullable
    ModelId model;

    @Parameters(arity = "0..*", paramLabel = "KEY", description = "Standard InChIKeys.")
    List<String> keys = List.of();

    @Option(names = "--smiles", arity = "1..*", paramLabel = "S", description = "SMILES.")
    List<String> smiles = List.of();

    @Option(
            names = {"-i", "--input"},
            paramLabel = "FILE",
            description =
                    "CSV, TSV or .smi of molecules with a column of SMILES or InChIKeys; its other columns are kept.")
    @Nullable
    Path input;

    @Option(
            names = MISSING,
            paramLabel = "FILE",
            description =
                    "With --model, write the molecules that nobody predicted yet to FILE, ready to be a --library.")
    @Nullable
    Path missing;

    @Option(names = "--allow-missing", description = "Exit with 0 although inputs have no prediction.")
    boolean allowMissing;

    @Option(
            names = API,
            paramLabel = "URL",
            description = "Ask the lookup API there instead of a table, with the key in PRECALC_API_KEY, if it is set;"
                    + " only InChIKeys are sent.")
    @Nullable
    String api;

    @Mixin
    FillOptions fill;

    @Mixin
    RunnerOptions runner;

    @Mixin
    StoreOptions store;

    @Mixin
    TableOptions table;

    QueryCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    int run() {
        requireMissingFile();
        requireOneSource();
        requireFill();
        QueryInput asked = asked();
        if (missing != null) {
            MissingMolecules.requireSmiles(MISSING, asked.molecules());
        }
        if (fill.fill) {
            MissingMolecules.requireSmiles("--fill", asked.molecules());
        }
        try (PredictionTable predictions = api == null ? wiring.table(table, store) : null) {
            PredictionSource source =
                    predictions == null ? wiring.remoteLookup(String.valueOf(api)) : new TableLookup(predictions);
            int without = model == null ? inAll(source, asked) : inOne(source, predictions, asked, model);
            return without == 0 || allowMissing ? ExitCode.DONE : ExitCode.REJECTED;
        }
    }

    private boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private void requireMissingFile() {
        if (missing == null) {
            return;
        }
        if (model == null) {
            throw Failure.usage("--missing without --model: name the model in which molecules may be missing");
        }
        if (fill.fill) {
            throw Failure.usage("--missing and --fill: what is predicted at once is not missing, leave one away");
        }
        OutputFile.of(missing, MISSING).requireWritable();
    }

    /** What is on the command line beats environment and file; of equal rank, nobody knows which is meant. */
    private void requireOneSource() {
        if (api == null || table.table == null) {
            return;
        }
        if (isGiven(API) == isGiven(TABLE)) {
            throw Failure.usage("--api %s and --table %s: only one can be asked at a time, leave one away"
                    .formatted(Usage.check(() -> RemoteLookup.url(String.valueOf(api))), table.table));
        }
        if (isGiven(API)) {
            table.table = null;
        } else {
            api = null;
        }
    }

    private void requireFill() {
        if (!fill.fill) {
            Stream.concat(Stream.of("--write", "--force"), optionsOfRunner())
                    .filter(this::isGiven)
                    .findFirst()
                    .ifPresent(option -> {
                        throw Failure.usage(
                                "%s without --fill: no model is asked, give --fill or leave it away".formatted(option));
                    });
            return;
        }
        if (model == null) {
            throw Failure.usage("--fill without --model: name the model that is to predict what is missing");
        }
        if (fill.write && api != null) {
            throw Failure.usage(
                    "--write with --api: a lookup API takes no predictions, name a --table or leave it away");
        }
        if (fill.write) {
            wiring.requireLocalTable(runner, store, table, fill.force);
        }
    }

    private Stream<String> optionsOfRunner() {
        return Objects.requireNonNull(spec.mixins().get("runner")).options().stream()
                .map(OptionSpec::longestName);
    }

    private QueryInput asked() {
        if (!isGiven("--input") && !(keys.isEmpty() && smiles.isEmpty())) {
            input = null; // what is on the command line beats environment and file
        }
        int ways = (keys.isEmpty() ? 0 : 1) + (smiles.isEmpty() ? 0 : 1) + (input == null ? 0 : 1);
        if (ways != 1) {
            throw Failure.usage("%s: give InChIKeys, or --smiles, or --input FILE"
                    .formatted(
                            ways == 0 ? "nothing is asked for" : "only one kind of input can be asked for at a time"));
        }
        if (input != null) {
            return QueryInput.of(input, wiring::screening);
        }
        return QueryInput.of(
                keys.isEmpty()
                        ? smiles.stream()
                                .map(one -> LookupInput.smiles(one, wiring::screening))
                                .toList()
                        : keys.stream().map(LookupInput::key).toList());
    }

    private int inOne(PredictionSource source, @Nullable PredictionTable table, QueryInput asked, ModelId one) {
        ModelRunner models = fill.fill ? Usage.check(() -> wiring.runner(runner)) : null;
        PredictionsAnswer stored = source.predictions(one, asked.molecules()).orElseGet(() -> {
            warn("%s knows no predictions of {}".formatted(table == null ? source.name() : "the table"), one);
            return PredictionsAnswer.unknown(one, asked.molecules());
        });
        Filled filled =
                models == null || stored.missing().isEmpty() ? null : filled(models, stored, source, table, asked);
        PredictionsAnswer answer = filled == null
                ? ParentKeys.named(stored, asked.molecules(), source)
                : QueryFill.union(stored, filled, asked.molecules());
        print(answer, () -> new QueryTable(asked).of(answer));
        if (filled != null && fill.write && table != null) {
            QueryFill.write(filled, table);
        }
        if (missing != null) {
            writeMissing(missing, answer, asked, one);
        }
        if (answer.mayVary()) {
            warn(MAY_VARY, one);
        }
        return answer.withoutPrediction();
    }

    private Filled filled(
            ModelRunner models,
            PredictionsAnswer stored,
            PredictionSource source,
            @Nullable PredictionTable table,
            QueryInput asked) {
        if (fill.write && table != null) {
            table.writer().close(); // one that cannot be written is known before hours of work, not after
        }
        return new QueryFill(
                        models,
                        runner.modelVersion,
                        runner.batchSize,
                        wiring.clock(),
                        molecules -> progress("predict", molecules))
                .missing(stored, asked.molecules(), source);
    }

    private void writeMissing(Path path, PredictionsAnswer answer, QueryInput asked, ModelId one) {
        OutputFile file = OutputFile.of(path, MISSING);
        MissingMolecules molecules = MissingMolecules.of(answer, asked.molecules());
        file.write(molecules.library());
        LoggerFactory.getLogger(QueryCommand.class)
                .info("{}", molecules.notice(file, one, Shell.places(store.store, table.table)));
    }

    private int inAll(PredictionSource source, QueryInput asked) {
        List<MoleculeAnswer> found =
                asked.molecules().stream().map(source::inAllModels).toList();
        ArrayNode json = Json.MAPPER.createArrayNode();
        for (MoleculeAnswer one : found) {
            json.add(Json.MAPPER.valueToTree(one));
        }
        // One molecule is the API's object; it has none for several, which are an array of them.
        print(json.size() == 1 ? json.get(0) : json, () -> QueryTable.ofAllModels(asked.molecules(), found));
        found.stream()
                .flatMap(one -> one.predictions().stream())
                .filter(prediction -> prediction.deterministic() != null && !prediction.deterministic())
                .map(MoleculeAnswer.InModel::modelId)
                .distinct()
                .forEach(one -> warn(MAY_VARY, one));
        return (int) found.stream().filter(one -> one.predictions().isEmpty()).count();
    }

    private static void warn(String notice, ModelId model) {
        LoggerFactory.getLogger(QueryCommand.class).warn(notice, model); // not a field: --help asks for no log
    }
}
