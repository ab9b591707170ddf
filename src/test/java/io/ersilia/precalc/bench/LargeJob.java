package io.ersilia.precalc.bench;

import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.pipeline.plan.LibraryChooser;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Unfinished;
import io.ersilia.precalc.pipeline.plan.Planner;
import io.ersilia.precalc.pipeline.predict.CallLimits;
import io.ersilia.precalc.pipeline.predict.PredictJob;
import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;

/**
 * One worker's job over many rows, for a JVM of its own with a small heap: {@code predict FOLDER ROWS WORKER WORKERS}
 * with a model that costs nothing, {@code serve FOLDER ROWS} into SQLite. Says what was counted.
 */
final class LargeJob {

    static final ModelId MODEL = new ModelId("eos0len");
    static final RunId RUN = new RunId("large");

    private LargeJob() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        long rows = Long.parseLong(args[2]);
        if (args[0].equals("predict")) {
            LargeFiles.say(predict(folder, rows, Integer.parseInt(args[3]), Integer.parseInt(args[4])));
        } else {
            LargeFiles.say(serve(folder, rows));
        }
    }

    private static String predict(Path folder, long rows, int worker, int workers) throws IOException {
        Path library = folder.resolve("library.csv");
        LargeFiles.library(library, rows);
        Places places = new Places(Map.of());
        RunStore store = new RunStore(places.store(folder.toString()));
        LibraryChooser libraries = new LibraryChooser(store, true, places::files);
        Screening screening = new Screening();
        LengthModel model = new LengthModel();
        Plan plan = new Planner(store, libraries, screening::isSmiles, CheckedModel.CONTROLS, Clock.systemUTC())
                .plan(new PlanRequest(
                        MODEL,
                        null,
                        "v1.0.0",
                        library.toString(),
                        null,
                        workers,
                        RUN,
                        Unfinished.CONTINUE,
                        Asker.ONLY_WORKER));
        try (CheckedModel checked = new CheckedModel(model, MODEL, "v1.0.0")) {
            PartitionManifest manifest = new PredictJob(
                            store,
                            new RunStore(places.store(folder.resolve("here").toString())),
                            places::file,
                            screening,
                            checked,
                            new CallLimits(1000, null),
                            Clock.systemUTC(),
                            Progress.NONE,
                            false,
                            new Random(1))
                    .run(plan, worker, false);
            return "rows %d to %d: %d predicted, %d rejected"
                    .formatted(
                            manifest.from(),
                            manifest.to(),
                            manifest.predicted(),
                            manifest.rejected().total());
        }
    }

    private static String serve(Path folder, long rows) throws IOException {
        Partition partition = new Partition(MODEL, RUN, 1);
        Path part = folder.resolve("out/%s/%s/part-0001.csv".formatted(MODEL, RUN));
        Files.createDirectories(part.getParent());
        LargeFiles.partition(part, rows, 1);
        RunStore store = new RunStore(new Places(Map.of()).store(folder.toString()));
        try (SqliteTable table = new SqliteTable(folder.resolve("predictions.db"))) {
            ServedManifest served =
                    new ServeJob(store, table, Clock.systemUTC(), Progress.NONE).run(partition, null, false);
            return "%d rows: %d items, %d duplicates, %d rejected"
                    .formatted(
                            served.rows(),
                            served.items(),
                            served.duplicates(),
                            served.rejected().total());
        }
    }
}
