package io.ersilia.precalc.api;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.nearest.Fingerprints;
import io.ersilia.precalc.nearest.LibraryNeighbours;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.table.PredictionTable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The operations of the API, without HTTP. They throw a {@link Problem} if there is no answer. */
final class ApiOperations {

    /** Far more than an InChIKey has, including blanks around it. */
    private static final int MAX_KEY_CHARS = 100;

    /** A model and a molecule that do not exist, for priming. */
    static final ModelId ABSENT_MODEL = new ModelId("eos0aaa");

    static final InchiKey ABSENT_KEY = new InchiKey("AAAAAAAAAAAAAA-AAAAAAAASA-A");

    private final PredictionTable table;
    private final TableLookup lookup;
    private final TableLookup ranked;
    private final TimedScreening screening;
    private final LibraryNeighbours neighbours;

    /** @param screening screens SMILES; loads the chemistry kit for the first one */
    ApiOperations(PredictionTable table, TimedScreening screening, LibraryNeighbours neighbours) {
        this.neighbours = neighbours;
        this.table = table;
        this.lookup = new TableLookup(table);
        this.ranked = new TableLookup(table, true);
        this.screening = screening;
    }

    /** Predictions of one model, as far as the time allows. */
    PredictionsAnswer predictions(PredictionsRequest asked, TimeBudget budget) {
        Fingerprints library = asked.nearest() ? library(asked.model()) : null;
        AtomicInteger inputs = new AtomicInteger();
        BooleanSupplier many = () -> library != null && inputs.incrementAndGet() >= ApiLimits.MAX_NEAREST;
        PredictionsAnswer answer = (asked.percentiles() ? ranked : lookup)
                .page(
                        asked.model(),
                        asked.inputs(),
                        asked.from(),
                        (input, isFirst) -> {
                            budget.requireClient();
                            return !isFirst && (budget.left() == 0 || many.getAsBoolean())
                                    ? Optional.empty()
                                    : asked.areSmiles() ? smiles(input, budget, isFirst) : Optional.of(key(input));
                        },
                        ApiLimits.MAX_ANSWER_BYTES)
                .orElseThrow(() -> unknown(asked.model()));
        return library == null ? answer : answer.besideNearest(library);
    }

    private Fingerprints library(ModelId model) {
        return neighbours
                .of(model)
                .orElseThrow(() -> Problem.notFound(
                        "nearest",
                        "nearest is not offered here: no fingerprints of the library of %s are known; leave it out"
                                .formatted(model)));
    }

    private static LookupInput key(String input) {
        return input.length() > MAX_KEY_CHARS ? LookupInput.tooLong(input, MAX_KEY_CHARS) : LookupInput.key(input);
    }

    private Optional<LookupInput> smiles(String input, TimeBudget budget, boolean isFirst) {
        return input.length() > ApiLimits.MAX_INPUT_CHARS
                ? Optional.of(LookupInput.tooLong(input, ApiLimits.MAX_INPUT_CHARS))
                : screening.screen(input, budget, isFirst);
    }

    /**
     * One molecule in all models.
     *
     * @param from the model to start with; null for the first
     */
    MoleculeAnswer molecule(String key, @Nullable String from) {
        if (!InchiKey.isValid(key)) {
            throw Problem.of(
                    "inputKey",
                    "not a standard InChIKey: '%s', expected e.g. BSYNRYMUTXBXSQ-UHFFFAOYSA-N"
                            .formatted(Printable.of(key)));
        }
        ModelId first = from == null ? null : model("from", from);
        List<TableLookup.ModelPrediction> found = lookup.predictions(new InchiKey(key)).stream()
                .filter(one -> first == null || one.item().model().compareTo(first) >= 0)
                .toList();
        if (found.isEmpty()) {
            throw Problem.notFound("inputKey", "no model has a prediction for %s".formatted(key));
        }
        return MoleculeAnswer.page(LookupInput.key(key), found, ApiLimits.MAX_ANSWER_BYTES);
    }

    /** The current version of a model. */
    ModelAnswer model(String id) {
        ModelId model = model("modelId", id);
        return table.model(model).map(ModelAnswer::of).orElseThrow(() -> unknown(model));
    }

    /** How the numbers of the model's current version are distributed over the library. */
    DistributionsAnswer distributions(String id) {
        ModelId model = model("modelId", id);
        if (table.model(model).isEmpty()) {
            throw unknown(model);
        }
        return DistributionsAnswer.of(model, ranked.ranks(model), ApiLimits.MAX_ANSWER_BYTES);
    }

    /**
     * The models of the table.
     *
     * @param from the model to start with; null for the first
     */
    ModelsAnswer models(@Nullable String from) {
        return ModelsAnswer.page(table, from == null ? null : model("from", from), ApiLimits.MAX_ANSWER_BYTES);
    }

    /** Reads an item and makes an answer, so that the classes are loaded. A failure is ignored, as it may be gone later. */
    PredictionsAnswer prime() {
        try {
            table.items(ABSENT_MODEL, List.of(ABSENT_KEY));
        } catch (Failure e) {
            // If the failure persists, a request will report it.
        }
        return PredictionsAnswer.unknown(ABSENT_MODEL, List.of(LookupInput.key(ABSENT_KEY.value())));
    }

    static ModelId model(String field, String id) {
        try {
            return new ModelId(id);
        } catch (IllegalArgumentException e) {
            throw Problem.of(field, String.valueOf(e.getMessage()));
        }
    }

    private static Problem unknown(ModelId model) {
        return Problem.notFound("modelId", "there are no predictions of %s".formatted(model));
    }
}
