package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as an array job of a real Slurm, which kills one worker and lets another run out of time. */
class SlurmIT {

    private static final long PATIENCE_SECONDS = 120;

    private static final int WORKERS = 8;
    private static final int ROWS_PER_WORKER = 20;
    private static final int BATCH = 5;

    private static final Pattern SUBMITTED = Pattern.compile("submitted: predict (\\d+) serve \\d+ finish (\\d+)\\s*");

    /** In the third batch. */
    private static final int HANGING_ROW = 14;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyRowIsAccountedForAfterAWorkerWasKilledAndAnotherRanOutOfTime() throws Exception {
        Path library = new LongWork(folder).molecules(WORKERS * ROWS_PER_WORKER);
        try (FakeErsiliaHome home = FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0");
                SlurmCluster slurm = SlurmCluster.in(folder.resolve("slurm"))) {
            Map<String, String> environment = environment(home, library);
            PackagedPrecalc precalc =
                    new PackagedPrecalc(folder).with(environment).with(slurm.environment());
            home.faults("hang", hanging(library, 3) + " " + hanging(library, 6));

            Submitted first = submit(precalc);
            await(() -> keptBatches(3) == 2);
            slurm.kill(first.predict(), 3);
            await(() -> keptBatches(6) == 2);
            await(() -> slurm.job(first.predict() + "_6").contains(" Restarts=1 ")); // its time was almost over
            home.faults();
            await(() -> slurm.isOver(first.finish()));

            assertThat(slurm.job(first.predict() + "_3")).contains("JobState=FAILED", "ExitCode=137:0");
            assertThat(slurm.job(first.predict() + "_6")).contains("JobState=COMPLETED", "ExitCode=0:0");
            assertThat(slurm.job(first.finish())).contains("JobState=FAILED", "ExitCode=4:0");

            Submitted again = submit(precalc);
            await(() -> slurm.isOver(again.finish()));

            assertThat(slurm.job(again.predict() + "_3")).contains("ArrayTaskId=3 ", "JobState=COMPLETED");
            assertThat(slurm.job(again.finish())).as(said()).contains("JobState=COMPLETED", "ExitCode=0:0");
            assertThat(said())
                    .contains("rows 41 to 45 are kept", "160 predicted, 159 served, 1 duplicate", "0 unaccounted");
        }
    }

    /** The ids of a run's jobs. */
    private record Submitted(String predict, String finish) {}

    /** Submits what is missing, with the shortest limit that Slurm knows. */
    private static Submitted submit(PackagedPrecalc precalc) throws IOException, InterruptedException {
        PackagedPrecalc.Result result = precalc.run(
                "submit",
                "--on=slurm",
                "--workers=" + WORKERS,
                "--yes",
                "--with=--output=said-%x-%j",
                "--with=--time=1",
                "--with=--signal=TERM@20");
        Matcher ids = SUBMITTED.matcher(result.out());
        assertThat(ids.matches()).as(result.out() + result.err()).isTrue();
        return new Submitted(ids.group(1), ids.group(2));
    }

    private Map<String, String> environment(FakeErsiliaHome home, Path library) {
        Map<String, String> all = new HashMap<>(home.environment());
        all.put("PATH", QuickJava.folder() + ":" + all.get("PATH"));
        all.put("PRECALC_MODEL", "eos3b5e");
        all.put("PRECALC_LIBRARY", library.toString());
        all.put("PRECALC_STORE", folder.resolve("store").toString());
        all.put("PRECALC_RUN", "r");
        all.put("PRECALC_ERSILIA", FakeErsiliaHome.program().toString());
        all.put("PRECALC_BATCH_SIZE", "" + BATCH);
        return all;
    }

    /** The molecule that the model hangs on, of a worker's slice. */
    private static String hanging(Path library, int worker) throws IOException {
        return Files.readAllLines(library).get((worker - 1) * ROWS_PER_WORKER + HANGING_ROW);
    }

    /** What the jobs and the controller wrote. */
    private String said() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("said-"))
                    .sorted()
                    .toList()) {
                all.append(file.getFileName())
                        .append(": ")
                        .append(Files.readString(file))
                        .append('\n');
            }
        }
        all.append(Files.readString(folder.resolve("slurm/slurmctld.log")));
        return all.toString();
    }

    private long keptBatches(int worker) throws IOException {
        return new LongWork(folder)
                .files("store").stream()
                        .filter(file -> file.contains("checkpoints/000" + worker) && file.endsWith(".json"))
                        .count();
    }

    private void await(Callable<Boolean> state) throws Exception {
        long begin = System.nanoTime();
        while (!state.call()) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new AssertionError("waited in vain: " + said());
            }
            Thread.sleep(100);
        }
    }
}
