package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.words.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which molecules are looked up. */
public final class AskedOptions {

    private static final String INPUT = "--input";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "KEY", description = "Standard InChIKeys.")
    List<String> keys = List.of();

    @Option(names = "--smiles", arity = "1..*", paramLabel = "S", description = "SMILES.")
    List<String> smiles = List.of();

    @Option(
            names = {"-i", INPUT},
            paramLabel = "FILE",
            description = {
                "CSV, TSV or .smi of molecules; - is standard input.",
                "With a column of SMILES or InChIKeys; its other columns are kept."
            })
    @Nullable
    Path input;

    /** The file of molecules; null where they are given one by one. */
    @Nullable
    public Path file() {
        return keys.isEmpty() && smiles.isEmpty() ? input : null;
    }

    /**
     * The molecules in the order asked.
     *
     * @throws Failure of kind USAGE when there is not exactly one kind of them
     */
    public QueryInput molecules(Supplier<Screening> screening) {
        boolean isOnLine = !(keys.isEmpty() && smiles.isEmpty());
        boolean isFile = input != null
                && (!isOnLine || spec.commandLine().getParseResult().hasMatchedOption(INPUT)); // else not given
        if ((keys.isEmpty() ? 0 : 1) + (smiles.isEmpty() ? 0 : 1) + (isFile ? 1 : 0) != 1) {
            throw Failure.usage("%s: give InChIKeys, or --smiles, or --input FILE"
                    .formatted(
                            isOnLine ? "only one kind of input can be looked up at a time" : "no molecule is named"));
        }
        if (input != null && isFile) {
            return QueryInput.of(input, screening);
        }
        tellOfSmiles(screening);
        return QueryInput.of(
                keys.isEmpty()
                        ? smiles.stream()
                                .map(one -> LookupInput.smiles(one, screening))
                                .toList()
                        : keys.stream().map(LookupInput::key).toList());
    }

    /** Tells whoever gives SMILES where InChIKeys are expected; only then the chemistry kit is loaded. */
    private void tellOfSmiles(Supplier<Screening> screening) {
        List<String> meant = keys.stream()
                .filter(key ->
                        LookupInput.key(key).key() == null && screening.get().isSmiles(key))
                .toList();
        if (!meant.isEmpty()) {
            LoggerFactory.getLogger(AskedOptions.class)
                    .warn(
                            "{}: for SMILES use --smiles",
                            meant.size() == 1
                                    ? "%s is not an InChIKey".formatted(meant.get(0))
                                    : "%s and %s are not InChIKeys"
                                            .formatted(meant.get(0), Words.many(meant.size() - 1, "other input")));
        }
    }
}
