package io.ersilia.precalc.enrich;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.api.LookupStatus;
import io.ersilia.precalc.api.PredictionSource;
import io.ersilia.precalc.api.PredictionSource.CurrentModel;
import io.ersilia.precalc.api.PredictionsAnswer;
import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Row;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Adds the stored predictions of models to each record of a file, a few thousand records at a time. */
public final class EnrichJob {

    /** Records in memory at the same time: enough to keep all cores busy with keys, and the table with batches. */
    private static final int AT_ONCE = 5_000;

    /** Values in memory at the same time: with wide models fewer records, but as many as the table reads in one call. */
    private static final int VALUES_AT_ONCE = 500_000;

    private static final int FEWEST_AT_ONCE = 100;

    private final PredictionSource source;
    private final Supplier<Screening> screening;
    private final List<ModelColumns> models = new ArrayList<>();

    /**
     * Prepares the lookups.
     *
     * @param models in the order of their columns
     * @throws Failure of kind INPUT if one of them has no predictions
     */
    public EnrichJob(PredictionSource source, List<ModelId> models, Supplier<Screening> screening) {
        this.source = source;
        this.screening = screening;
        for (ModelId model : models) {
            CurrentModel current = source.current(model)
                    .orElseThrow(() -> Failure.input("%s has no predictions of %s; precalc models lists those it has"
                            .formatted(source.name(), model)));
            this.models.add(new ModelColumns(model, current));
        }
    }

    /**
     * Writes each record with the predictions for its molecule.
     *
     * @param progress receives how many more records were written
     * @throws UncheckedIOException if the file cannot be read
     * @throws Failure of kind UNAVAILABLE if another run of a model was published meanwhile
     * @throws IOException if the result cannot be written
     * @return for each model, how many records have each status
     */
    public Map<ModelId, Map<LookupStatus, Long>> run(MoleculeFile file, LongConsumer progress) throws IOException {
        Map<ModelId, Map<LookupStatus, Long>> counts = new LinkedHashMap<>();
        file.begin(models.stream().flatMap(one -> one.names().stream()).toList());
        for (List<MoleculeFile.Molecule> some = some(file); !some.isEmpty(); some = some(file)) {
            List<LookupInput> inputs =
                    some.parallelStream().map(one -> one.input(screening)).toList();
            List<List<List<String>>> cells = models.stream()
                    .map(one -> one.cells(
                            answer(one.model(), inputs),
                            counts.computeIfAbsent(one.model(), model -> new EnumMap<>(LookupStatus.class))))
                    .toList();
            requireUnchanged();
            for (int i = 0; i < inputs.size(); i++) {
                int row = i;
                file.write(cells.stream().flatMap(one -> one.get(row).stream()).toList());
            }
            progress.accept(inputs.size());
        }
        return counts;
    }

    private List<MoleculeFile.Molecule> some(MoleculeFile file) {
        int columns = models.stream().mapToInt(one -> one.names().size()).sum();
        int most = Math.max(FEWEST_AT_ONCE, Math.min(AT_ONCE, VALUES_AT_ONCE / columns));
        List<MoleculeFile.Molecule> some = new ArrayList<>();
        try {
            for (MoleculeFile.Molecule molecule = file.next(); molecule != null; molecule = file.next()) {
                some.add(molecule);
                if (some.size() == most || file.isFull()) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return some;
    }

    private PredictionsAnswer answer(ModelId model, List<LookupInput> inputs) {
        return source.predictions(model, inputs)
                .orElseThrow(() -> Failure.unavailable(
                        "the predictions of %s were removed from %s meanwhile".formatted(model, source.name())));
    }

    /** A file holds one run of each model, as its values stand below the names of that run's columns. */
    private void requireUnchanged() {
        for (ModelColumns one : models) {
            if (!source.current(one.model()).equals(Optional.of(one.current()))) {
                throw Failure.unavailable(
                        "lookups of %s in %s see another run than when this began: nothing was written; run the same command again"
                                .formatted(one.model(), source.name()));
            }
        }
    }

    /**
     * The columns that one model adds to each record: {@code <model>.<column>} for each output column, then status, version and,
     * for a record without a prediction, the reason.
     *
     * @param current the version that lookups saw at the beginning
     */
    private record ModelColumns(ModelId model, CurrentModel current) {

        private List<String> columns() {
            return current.columns();
        }

        List<String> names() {
            return Stream.concat(columns().stream(), Stream.of("status", "model_version", "reason"))
                    .map(column -> model + "." + column)
                    .toList();
        }

        /**
         * The added cells of each input, in the order of the inputs.
         *
         * @param counts receives each input's status
         */
        List<List<String>> cells(PredictionsAnswer answer, Map<LookupStatus, Long> counts) {
            return answer.rows().stream()
                    .map(row -> {
                        LookupStatus status = LookupStatus.of(row);
                        counts.merge(status, 1L, Long::sum);
                        return Stream.concat(values(row), Stream.of(status.toString(), version(row), row.why()))
                                .toList();
                    })
                    .toList();
        }

        private Stream<String> values(Row row) {
            return row instanceof Found found
                    ? found.texts(columns()).stream()
                    : Collections.nCopies(columns().size(), "").stream();
        }

        private static String version(Row row) {
            return row instanceof Found found && found.modelVersion() != null ? found.modelVersion() : "";
        }
    }
}
