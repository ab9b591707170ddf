package io.ersilia.precalc.bench;

import io.ersilia.precalc.molecule.Ecfp4;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.nearest.FingerprintWriter;
import io.ersilia.precalc.nearest.Fingerprints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** How long the nearest of many molecules takes: the number of them is the argument. Bits are random, 20 to 79 of 1,024. */
public final class NearestBenchmark {

    private static final InchiKey KEY = new InchiKey("LFQSCWFLJHTTHZ-UHFFFAOYSA-N");
    private static final List<String> ASKED =
            List.of("CC(=O)Oc1ccccc1C(=O)O", "CN1C=NC2=C1C(=O)N(C(=O)N2C)C", "CC(C)Cc1ccc(cc1)C(C)C(=O)O", "CCO");

    private NearestBenchmark() {}

    public static void main(String[] args) throws IOException {
        int rows = Integer.parseInt(args[0]);
        Path file = Files.createTempFile("nearest", ".fp");
        try {
            write(file, rows);
            long began = System.nanoTime();
            Fingerprints library = Fingerprints.open(file, file.toString());
            System.out.printf("%,d bytes opened in %d ms%n", Files.size(file), millisSince(began));
            for (int round = 0; round < 5; round++) {
                began = System.nanoTime();
                long worked = processorMillis();
                for (int i = 0; i < 5; i++) {
                    ASKED.forEach(library::nearest);
                }
                System.out.printf(
                        "a molecule: %d ms, processor time %d ms%n",
                        millisSince(began) / ASKED.size() / 5, (processorMillis() - worked) / ASKED.size() / 5);
            }
            began = System.nanoTime();
            for (int i = 0; i < 5000; i++) {
                Ecfp4.of(ASKED.get(i % 3));
            }
            System.out.printf("5,000 fingerprints in %d ms on one core%n", millisSince(began));
        } finally {
            Files.delete(file);
        }
    }

    private static void write(Path file, int rows) throws IOException {
        Random random = new Random(1);
        try (FingerprintWriter writer = new FingerprintWriter(file)) {
            for (int from = 0; from < rows; from += FingerprintWriter.MOST_ROWS) {
                List<FingerprintWriter.Row> block = new ArrayList<>();
                for (int i = from; i < Math.min(rows, from + FingerprintWriter.MOST_ROWS); i++) {
                    BitSet bits = new BitSet();
                    random.ints(20 + random.nextInt(60), 0, 1024).forEach(bits::set);
                    block.add(new FingerprintWriter.Row(
                            KEY, "CC(=O)Oc1ccccc1C(=O)O", Arrays.copyOf(bits.toLongArray(), Ecfp4.LONGS)));
                }
                writer.write(block);
            }
        }
    }

    /** Of all threads: unlike the clock's it does not depend on what else the machine does. */
    private static long processorMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toMillis();
    }

    private static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }
}
