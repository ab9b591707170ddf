package io.ersilia.precalc.pipeline.export;

import io.ersilia.precalc.dataset.Croissant;
import io.ersilia.precalc.dataset.DataColumn;
import io.ersilia.precalc.dataset.DatasetFormat;
import io.ersilia.precalc.dataset.DatasetPlace;
import io.ersilia.precalc.dataset.FileLayout;
import io.ersilia.precalc.dataset.RowFile;
import io.ersilia.precalc.dataset.Schema;
import io.ersilia.precalc.dataset.SortedRows;
import io.ersilia.precalc.dataset.SourceRow;
import io.ersilia.precalc.pipeline.shared.Passes;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.prediction.Values;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.store.ObjectStore;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the predictions of complete runs as one dataset, sorted by key: data, rejects and last their description. */
public final class ExportJob {

    /** More columns than this, all of one type, become one list. */
    public static final int MOST_COLUMNS = 64;

    private static final String KEY = "key";

    private final RunStore store;
    private final ObjectStore target;
    private final DatasetPlace place;
    private final boolean replace;
    private final Passes passes;
    private final Clock clock;

    /**
     * @param target takes the files
     * @param replace whether existing files are replaced
     */
    public ExportJob(
            RunStore store, ObjectStore target, DatasetPlace place, boolean replace, Passes passes, Clock clock) {
        this.store = store;
        this.target = target;
        this.place = place;
        this.replace = replace;
        this.passes = passes;
        this.clock = clock;
    }

    /**
     * What was written.
     *
     * @param schema of the file of predictions
     * @param rows of the dataset
     * @param bytes of the file of predictions
     */
    public record Outcome(List<ExportedModel> models, Schema schema, long rows, long bytes) {}

    /**
     * Writes the dataset; its files appear whole or not at all.
     *
     * @throws Failure of kind INPUT if a run is not complete or its files differ from what finish counted
     */
    public Outcome export(ExportRequest request) {
        requireFree();
        List<ExportedRun> runs = new ArrayList<>();
        RunSelection selection = new RunSelection(store);
        for (ModelId model : request.models()) {
            runs.add(selection.choose(model, request.run(), request.partial()));
        }
        DatasetColumns columns = new DatasetColumns(request, runs);
        try (TemporaryFolder work = TemporaryFolder.create();
                SortedRows sorted = new SortedRows(work.file(""), SortedRows.USUAL_MEMORY)) {
            Path rejects = work.file(place.rejects());
            List<RunRows> read = read(runs, columns, sorted, rejects);
            return write(request, runs, read, columns, sorted, work);
        } catch (IOException e) {
            throw TemporaryFolder.trouble("make the dataset", e);
        }
    }

    private void requireFree() {
        place.names()
                .filter(name -> !replace && target.source(name).size().isPresent())
                .findFirst()
                .ifPresent(name -> {
                    throw Failure.usage(
                            "%s is there and is kept: name another place with --output, or replace it with --force"
                                    .formatted(place.uri(name)));
                });
    }

    private List<RunRows> read(List<ExportedRun> runs, DatasetColumns columns, SortedRows sorted, Path rejects)
            throws IOException {
        long rows = runs.stream().mapToLong(ExportedRun::rows).sum();
        List<RunRows> read = new ArrayList<>();
        try (RowFile file = place.format().form().create(rejects, RejectRows.schema(rows), FileLayout.UNSORTED);
                Passes.Pass pass = passes.begin("reading", rows)) {
            RejectRows refused = new RejectRows(file);
            for (ExportedRun run : runs) {
                RunRows one = new RunRows(store, run, read.size(), columns, sorted, refused);
                one.read(pass);
                read.add(one);
            }
        }
        return read;
    }

    private Outcome write(
            ExportRequest request,
            List<ExportedRun> runs,
            List<RunRows> read,
            DatasetColumns columns,
            SortedRows sorted,
            TemporaryFolder work)
            throws IOException {
        List<DataColumn> typed = columns.typed();
        Predicate<List<Value>> where = test(request, typed);
        List<DataColumn> kept =
                typed.subList(0, DatasetColumns.FIRST.size() + columns.wanted().size());
        long most = read.stream().mapToLong(RunRows::rows).sum();
        DatasetText text = new DatasetText(request, runs, columns, kept);
        Schema schema = new Schema(kept, listed(request, kept), most);
        JoinedRows wide = new JoinedRows(columns, runs.size());
        Path data = work.file(place.data());
        List<ExportedModel> models = new ArrayList<>();
        long[] rows = {0};
        try (RowFile file = place.format().form().create(data, schema, FileLayout.sortedBy(KEY));
                Passes.Pass pass = passes.begin("writing", most)) {
            sorted.forEachKey((key, of) -> {
                Optional<Values> row = wide.join(key, of).filter(where);
                if (row.isPresent()) {
                    Values cells = row.get();
                    file.write(cells.size() == kept.size() ? cells : cells.subList(0, kept.size()));
                    rows[0]++;
                }
                pass.advance(of.size());
            });
            for (int i = 0; i < runs.size(); i++) {
                models.add(ExportedModel.of(runs.get(i), read.get(i), wide.predictions(i)));
            }
            file.describe("precalc", Json.text(text.own(models, rows[0])));
        }
        Croissant croissant = text.croissant(models, rows[0], clock.instant());
        long bytes = croissant.file(place.data(), data, place.format().mediaType());
        croissant.file(
                place.rejects(), work.file(place.rejects()), place.format().mediaType());
        croissant.rows("predictions", "a molecule a row, sorted by key", place.data(), schema, text.fields());
        croissant.rows(
                "rejects",
                "rows of the library without a prediction",
                place.rejects(),
                RejectRows.schema(most),
                RejectRows.fields());
        requireFree(); // another export may have come first
        if (target.source(DatasetPlace.DESCRIPTION).size().isPresent()) { // a new dataset needs no right to delete
            target.delete(DatasetPlace.DESCRIPTION);
        }
        target.save(place.data(), data);
        target.save(place.rejects(), work.file(place.rejects()));
        target.save(DatasetPlace.DESCRIPTION, Json.bytes(croissant.json()));
        return new Outcome(models, schema, rows[0], bytes);
    }

    private static Predicate<List<Value>> test(ExportRequest request, List<DataColumn> columns) {
        try {
            return request.where().on(columns);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--where " + e.getMessage());
        }
    }

    private static int listed(ExportRequest request, List<DataColumn> kept) {
        List<DataColumn> values = kept.subList(DatasetColumns.FIRST.size(), kept.size());
        boolean isList = !request.explode()
                && !request.isWide()
                && request.format() != DatasetFormat.CSV
                && values.size() > MOST_COLUMNS
                && values.stream().map(DataColumn::type).distinct().count() == 1;
        return isList ? values.size() : 0;
    }

    /** Joins all that the models say about a molecule into one row. The last row of each model counts, as in the table. */
    private static final class JoinedRows {

        /** The model of each cell behind the first two. */
        private final int[] sources;

        /** The place of each of these cells among the values that are kept of its model. */
        private final int[] places;

        private final long[] predictions;

        JoinedRows(DatasetColumns columns, int models) {
            int[] kept = new int[models];
            sources =
                    columns.all().stream().mapToInt(DatasetColumns.Kept::source).toArray();
            places = IntStream.of(sources).map(source -> kept[source]++).toArray();
            predictions = new long[models];
        }

        /** The row of the key; empty if no model predicts it. */
        Optional<Values> join(String key, List<SourceRow> rows) {
            @Nullable SourceRow[] last = new SourceRow[predictions.length];
            rows.forEach(row -> last[row.source()] = row);
            @Nullable Values[] predicted = new Values[last.length];
            String input = null;
            for (SourceRow row : last) {
                if (row != null && row.isPrediction()) {
                    predictions[row.source()]++;
                    input = input == null ? row.input() : input;
                    predicted[row.source()] = Values.of(row.values());
                }
            }
            if (input == null) {
                return Optional.empty();
            }
            Values.Builder cells = new Values.Builder(DatasetColumns.FIRST.size() + sources.length);
            cells.addText(key);
            cells.addText(input);
            for (int i = 0; i < sources.length; i++) {
                Values values = predicted[sources[i]];
                if (values == null) {
                    cells.addMissing();
                } else {
                    cells.add(values, places[i]);
                }
            }
            return Optional.of(cells.build());
        }

        /** Molecules that the model predicts. */
        long predictions(int source) {
            return predictions[source];
        }
    }
}
