package io.ersilia.precalc.bench;

import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.stats.PartitionTally;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a run that is predicted and served into SQLite, as finish finds it: {@code FOLDER ROWS PARTITIONS}. */
final class ServedRun {

    private static final ModelId MODEL = new ModelId("eos0len");
    private static final RunId RUN = new RunId("bench");
    private static final Instant PLANNED = Instant.parse("2026-01-01T00:00:00Z");

    private ServedRun() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        long rows = Long.parseLong(args[1]);
        int workers = Integer.parseInt(args[2]);
        RunStore store = new RunStore(new Places(Map.of()).store(folder.toString()));
        Plan plan = plan(rows, workers);
        store.create(plan);
        try (SqliteTable table = new SqliteTable(folder.resolve("predictions.db"))) {
            ServeJob serve = new ServeJob(store, table, Clock.systemUTC(), Progress.NONE);
            for (PlannedSlice slice : plan.slices()) {
                predict(store, plan, slice);
                serve.run(plan.partition(slice.worker()), plan, false);
            }
        }
        LargeFiles.say("%d rows of %d partitions are served".formatted(rows, workers));
    }

    private static Plan plan(long rows, int workers) {
        List<PlannedSlice> slices = new ArrayList<>();
        for (int worker = 1; worker <= workers; worker++) {
            Slice slice = Slice.of(new Worker(worker, workers), rows);
            slices.add(new PlannedSlice(worker, slice.from(), slice.to(), 0, 0, "none"));
        }
        Plan.Library library = new Plan.Library("library.csv", "none", "smiles", rows, 0, null, null);
        return new Plan(RUN, MODEL, "v1", PLANNED, workers, rows, null, library, slices, List.of());
    }

    /** As predict leaves it: the CSV, no rejects, the statistics, the manifest. */
    private static void predict(RunStore store, Plan plan, PlannedSlice slice) throws IOException {
        Partition partition = plan.partition(slice.worker());
        Path csv = Files.createTempFile("part", ".csv");
        Path rejects = Files.createTempFile("rejects", ".csv");
        LargeFiles.partition(csv, slice.slice().size(), 1, slice.from());
        Files.writeString(rejects, "row,key,input,stage,reason,detail\n");
        PartitionTally tally = new PartitionTally(List.of("column_0"));
        try (var lines = Files.lines(csv)) {
            lines.skip(1).forEach(line -> tally.add(List.of(line.substring(line.lastIndexOf(',') + 1))));
        }
        PartitionManifest manifest = new PartitionManifest(
                partition.run(),
                partition.model(),
                partition.number(),
                slice.from(),
                slice.to(),
                slice.slice().size(),
                slice.slice().size(),
                Rejections.NONE,
                Sha256.hex(csv),
                List.of("column_0"),
                "v1",
                "ersilia",
                null,
                true,
                List.of(),
                PLANNED,
                60,
                60.0,
                "none",
                Sha256.hex(rejects),
                0,
                0,
                null,
                null,
                null);
        store.save(manifest, tally.stats(manifest), csv, false, rejects, new byte[0]);
        Files.delete(csv);
        Files.delete(rejects);
    }
}
