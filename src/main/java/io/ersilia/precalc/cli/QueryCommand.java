package io.ersilia.precalc.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ersilia.precalc.api.Asked;
import io.ersilia.precalc.api.Lookup;
import io.ersilia.precalc.api.LookupAnswer;
import io.ersilia.precalc.api.MoleculeAnswer;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.table.PredictionTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks predictions up. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Look predictions up by InChIKey or SMILES; without --model in every model.")
final class QueryCommand extends JobCommand {

    private static final String MISSING = "--missing";

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
            description = "CSV of molecules with a column of SMILES or InChIKeys; its other columns are kept.")
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
        QueryInput asked = asked();
        if (missing != null) {
            MissingMolecules.requireSmiles(asked.molecules());
        }
        try (PredictionTable predictions = wiring.table(table, store)) {
            Lookup lookup = new Lookup(predictions);
            int without = model == null ? inAll(lookup, asked) : inOne(lookup, asked, model);
            return without == 0 || allowMissing ? ExitCode.DONE : ExitCode.REJECTED;
        }
    }

    private void requireMissingFile() {
        if (missing == null) {
            return;
        }
        if (model == null) {
            throw Failure.usage("--missing without --model: name the model in which molecules may be missing");
        }
        OutputFile.of(missing, MISSING).requireWritable();
    }

    private QueryInput asked() {
        boolean inputIsDefault = !spec.commandLine().getParseResult().hasMatchedOption("--input");
        if (inputIsDefault && !(keys.isEmpty() && smiles.isEmpty())) {
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
                                .map(one -> Asked.smiles(one, wiring::screening))
                                .toList()
                        : keys.stream().map(Asked::key).toList());
    }

    private int inOne(Lookup lookup, QueryInput asked, ModelId one) {
        LookupAnswer answer = lookup.predictions(one, asked.molecules()).orElseGet(() -> {
            warn("the table knows no predictions of {}", one);
            return LookupAnswer.unknown(one, asked.molecules());
        });
        print(answer, () -> new QueryTable(asked).of(answer));
        if (missing != null) {
            OutputFile file = OutputFile.of(missing, MISSING);
            MissingMolecules molecules = MissingMolecules.of(answer, asked.molecules());
            file.write(molecules.library());
            LoggerFactory.getLogger(QueryCommand.class)
                    .info("{}", molecules.notice(file, one, Shell.places(store.store, table.table)));
        }
        if (answer.mayVary()) {
            warn(MAY_VARY, one);
        }
        return answer.withoutPrediction();
    }

    private int inAll(Lookup lookup, QueryInput asked) {
        List<List<Lookup.ModelPrediction>> found = new ArrayList<>();
        for (Asked one : asked.molecules()) {
            found.add(one.key() == null ? List.of() : lookup.predictions(one.key()));
        }
        ArrayNode json = Json.MAPPER.createArrayNode();
        for (int i = 0; i < found.size(); i++) {
            json.add(Json.MAPPER.valueToTree(MoleculeAnswer.of(asked.molecules().get(i), found.get(i))));
        }
        // One molecule is the API's object; it has none for several, which are an array of them.
        print(json.size() == 1 ? json.get(0) : json, () -> QueryTable.ofAllModels(asked.molecules(), found));
        found.stream()
                .flatMap(List::stream)
                .filter(prediction ->
                        !prediction.deterministic() && prediction.item().rejected() == null)
                .map(prediction -> prediction.item().model())
                .distinct()
                .forEach(one -> warn(MAY_VARY, one));
        return (int) found.stream().filter(QueryCommand::hasNoPrediction).count();
    }

    private static void warn(String notice, ModelId model) {
        LoggerFactory.getLogger(QueryCommand.class).warn(notice, model); // not a field: --help asks for no log
    }

    private static boolean hasNoPrediction(List<Lookup.ModelPrediction> found) {
        return found.stream().allMatch(prediction -> prediction.item().rejected() != null);
    }
}
