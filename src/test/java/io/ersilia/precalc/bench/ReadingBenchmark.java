package io.ersilia.precalc.bench;

import com.sun.management.OperatingSystemMXBean;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.prediction.PartitionReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads, validates and types partitions of one and of four columns, again and again: {@code ROWS ROUNDS}. */
final class ReadingBenchmark {

    private ReadingBenchmark() {}

    public static void main(String[] args) throws IOException {
        long rows = args.length > 0 ? Long.parseLong(args[0]) : 500_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 6;
        for (int columns : new int[] {1, 4}) {
            Path file = Files.createTempFile("partition-", ".csv");
            try {
                LargeFiles.partition(file, rows, columns);
                for (int round = 1; round <= rounds; round++) {
                    say(file, rows, columns, round);
                }
            } finally {
                Files.delete(file);
            }
        }
    }

    /** Processor time of the whole JVM, so that neither neighbours nor helping threads flatter the figure. */
    private static void say(Path file, long rows, int columns, int round) throws IOException {
        long began = processorNanos();
        long valid = 0;
        try (InputStream in = Files.newInputStream(file);
                PartitionReader reader = new PartitionReader(file.toString(), in, null)) {
            for (Optional<ParsedRow> row = reader.read(); row.isPresent(); row = reader.read()) {
                valid += row.get() instanceof ParsedRow.Valid ? 1 : 0;
            }
        }
        if (valid != rows) {
            throw new IllegalStateException("%d of %d rows are valid".formatted(valid, rows));
        }
        LargeFiles.say("%d columns, round %d: %,.0f rows/s a core"
                .formatted(columns, round, rows * 1e9 / (processorNanos() - began)));
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
