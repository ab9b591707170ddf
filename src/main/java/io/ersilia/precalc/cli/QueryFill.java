package io.ersilia.precalc.cli;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.api.PredictionSource;
import io.ersilia.precalc.api.PredictionSource.CurrentModel;
import io.ersilia.precalc.api.PredictionsAnswer;
import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Missing;
import io.ersilia.precalc.api.PredictionsAnswer.Rejected;
import io.ersilia.precalc.api.PredictionsAnswer.Row;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.MissingMolecules;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.FillJob;
import io.ersilia.precalc.pipeline.Filled;
import io.ersilia.precalc.pipeline.predict.CallLimits;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.stats.LibraryRanks;
import io.ersilia.precalc.table.ItemWriter.Written;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.words.Words;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The part of a query that asks a model for missing predictions.
 *
 * @param asked the model's version; null for the version that is current where predictions are stored
 * @param progress makes the progress for a number of molecules
 */
record QueryFill(
        ModelRunner runner,
        @Nullable String asked,
        int batchSize,
        Clock clock,
        LongFunction<ConsoleProgress> progress) {

    private static final String CONSEQUENCE = "nothing was printed; without --fill the query returns what is stored";

    /** Predicts the molecules that are missing in the answer. */
    Filled missing(PredictionsAnswer stored, List<LookupInput> molecules, PredictionSource source) {
        Map<InchiKey, String> missing = MissingMolecules.of(stored, molecules).smiles();
        String current =
                source.current(stored.modelId()).map(CurrentModel::version).orElse(null);
        String version = asked == null ? current : asked;
        try (CheckedModel model = new CheckedModel(runner, stored.modelId(), version);
                ConsoleProgress shown = progress.apply(missing.size())) {
            return new FillJob(model, new CallLimits(batchSize, null), clock, shown)
                    .run(stored.modelId(), missing, stored.columns());
        } catch (Failure failure) {
            boolean isTheVersion = failure.isOfVersion() && asked == null && current != null;
            throw failure.with(
                    isTheVersion
                            ? "version %s is current in %s, --model-version names another; %s"
                                    .formatted(current, source.name(), CONSEQUENCE)
                            : CONSEQUENCE);
        }
    }

    /** Stored and computed predictions together, each at its position. */
    static PredictionsAnswer union(
            PredictionsAnswer stored, Filled filled, List<LookupInput> molecules, PredictionSource source) {
        LibraryRanks ranks = source.ranks(stored.modelId())
                .filter(known -> Objects.equals(known.modelVersion(), filled.modelVersion()))
                .orElse(null);
        List<Row> rows = stored.rows().stream()
                .map(row -> row instanceof Missing one ? computed(one, molecules, filled, ranks) : row)
                .toList();
        return PredictionsAnswer.of(
                stored.modelId(),
                filled.columns(),
                stored.meaning(),
                rows,
                stored.mayVary() || !filled.deterministic(),
                null);
    }

    private static Row computed(
            Missing missing, List<LookupInput> molecules, Filled filled, @Nullable LibraryRanks ranks) {
        InchiKey key = molecules.get(missing.index()).key();
        ParsedRow said = key == null ? null : filled.rows().get(key);
        if (said instanceof ParsedRow.Valid valid) {
            List<@Nullable Object> values = PredictionsAnswer.json(valid.values());
            return new Found(
                    missing.index(),
                    missing.input(),
                    valid.key().value(),
                    valid.input(),
                    values,
                    filled.modelVersion(),
                    false,
                    null,
                    Boolean.TRUE,
                    ranks == null ? null : ranks.percentiles(filled.columns(), values));
        }
        return said instanceof ParsedRow.Rejected rejected
                ? new Rejected(missing.index(), missing.input(), String.valueOf(key), rejected.reason())
                : missing;
    }

    /** Writes the computed predictions to the table and says so. */
    static void write(Filled filled, PredictionTable table) {
        Written written;
        try {
            written = filled.write(table);
        } catch (Failure failure) {
            throw failure.with("the answer was printed nevertheless");
        }
        LoggerFactory.getLogger(QueryFill.class)
                .info(
                        "{} and {} are now in {}, as run {}; no store has them, so purge does not find them",
                        Words.many(written.predictions(), "prediction"),
                        Words.many(written.rejections(), "reject"),
                        table.name(),
                        filled.run());
        String current = table.model(filled.model())
                .map(known -> String.valueOf(known.version()))
                .orElse("none");
        if (!Objects.equals(current, String.valueOf(filled.modelVersion()))) {
            LoggerFactory.getLogger(QueryFill.class)
                    .warn(
                            "they are of version {}, but {} is current in the table: the next query will mark them as stale",
                            filled.modelVersion(),
                            current);
        }
    }
}
