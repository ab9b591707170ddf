package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.pipeline.finish.FinishJob;
import io.ersilia.precalc.pipeline.finish.RejectRate;
import io.ersilia.precalc.pipeline.plan.LibraryChooser;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Unfinished;
import io.ersilia.precalc.pipeline.plan.Planner;
import io.ersilia.precalc.pipeline.plan.Takeovers;
import io.ersilia.precalc.pipeline.predict.CallLimits;
import io.ersilia.precalc.pipeline.predict.PredictJob;
import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.FileSet;
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
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A store, a table and a model in memory, and the jobs of the pipeline on them. */
public final class Workbench {

    public static final ModelId MODEL = new ModelId("eos4e40");
    public static final RunId RUN = new RunId("r1");
    public static final Screening SCREENING = new Screening();

    private static final RejectRate ALL_MAY_BE_REJECTED = new RejectRate(1);

    public final MemoryObjectStore objects = new MemoryObjectStore();
    public final RefusingStore refusing = new RefusingStore(objects);
    public final RunStore store = new RunStore(refusing);
    public final MemoryObjectStore here = new MemoryObjectStore();
    public final HandClock clock = new HandClock();
    public final LengthModel model = new LengthModel(clock);
    public PredictionTable table = new MemoryTable();
    public int batchSize = 1000;

    /** Decides where controls stand and what is asked again. */
    public long seed = 1;

    public boolean trustKeys;

    @Nullable
    public Instant stopAt;

    /** What nobody says: the usual library, all of it, a number of workers by its size, no run in particular. */
    public static PlanRequest nothingSaid() {
        return new PlanRequest(MODEL, null, null, null, null, null, null, Unfinished.CONTINUE, Asker.PLANNER);
    }

    /** The request for that run of {@code lib.csv} and that many workers. */
    public static PlanRequest request(RunId run, int workers) {
        return new PlanRequest(MODEL, null, null, "lib.csv", null, workers, run, Unfinished.CONTINUE, Asker.PLANNER);
    }

    public Planner planner() {
        LibraryChooser libraries = new LibraryChooser(store, false, place -> FileSet.of(source(place)));
        return new Planner(store, libraries, SCREENING::isSmiles, CheckedModel.CONTROLS, clock);
    }

    /** One that takes over what earlier runs know. */
    public Planner plannerTakingOver() {
        return planner()
                .takingOver(new Takeovers(
                        store,
                        this::source,
                        SCREENING::isSmiles,
                        text -> SCREENING.screen(text, null).inchiKey()));
    }

    /** Saves the library and plans run r1 over it. */
    public Plan plan(String library, int workers) {
        save("lib.csv", library);
        return planner().plan(request(RUN, workers));
    }

    public CheckedModel checked(Plan plan) {
        return new CheckedModel(
                model, MODEL, new RunVersion(store, plan).known(), plan.controls(), new Random(seed), wait -> {});
    }

    public PredictJob predictJob(Plan plan, CheckedModel checked) {
        return predictJob(plan, checked, Progress.NONE);
    }

    public PredictJob predictJob(Plan plan, CheckedModel checked, Progress progress) {
        return new PredictJob(
                store,
                new RunStore(here),
                this::source,
                SCREENING,
                checked,
                new CallLimits(batchSize, stopAt),
                clock,
                progress,
                trustKeys,
                new Random(seed));
    }

    public PartitionManifest predict(Plan plan, int worker) {
        return predict(plan, worker, false);
    }

    public PartitionManifest predict(Plan plan, int worker, boolean force) {
        try (CheckedModel checked = checked(plan)) {
            return predictJob(plan, checked).run(plan, worker, force);
        }
    }

    /** How many molecules each call of one slice had, without those that begin a session and the one that checks at random. */
    public List<Integer> batches() {
        return model.batches().subList(0, model.batches().size() - 1);
    }

    public ServeJob serveJob() {
        return new ServeJob(store, table, clock, Progress.NONE);
    }

    public ServedManifest serve(Plan plan, int worker) {
        return serveJob().run(plan.partition(worker), plan, false);
    }

    /** Predicts and serves all partitions of the plan. */
    public void predictAndServe(Plan plan) {
        for (int worker = 1; worker <= plan.workers(); worker++) {
            predict(plan, worker);
            serve(plan, worker);
        }
    }

    public FinishJob.Outcome finish(Plan plan) {
        return new FinishJob(store, table, clock).run(plan, ALL_MAY_BE_REJECTED, null);
    }

    public RunJob.Outcome runAll(Plan plan) {
        return runAll(plan, 1);
    }

    /** The same with that many slices predicted side by side. */
    public RunJob.Outcome runAll(Plan plan, int slicesAtOnce) {
        try (CheckedModel checked = checked(plan)) {
            checked.shareAmong(slicesAtOnce);
            return new RunJob(
                            predictJob(plan, checked),
                            serveJob(),
                            new FinishJob(store, table, clock),
                            () -> checked.callCount() > 0,
                            slicesAtOnce)
                    .run(plan, false, ALL_MAY_BE_REJECTED, clock.instant());
        }
    }

    public ByteSource source(String uri) {
        return objects.source(uri.startsWith("memory/") ? uri.substring("memory/".length()) : uri);
    }

    public void save(String key, String content) {
        objects.save(key, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The file of run r1. */
    public String file(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    public byte[] bytes(String name) {
        return objects.read("out/eos4e40/r1/" + name).orElseThrow();
    }

    public List<String> files() {
        return objects.list("out/eos4e40/r1/").stream()
                .map(key -> key.substring("out/eos4e40/r1/".length()))
                .toList();
    }

    public Optional<Item> item(InchiKey key) {
        return table.items(MODEL, List.of(key)).stream().findFirst();
    }

    /** What the table says of the molecule: its first value, the reason it is rejected, or nothing. */
    @Nullable
    public String said(InchiKey key) {
        return item(key)
                .map(item -> item.rejected() == null
                        ? item.values().get(0).text()
                        : item.rejected().label())
                .orElse(null);
    }

    /** A library with the column smiles: chains of that many atoms. */
    public static String chains(int... atoms) {
        return IntStream.of(atoms).mapToObj("C"::repeat).collect(Collectors.joining("\n", "smiles\n", "\n"));
    }

    /** A library with the columns smiles and key: each SMILES with the number of its key. */
    public static String keyed(String... smilesAndKeys) {
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

    public static InchiKey key(int number) {
        return io.ersilia.precalc.table.Items.key(number);
    }

    public static InchiKey keyOf(String smiles) {
        return SCREENING.screen(smiles, null).inchiKey().orElseThrow();
    }
}
