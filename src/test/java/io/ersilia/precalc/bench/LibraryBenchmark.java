package io.ersilia.precalc.bench;

import io.ersilia.precalc.library.ReferenceLibrary;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.store.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Scans a library and cuts it into fifty slices, both as plan does: {@code ROWS ROUNDS}. */
final class LibraryBenchmark {

    private static final int WORKERS = 50;

    private LibraryBenchmark() {}

    public static void main(String[] args) throws IOException {
        long rows = args.length > 0 ? Long.parseLong(args[0]) : 2_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Path file = Files.createTempFile("library-", ".csv");
        try {
            LargeFiles.keyedLibrary(file, rows);
            ReferenceLibrary library = new ReferenceLibrary(new Places(Map.of()).file(file.toString()), smiles -> true);
            double megabytes = Files.size(file) / 1e6;
            for (int round = 1; round <= rounds; round++) {
                long began = System.nanoTime();
                Plan.Library scanned = library.scan(seen -> {});
                double scan = (System.nanoTime() - began) / 1e9;
                began = System.nanoTime();
                int slices = library.cut(scanned, scanned.rows(), WORKERS, seen -> {})
                        .size();
                double cut = (System.nanoTime() - began) / 1e9;
                LargeFiles.say("round %d: scan %,.0f rows/s, %.0f MB/s; cut into %d %,.0f rows/s, %.0f MB/s"
                        .formatted(round, rows / scan, megabytes / scan, slices, rows / cut, megabytes / cut));
            }
        } finally {
            Files.delete(file);
        }
    }
}
