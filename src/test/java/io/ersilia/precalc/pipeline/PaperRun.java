package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.library.Plans;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifests;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.store.MemoryObjectStore;
import io.ersilia.precalc.store.ObjectStore;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run of any size of which only the files that say so are there: no model, no rows. */
public final class PaperRun {

    public static final Instant CREATED = Instant.parse("2026-11-01T12:00:00Z");
    private static final String FOLDER = "out/eos4e40/r1/";

    final ObjectStore objects;
    public final RunStore store;
    public final Plan plan;

    public PaperRun(long rows, int workers) {
        this(rows, workers, new MemoryObjectStore());
    }

    public PaperRun(long rows, int workers, ObjectStore objects) {
        this.objects = objects;
        this.store = new RunStore(objects);
        this.plan = Plans.onPaper(
                new RunId("r1"),
                new ModelId("eos4e40"),
                "v1",
                CREATED,
                workers,
                new Plan.Library("lib.csv", "sha", "smiles", rows, 0, null, null, null));
        store.create(plan);
    }

    public Slice slice(int worker) {
        return plan.slices().get(worker - 1).slice();
    }

    /** Keeps a finished batch of that many rows, which begins the given number of rows after the slice. */
    public void keep(int worker, long after, long rows) {
        long from = slice(worker).from() + after;
        store.saveCheckpoint(plan.partition(worker), new Slice(from, from + rows), new byte[0]);
    }

    /** Stores the partition, with that many rejected rows. */
    public void predict(int worker, long rejected) {
        Slice slice = slice(worker);
        PartitionManifest manifest = new PartitionManifest(
                plan.run(),
                plan.model(),
                worker,
                slice.from(),
                slice.to(),
                slice.size(),
                slice.size() - rejected,
                rejected == 0
                        ? Rejections.NONE
                        : new Rejections(java.util.Map.of(io.ersilia.precalc.run.Reason.INVALID_SMILES, rejected)),
                "csv" + worker,
                List.of("c1"),
                "v1",
                "embedded",
                null,
                true,
                List.of(),
                CREATED,
                1,
                null,
                "sha",
                null,
                0,
                0,
                null,
                null,
                null,
                0);
        save("part-%04d.csv".formatted(worker), new byte[0]);
        save("part-%04d.log".formatted(worker), new byte[0]);
        save("part-%04d.json".formatted(worker), io.ersilia.precalc.run.Json.bytes(manifest));
        store.checkpoints(plan.partition(worker)).forEach(rows -> store.deleteCheckpoint(plan.partition(worker), rows));
    }

    public void predict(int worker) {
        predict(worker, 0);
    }

    /** Says that the partition was served to the table. */
    public void serve(int worker, PredictionTable table, @Nullable String sha256) {
        long items = store.manifest(plan.partition(worker))
                .map(PartitionManifest::predicted)
                .orElse(7L);
        save(
                "part-%04d.served.json".formatted(worker),
                io.ersilia.precalc.run.Json.bytes(ServedManifests.of(
                        table.name(),
                        table.id().orElse(null),
                        sha256 == null ? "csv" + worker : sha256,
                        items,
                        CREATED)));
    }

    public void save(String name, byte[] content) {
        objects.save(FOLDER + name, content);
    }
}
