package io.ersilia.precalc.model;

import io.ersilia.precalc.molecule.MolecularWeight;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes {@code eos3b5e}, the molecular weight, in this process, so that the pipeline runs on a bare machine. */
public final class EmbeddedRunner implements ModelRunner {

    /** The one model that is computed here. */
    public static final ModelId MODEL = new ModelId("eos3b5e");

    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final String VERSION = "v1.0.0";
    private static final List<String> COLUMNS = List.of("mol_weight");

    private static final ModelFacts FACTS = new ModelFacts(
            "Molecular weight",
            "The average molecular weight of a molecule, computed from the standard atomic weights of its atoms."
                    + " Isotopes count with their own mass.",
            "In grams per mole.",
            "Annotation",
            "Value",
            "Fixed",
            List.of("Molecular weight"),
            "MIT",
            null,
            null,
            List.of(new ColumnFacts("mol_weight", ColumnFacts.Type.FLOAT, null, "Average molecular weight", "g/mol")));

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public int slicesAtOnce() {
        return CORES;
    }

    @Override
    public Optional<String> version(ModelId model) {
        requireKnown(model);
        return Optional.of(VERSION);
    }

    @Override
    public ModelSession start(ModelId model, @Nullable String version) {
        requireKnown(model);
        if (version != null && !version.equals(VERSION)) {
            throw Failure.unavailable("the embedded %s is version %s, not %s; leave --model-version out"
                            .formatted(model, VERSION, version))
                    .ofVersion();
        }
        return new Session();
    }

    private static void requireKnown(ModelId model) {
        if (!model.equals(MODEL)) {
            throw Failure.usage(
                    "--runner embedded knows only %s, not %s; use --runner ersilia".formatted(MODEL, model));
        }
    }

    private static final class Session implements ModelSession {

        @Override
        public @Nullable String title() {
            return FACTS.title();
        }

        @Override
        public ModelFacts facts() {
            return FACTS;
        }

        private static final byte[] LOG = "embedded %s %s: no log, it is computed in this process\n"
                .formatted(MODEL, VERSION)
                .getBytes(StandardCharsets.UTF_8);

        @Override
        public String modelVersion() {
            return VERSION;
        }

        @Override
        public @Nullable String runnerVersion() {
            return EmbeddedRunner.class.getPackage().getImplementationVersion();
        }

        @Override
        public boolean deterministic() {
            return true;
        }

        @Override
        public ModelOutput predict(List<String> smiles) {
            return new ModelOutput(
                    COLUMNS, smiles.parallelStream().map(Session::row).toList());
        }

        @Override
        public int inFlight() {
            return CORES;
        }

        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public void restart() {}

        @Override
        public byte[] logTail(int limit) {
            return Arrays.copyOf(LOG, Math.min(limit, LOG.length));
        }

        @Override
        public void close() {}

        private static List<String> row(String smiles) {
            return List.of(MolecularWeight.of(smiles).stripTrailingZeros().toPlainString());
        }
    }
}
