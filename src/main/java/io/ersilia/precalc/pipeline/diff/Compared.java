package io.ersilia.precalc.pipeline.diff;

import io.ersilia.precalc.pipeline.diff.Difference.Side;
import io.ersilia.precalc.pipeline.export.ExportedRun;
import io.ersilia.precalc.pipeline.export.RunSelection;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One of the two sides that are compared, before its values are read.
 *
 * @param columns in the order of its values
 * @param run null for the table
 * @param record what the table says about the model; null for a run
 */
record Compared(
        Side side,
        List<String> columns,
        @Nullable ExportedRun run,
        @Nullable ModelRecord record) {

    private static final int LONGEST_LIST = 500;

    Compared {
        columns = List.copyOf(columns);
    }

    /**
     * The table's predictions of the model.
     *
     * @throws Failure of kind INPUT if the table does not have the model
     */
    static Compared table(PredictionTable table, ModelId model) {
        ModelRecord record = table.model(model)
                .orElseThrow(() ->
                        Failure.input("no predictions of %s in %s: serve a run first".formatted(model, table.name())));
        return new Compared(new Side("table " + table.name(), null, record.version()), record.columns(), null, record);
    }

    /**
     * The run of that name, or the newest run of that version, a complete one if there is any.
     *
     * @throws Failure of kind INPUT if there is none, or it is not complete
     */
    static Compared run(RunStore store, DiffRequest request, String name) {
        ModelId model = request.model();
        List<RunId> runs = store.runs(model);
        RunId chosen = runs.stream()
                .filter(run -> run.value().equals(name))
                .findFirst()
                .or(() -> runs.stream()
                        .filter(run -> version(store, model, run)
                                .filter(version -> RunVersion.covers(name, version))
                                .isPresent())
                        .min(Comparator.comparing(run -> !isComplete(store, model, run))))
                .orElseThrow(() -> Failure.input("no run or version '%s' of %s in %s; there: %s"
                        .formatted(Printable.of(name), model, store.uri(), list(store, model, runs))));
        ExportedRun run = new RunSelection(store).choose(model, chosen, request.partial());
        return new Compared(new Side("run " + chosen, chosen, run.modelVersion()), run.columns(), run, null);
    }

    private static Optional<String> version(RunStore store, ModelId model, RunId run) {
        return store.plan(model, run).map(plan -> new RunVersion(store, plan).known());
    }

    private static boolean isComplete(RunStore store, ModelId model, RunId run) {
        return store.account(model, run).filter(Reconciliation::complete).isPresent();
    }

    private static String list(RunStore store, ModelId model, List<RunId> runs) {
        String list = runs.stream()
                .map(run ->
                        run + version(store, model, run).map(" (%s)"::formatted).orElse(""))
                .collect(Collectors.joining(", "));
        return list.isEmpty() ? "none" : Words.cut(list, LONGEST_LIST);
    }

    /**
     * The places on this side of the other side's columns, found by their names.
     *
     * @throws Failure of kind INPUT when the names differ
     */
    List<Integer> places(Compared other) {
        List<Integer> places = new ArrayList<>();
        boolean areAlike = columns.equals(other.columns);
        for (int i = 0; i < other.columns.size(); i++) {
            places.add(areAlike ? i : columns.indexOf(other.columns.get(i)));
        }
        if (new HashSet<>(places).size() != columns.size() || places.contains(-1)) {
            throw Failure.input("%s and %s have different columns, which cannot be compared%s%s"
                    .formatted(other.side.name(), side.name(), other.more(this), more(other)));
        }
        return places;
    }

    private String more(Compared than) {
        List<String> more = new ArrayList<>(columns);
        than.columns.forEach(more::remove);
        return more.isEmpty()
                ? ""
                : "; only in %s: %s"
                        .formatted(side.name(), Words.cut(Printable.of(String.join(", ", more)), LONGEST_LIST));
    }
}
