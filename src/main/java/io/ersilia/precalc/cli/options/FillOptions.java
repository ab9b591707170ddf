package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.run.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a query does about molecules without a prediction. */
public final class FillOptions {

    public static final String MISSING = "--missing";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @ArgGroup
    Either either = new Either();

    /** Without either, nothing. */
    static final class Either {

        @Option(
                names = MISSING,
                paramLabel = "FILE",
                description = {
                    "Write molecules without a prediction to FILE.",
                    "Needs --model; FILE can be used as a --library."
                })
        @Nullable
        Path missing;

        @Option(
                names = "--fill",
                description = {
                    "Predict missing molecules with --runner.",
                    "Needs --model and SMILES; the answer includes what was computed."
                })
        boolean fill;
    }

    @Option(names = "--write", description = "With --fill, write what was computed to the table.")
    public boolean write;

    @Option(names = "--force", description = "With --write, let embedded write to DynamoDB.")
    public boolean force;

    /** The file for molecules without a prediction; null when none is wanted. */
    @Nullable
    public Path missing() {
        return either.missing;
    }

    /** Whether a model is asked for what is missing. */
    public boolean isWanted() {
        return either.fill;
    }

    /**
     * Refuses options that mean nothing without others.
     *
     * @throws Failure of kind USAGE
     */
    public void check(boolean isModelNamed, SourceOptions source) {
        String without = missing() != null ? MISSING : isWanted() ? "--fill" : null;
        if (without != null && !isModelNamed) {
            throw Failure.usage("%s without --model: name the model that has no prediction".formatted(without));
        }
        if (isWanted() && source.from() != null) {
            throw Failure.usage(
                    "--fill with --from: what is missing in a dataset is listed by --missing; name a --table or leave --fill out");
        }
        if (isWanted() && write && source.api() != null) {
            throw Failure.usage(
                    "--write with --api: a lookup API takes no predictions; name a --table or leave --write out");
        }
        if (!isWanted()) {
            Stream.concat(Stream.of("--write", "--force"), optionsOfRunner())
                    .filter(spec.commandLine().getParseResult()::hasMatchedOption)
                    .findFirst()
                    .ifPresent(option -> {
                        throw Failure.usage("%s without --fill: no model is asked; add --fill or leave %s out"
                                .formatted(option, option));
                    });
        }
    }

    private Stream<String> optionsOfRunner() {
        return Objects.requireNonNull(spec.mixins().get("runner")).options().stream()
                .map(OptionSpec::longestName);
    }

    /** Refuses molecules of which only the key is known, where a SMILES is needed: no model predicts from a key. */
    public void requireSmiles(List<LookupInput> molecules) {
        if (missing() == null && !isWanted()) {
            return;
        }
        for (LookupInput molecule : molecules) {
            if (molecule.key() != null && !molecule.isSmiles()) {
                throw Failure.usage(
                        "%s with the InChIKey %s: no model predicts from a key; give --smiles, or a file with a column smiles"
                                .formatted(isWanted() ? "--fill" : MISSING, molecule.key()));
            }
        }
    }
}
