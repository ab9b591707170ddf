package io.ersilia.precalc.bench;

import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.molecule.Screening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Screens the molecules of a CSV's first column on one core and on all, InChIKey included: {@code FILE SECONDS}. */
final class ScreeningBenchmark {

    private static final int WARM_UP_SECONDS = 10;

    private ScreeningBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path file = Path.of(args.length > 0 ? args[0] : "test_input.csv");
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        Screening screening = new Screening();
        List<String> molecules;
        try (Stream<String> lines = Files.lines(file)) {
            molecules = lines.skip(1).map(line -> line.split(",", -1)[0]).toList();
        }
        rate(screening, molecules, 1, WARM_UP_SECONDS);
        int cores = Runtime.getRuntime().availableProcessors();
        double one = rate(screening, molecules, 1, seconds);
        double all = rate(screening, molecules, cores, seconds);
        LargeFiles.say("1 core %,.0f molecules/s, %d cores %,.0f: %.2f times".formatted(one, cores, all, all / one));
    }

    private static double rate(Screening screening, List<String> molecules, int cores, int seconds)
            throws InterruptedException {
        AtomicLong screened = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(cores);
        long began = System.nanoTime();
        long end = began + seconds * 1_000_000_000L;
        ExecutorService threads = Executors.newFixedThreadPool(cores);
        for (int i = 0; i < cores; i++) {
            threads.execute(() -> {
                while (System.nanoTime() < end) {
                    for (String smiles : molecules) {
                        if (screening.screen(smiles, null) instanceof Screened.Accepted) {
                            screened.incrementAndGet();
                        }
                    }
                }
                ended.countDown();
            });
        }
        ended.await();
        threads.shutdown();
        return screened.get() * 1e9 / (System.nanoTime() - began);
    }
}
