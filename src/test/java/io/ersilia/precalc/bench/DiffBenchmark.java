package io.ersilia.precalc.bench;

import com.sun.management.OperatingSystemMXBean;
import io.ersilia.precalc.pipeline.diff.DiffJob;
import io.ersilia.precalc.pipeline.diff.DiffRequest;
import io.ersilia.precalc.pipeline.diff.Difference;
import io.ersilia.precalc.pipeline.diff.Tolerance;
import io.ersilia.precalc.pipeline.shared.Passes;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * Compares two runs of the same molecules, in which one value in a hundred differs, again and again: {@code FOLDER ROWS COLUMNS
 * ROUNDS}. The runs are made first, unless the folder has them.
 */
final class DiffBenchmark {

    private static final String MODEL = "eos0len";
    private static final int PARTITIONS = 10;
    private static final double CHANGED = 0.01;

    private DiffBenchmark() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        long rows = Long.parseLong(args[1]);
        int columns = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        if (!Files.exists(folder.resolve("out"))) {
            make(folder.resolve("out").resolve(MODEL), rows, columns);
        }
        RunStore store = new RunStore(new Places(Map.of()).store(folder.toString()));
        DiffJob job = new DiffJob(
                store,
                () -> {
                    throw new IllegalStateException("no table");
                },
                Passes.NONE);
        Tolerance none = new Tolerance(BigDecimal.ZERO, BigDecimal.ZERO, false);
        for (int round = 1; round <= rounds; round++) {
            long began = System.nanoTime();
            long processor = processorNanos();
            long thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            Difference found = job.diff(new DiffRequest(new ModelId(MODEL), "a", "b", none, true));
            LargeFiles.say("round %d: %.1f s, %.1f s of processor time, %.1f s of it one thread that compares; %s"
                    .formatted(
                            round,
                            (System.nanoTime() - began) / 1e9,
                            (processorNanos() - processor) / 1e9,
                            (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - thread) / 1e9,
                            found.verdict()));
        }
    }

    private static void make(Path runs, long rows, int columns) throws IOException {
        Random random = new Random(42);
        for (int part = 0; part < PARTITIONS; part++) {
            try (BufferedWriter a = file(runs.resolve("a"), part, columns);
                    BufferedWriter b = file(runs.resolve("b"), part, columns)) {
                for (long row = rows * part / PARTITIONS; row < rows * (part + 1) / PARTITIONS; row++) {
                    String molecule = LargeFiles.key(row) + "," + LargeFiles.smiles(row);
                    a.append(molecule);
                    b.append(molecule);
                    for (int i = 0; i < columns; i++) {
                        double value = random.nextDouble() * 100;
                        a.append(',').append(Double.toString(value));
                        b.append(',')
                                .append(Double.toString(
                                        random.nextDouble() < CHANGED ? value + random.nextGaussian() : value));
                    }
                    a.append('\n');
                    b.append('\n');
                }
            }
        }
    }

    private static BufferedWriter file(Path run, int part, int columns) throws IOException {
        Files.createDirectories(run);
        BufferedWriter file = Files.newBufferedWriter(run.resolve("part-%04d.csv".formatted(part + 1)));
        file.append("key,input");
        for (int i = 0; i < columns; i++) {
            file.append(",column_" + i);
        }
        file.append('\n');
        return file;
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
