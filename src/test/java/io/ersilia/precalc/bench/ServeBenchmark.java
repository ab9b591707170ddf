package io.ersilia.precalc.bench;

import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Serves one partition after the other into one new SQLite file, all rows with keys of their own: {@code FOLDER ROWS
 * PARTITIONS}. Says too how many rows a second of the thread's processor time are, which a busy machine changes less.
 */
final class ServeBenchmark {

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private ServeBenchmark() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        long rows = args.length > 1 ? Long.parseLong(args[1]) : 100_000;
        int partitions = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        RunStore store = new RunStore(new Places(Map.of()).store(folder.toString()));
        try (SqliteTable table = new SqliteTable(folder.resolve("predictions.db"))) {
            ServeJob serve = new ServeJob(store, table, Clock.systemUTC(), Progress.NONE);
            for (int number = 1; number <= partitions; number++) {
                Partition partition = new Partition(new ModelId("eos0len"), new RunId("bench"), number);
                Path csv = folder.resolve("out/eos0len/bench/part-%04d.csv".formatted(number));
                Files.createDirectories(csv.getParent());
                LargeFiles.partition(csv, rows, 1, (number - 1) * rows);
                long began = System.nanoTime();
                long busy = THREAD.getCurrentThreadCpuTime();
                ServedManifest served = serve.run(partition, null, true);
                LargeFiles.say("partition %d: %d items, %,.0f rows/s, %,.0f a core"
                        .formatted(
                                number,
                                served.items(),
                                rows * 1e9 / (System.nanoTime() - began),
                                rows * 1e9 / (THREAD.getCurrentThreadCpuTime() - busy)));
            }
        }
    }
}
