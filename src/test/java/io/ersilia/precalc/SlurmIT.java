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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as an array job of a real Slurm, which kills one worker and lets another run out of time. */
class SlurmIT {

    private static final long PATIENCE_SECONDS = 90;

    private static final int WORKERS = 8;
    private static final int ROWS_PER_WORKER = 20;
    private static final int BATCH = 5;

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
            PackagedPrecalc precalc = new PackagedPrecalc(folder).with(environment);
            assertThat(precalc.run("plan", "--workers", "" + WORKERS).code()).isZero();
            home.faults("hang", hanging(library, 3) + " " + hanging(library, 6));

            String job = submit(slurm, environment, "predict", "--array=1-" + WORKERS);
            String finish = submit(slurm, environment, "finish", "--dependency=afterany:" + job);
            await(() -> keptBatches(3) == 2);
            slurm.run(Map.of(), "scancel", "--signal=KILL", "--full", job + "_3");
            await(() -> keptBatches(6) == 2);
            await(() -> slurm.job(job + "_6").contains(" Restarts=1 ")); // its time was almost over
            home.faults();
            await(() -> slurm.isOver(finish));

            assertThat(slurm.job(job + "_3")).contains("JobState=CANCELLED");
            assertThat(slurm.job(job + "_6")).contains("JobState=COMPLETED", "ExitCode=0:0");
            assertThat(slurm.job(finish)).contains("JobState=FAILED", "ExitCode=4:0");
            assertThat(said()).contains("\"unaccounted\" : 20");

            String again = submit(slurm, environment, "predict", "--array=3");
            String end = submit(slurm, environment, "finish", "--dependency=afterany:" + again);
            await(() -> slurm.isOver(end));

            assertThat(slurm.job(end)).as(said()).contains("JobState=COMPLETED", "ExitCode=0:0");
            assertThat(said()).contains("rows 41 to 45 are kept", "\"predicted\" : 160", "\"unaccounted\" : 0");
        }
    }

    private String submit(SlurmCluster slurm, Map<String, String> environment, String script, String option)
            throws IOException, InterruptedException {
        return slurm.run(
                        environment,
                        "sbatch",
                        "--parsable",
                        "--chdir=" + folder,
                        "--output=said-%x-%j",
                        option,
                        Path.of("src/test/slurm/" + script + ".sh")
                                .toAbsolutePath()
                                .toString())
                .strip();
    }

    private Map<String, String> environment(FakeErsiliaHome home, Path library) {
        Map<String, String> all = new HashMap<>(home.environment());
        all.put("JAR", PackagedPrecalc.jar().toString());
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
