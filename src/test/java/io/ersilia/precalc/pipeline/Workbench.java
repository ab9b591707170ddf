package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.MemoryObjectStore;
import io.ersilia.precalc.store.RefusingStore;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.PredictionTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A store, a table and a model in memory, and the jobs of the pipeline on them. */
final class Workbench {

    static final ModelId MODEL = new ModelId("eos4e40");
    static final RunId RUN = new RunId("r1");
    static final Screening SCREENING = new Screening();

    final MemoryObjectStore objects = new MemoryObjectStore();
    final RefusingStore refusing = new RefusingStore(objects);
    final RunStore store = new RunStore(refusing);
    final MemoryObjectStore here = new MemoryObjectStore();
    final HandClock clock = new HandClock();
    final LengthModel model = new LengthModel(clock);
    PredictionTable table = new MemoryTable();
    int batchSize = 1000;

    @Nullable
    Instant stopAt;

    /** What nobody says: the usual library, all of it, a number of workers by its size, no run in particular. */
    static PlanRequest nothingSaid() {
        return new PlanRequest(MODEL, null, null, null, null, null, null, false, true, true);
    }

    /** The request for that run of {@code lib.csv} and that many workers. */
    static PlanRequest request(RunId run, int workers) {
        return new PlanRequest(MODEL, null, null, "lib.csv", null, workers, run, false, true, true);
    }

    Planner planner() {
        LibraryChooser libraries = new LibraryChooser(store, false, this::source);
        return new Planner(store, libraries, SCREENING::isSmiles, CheckedModel.CONTROLS, clock);
    }

    /** Saves the library and plans run r1 over it. */
    Plan plan(String library, int workers) {
        save("lib.csv", library);
        return planner().plan(request(RUN, workers));
    }

    CheckedModel checked(Plan plan) {
        return new CheckedModel(model, MODEL, new RunVersion(store, plan).known(), plan.controls());
    }

    PredictJob predictJob(Plan plan, CheckedModel checked) {
        return new PredictJob(
                store,
                new RunStore(here),
                source(plan.library().uri()),
                SCREENING,
                checked,
                new Pace(batchSize, stopAt),
                clock,
                Progress.NONE);
    }

    PartitionManifest predict(Plan plan, int worker) {
        return predict(plan, worker, false);
    }

    PartitionManifest predict(Plan plan, int worker, boolean force) {
        try (CheckedModel checked = checked(plan)) {
            return predictJob(plan, checked).run(plan, worker, force);
        }
    }

    ServeJob serveJob() {
        return new ServeJob(store, table, clock, Progress.NONE);
    }

    ServedManifest serve(Plan plan, int worker) {
        return serveJob().run(plan.partition(worker), plan, false);
    }

    /** Predicts and serves all partitions of the plan. */
    void predictAndServe(Plan plan) {
        for (int worker = 1; worker <= plan.workers(); worker++) {
            predict(plan, worker);
            serve(plan, worker);
        }
    }

    FinishJob.Outcome finish(Plan plan) {
        return new FinishJob(store, table, clock).run(plan, null);
    }

    RunJob.Outcome runAll(Plan plan) {
        try (CheckedModel checked = checked(plan)) {
            return new RunJob(
                            predictJob(plan, checked),
                            serveJob(),
                            new FinishJob(store, table, clock),
                            () -> checked.callCount() > 0)
                    .run(plan, false, clock.instant());
        }
    }

    ByteSource source(String uri) {
        return objects.source(uri.startsWith("memory/") ? uri.substring("memory/".length()) : uri);
    }

    void save(String key, String content) {
        objects.save(key, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The file of run r1. */
    String file(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    byte[] bytes(String name) {
        return objects.read("out/eos4e40/r1/" + name).orElseThrow();
    }

    List<String> files() {
        return objects.list("out/eos4e40/r1/").stream()
                .map(key -> key.substring("out/eos4e40/r1/".length()))
                .toList();
    }

    Optional<Item> item(InchiKey key) {
        return table.items(MODEL, List.of(key)).stream().findFirst();
    }

    /** What the table says of the molecule: its first value, the reason it is rejected, or nothing. */
    @Nullable
    String said(InchiKey key) {
        return item(key)
                .map(item -> item.rejected() == null
                        ? item.values().get(0).text()
                        : item.rejected().label())
                .orElse(null);
    }

    /** A library with the column smiles: chains of that many atoms. */
    static String chains(int... atoms) {
        return IntStream.of(atoms).mapToObj("C"::repeat).collect(Collectors.joining("\n", "smiles\n", "\n"));
    }

    /** A library with the columns smiles and key: each SMILES with the number of its key. */
    static String keyed(String... smilesAndKeys) {
        StringBuilder library = new StringBuilder("smiles,key\n");
        for (String pair : smilesAndKeys) {
            String[] parts = pair.split("@", -1);
            library.append(parts[0])
                    .append(',')
                    .append(key(Integer.parseInt(parts[1])))
                    .append('\n');
        }
        return library.toString();
    }

    static InchiKey key(int number) {
        return io.ersilia.precalc.table.Items.key(number);
    }

    static InchiKey keyOf(String smiles) {
        return SCREENING.screen(smiles, null).inchiKey().orElseThrow();
    }
}
