package io.ersilia.precalc.bench;

import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Serves two runs of the same molecules into one new SQLite file, one of them staged, publishes it and takes it back: {@code FOLDER ROWS}. */
final class PublishBenchmark {

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final ModelId MODEL = new ModelId("eos0len");
    private static final long ROWS_OF_A_PARTITION = 100_000;

    private PublishBenchmark() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        long rows = args.length > 1 ? Long.parseLong(args[1]) : 1_000_000;
        RunStore store = new RunStore(new Places(Map.of()).store(folder.toString()));
        try (SqliteTable table = new SqliteTable(folder.resolve("predictions.db"))) {
            serve(folder, store, table, new RunId("old"), rows);
            serve(folder, store, table.staged(new RunId("new")), new RunId("new"), rows);
            for (int round = 1; round <= 3; round++) {
                ModelRecord current = table.model(MODEL).orElseThrow();
                ModelRecord next = table.before(MODEL)
                        .or(() -> table.staged(new RunId("new")).model(MODEL))
                        .orElseThrow();
                long began = System.nanoTime();
                long busy = THREAD.getCurrentThreadCpuTime();
                table.publish(next, current);
                LargeFiles.say("published run %s: %.1f s, %.1f s of the processor"
                        .formatted(
                                next.run(),
                                (System.nanoTime() - began) / 1e9,
                                (THREAD.getCurrentThreadCpuTime() - busy) / 1e9));
            }
        }
    }

    private static void serve(Path folder, RunStore store, PredictionTable table, RunId run, long rows)
            throws IOException {
        ServeJob serve = new ServeJob(store, table, Clock.systemUTC(), Progress.NONE);
        for (int number = 1; (number - 1) * ROWS_OF_A_PARTITION < rows; number++) {
            Path csv = folder.resolve("out/eos0len/%s/part-%04d.csv".formatted(run, number));
            Files.createDirectories(csv.getParent());
            LargeFiles.partition(csv, ROWS_OF_A_PARTITION, 1, (number - 1) * ROWS_OF_A_PARTITION);
            serve.run(new Partition(MODEL, run, number), null, true);
            Files.delete(csv);
        }
    }
}
