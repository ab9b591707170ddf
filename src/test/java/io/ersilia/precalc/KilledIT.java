package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar killed by {@code kill -9} at random moments, whatever it is doing. */
class KilledIT {

    private static final int KILLS = 100;

    /** Two at a time, as a process mostly waits for its own start. */
    private static final int LANES = 2;

    /** Enough, in batches small enough, that most of the time is spent between two kept batches and not on the start. */
    private static final int ROWS = 300;

    private static final int BATCH = 2;

    /** Of the time that an undisturbed run takes: some runs come to their end before. */
    private static final double LATEST_KILL = 1.5;

    /** After this many kills of a run the next ones come twice as late, however slow the machine has become meanwhile. */
    private static final double PATIENCE = 10;

    /** Kills come that much sooner after each run that came to its end, however fast the machine has become meanwhile. */
    private static final double SOONER = 0.8;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theResumedPartitionEqualsAnUndisturbedOneByteForByte() throws Exception {
        Path library = library();
        QuickJava.program(); // takes seconds to make
        long begin = System.nanoTime();
        PackagedPrecalc.Result undisturbed = precalc().run(predict(library, "undisturbed", "r1"));
        assertThat(undisturbed.code()).as(undisturbed.err()).isZero();

        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        double latest = millis * LATEST_KILL;
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        List<Future<Lane>> done = new ArrayList<>();
        for (int lane = 1; lane <= LANES; lane++) {
            done.add(lanes.submit(new Lane(library, "lane" + lane, latest, new Random(lane))));
        }
        int resumed = 0;
        int kept = 0;
        for (Future<Lane> lane : done) {
            resumed += lane.get().partitions;
            kept += lane.get().kept;
        }
        lanes.shutdown();
        assertThat(resumed).as("partitions written in spite of it all").isPositive();
        assertThat(kept).as("batches kept over a kill").isPositive();
    }

    /** Kills and resumes, a run after the other, until the share of kills is reached; the last run is left to its end. */
    private final class Lane implements Callable<Lane> {
        private final Path library;
        private final String store;
        private final Random random;
        private double latestMillis;
        private int kills;
        private int partitions;
        private int kept;

        Lane(Path library, String store, double latestMillis, Random random) {
            this.library = library;
            this.store = store;
            this.latestMillis = latestMillis;
            this.random = random;
        }

        @Override
        public Lane call() throws Exception {
            int killsOfRun = 0;
            while (kills < KILLS / LANES || killsOfRun > 0) {
                String run = "r" + (partitions + 1);
                PackagedPrecalc.Running running = precalc().start(predict(library, store, run));
                double latestNow = latestMillis * (1 + killsOfRun / PATIENCE);
                if (kills < KILLS / LANES
                        && !running.process().waitFor(random.nextInt((int) latestNow), TimeUnit.MILLISECONDS)) {
                    running.process().destroyForcibly();
                    boolean killed = running.await().code() != 0;
                    kills += killed ? 1 : 0;
                    killsOfRun += killed ? 1 : 0;
                    continue;
                }
                killsOfRun = 0;
                PackagedPrecalc.Result result = running.await();
                assertThat(result.code()).as(result.err()).isZero();
                kept += (int) result.err()
                        .lines()
                        .filter(line -> line.contains("are kept"))
                        .count();
                assertEqualsUndisturbed(run);
                partitions++;
                latestMillis *= SOONER;
            }
            return this;
        }

        private void assertEqualsUndisturbed(String run) throws IOException {
            Path made = folder.resolve(store + "/out/eos3b5e/" + run);
            Path expected = folder.resolve("undisturbed/out/eos3b5e/r1");
            for (String file : List.of("part-0001.csv", "rejects-0001.csv")) {
                assertThat(made.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
            }
            assertThat(visible(made)).isEqualTo(visible(expected));
        }
    }

    private static List<String> visible(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> run.relativize(file).toString())
                    .filter(name -> !name.contains(".tmp"))
                    .sorted()
                    .toList();
        }
    }

    private Path library() throws IOException {
        Path library = folder.resolve("library.csv");
        try (BufferedWriter out = Files.newBufferedWriter(library)) {
            out.write("smiles\n");
            for (int i = 1; i <= ROWS; i++) {
                out.write(i % 50 == 0 ? "C C\n" : "C".repeat(i % 60 + 1) + "N" + "C".repeat(i / 60) + "\n");
            }
        }
        return library;
    }

    private PackagedPrecalc precalc() {
        return new PackagedPrecalc(folder);
    }

    private static String[] predict(Path library, String store, String run) {
        return new String[] {
            "predict",
            "--model",
            "eos3b5e",
            "--runner",
            "embedded",
            "--batch-size",
            Integer.toString(BATCH),
            "--run",
            run,
            "--store",
            store,
            "--library",
            library.toString()
        };
    }
}
