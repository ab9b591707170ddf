package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands in an array job, which take the worker and the run from the variables of the engine. */
class ArrayJobTest {

    private static final int WORKERS = 8;

    @TempDir
    Path folder;

    @BeforeEach
    void writeLibrary() throws IOException {
        Files.writeString(folder.resolve("lib.csv"), "smiles\n" + "C\nCC\nCCC\n".repeat(WORKERS));
    }

    /** What the engine tells task {@code number} of 8, from 1. */
    private interface Engine {
        Map<String, String> task(int number);
    }

    static Stream<Arguments> engines() {
        return Stream.of(
                Arguments.of("Slurm", "4711", false, (Engine) number -> Map.of(
                        "SLURM_ARRAY_JOB_ID", "4711",
                        "SLURM_ARRAY_TASK_ID", "" + number,
                        "SLURM_ARRAY_TASK_MIN", "1",
                        "SLURM_ARRAY_TASK_MAX", "8",
                        "SLURM_ARRAY_TASK_STEP", "1",
                        "SLURM_ARRAY_TASK_COUNT", "8")),
                Arguments.of("AWS Batch", "0cb6cf2b", false, (Engine) number -> Map.of(
                        "AWS_BATCH_JOB_ID", "0cb6cf2b:" + (number - 1),
                        "AWS_BATCH_JOB_ARRAY_INDEX", "" + (number - 1),
                        "AWS_BATCH_JOB_ARRAY_SIZE", "8")),
                Arguments.of("Kubernetes", "weights", true, (Engine)
                        number -> Map.of("JOB_NAME", "weights", "JOB_COMPLETION_INDEX", "" + (number - 1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("engines")
    void eightTasksAccountForEveryRow(String name, String run, boolean needsWorkers, Engine engine) {
        for (int number = 1; number <= WORKERS; number++) {
            Precalc.Result predicted = precalc(
                    engine.task(number),
                    "predict --runner embedded --library lib.csv" + (needsWorkers ? " --workers 8" : ""));
            assertThat(predicted.code()).as(predicted.err()).isZero();
            assertThat(predicted.err()).contains("precalc: worker %d of 8, from ".formatted(number));
            assertThat(predicted.out()).startsWith("run %s, worker %d of 8: 3 rows in".formatted(run, number));
        }
        for (int number = 1; number <= WORKERS; number++) {
            Precalc.Result served = precalc(engine.task(number), "serve");
            assertThat(served.code()).as(served.err()).isZero();
            assertThat(served.err()).contains("precalc: worker %d of 8, from ".formatted(number));
        }
        assertThat(precalc(Map.of(), "finish").code()).isZero();
    }

    @Test
    void aTaskSubmittedAgainContinuesTheRun() {
        Map<String, String> again = Map.of(
                "SLURM_ARRAY_JOB_ID", "4712",
                "SLURM_ARRAY_TASK_ID", "7",
                "SLURM_ARRAY_TASK_MIN", "7",
                "SLURM_ARRAY_TASK_MAX", "7",
                "SLURM_ARRAY_TASK_COUNT", "1");
        precalc(Map.of(), "plan --runner embedded --library lib.csv --workers 8 --run r");

        Precalc.Result unnamed = precalc(again, "predict --runner embedded --library lib.csv --workers 8");
        Precalc.Result named = precalc(again, "predict --runner embedded --run r");

        assertThat(unnamed.out()).startsWith("run r, worker 7 of 8: 3 rows in");
        assertThat(named.out()).startsWith("run r, worker 7 of 8: 3 rows in");
    }

    @Test
    void onePartitionNamedAmongManyIsServedInAnArrayToo() {
        precalc(Map.of(), "predict --runner embedded --library lib.csv --run r");

        assertThat(precalc(Map.of("PBS_ARRAY_INDEX", "9"), "serve --partitions 1")
                        .code())
                .isZero();
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                Arguments.of(
                        Map.of("SLURM_ARRAY_TASK_ID", "3"),
                        "predict --runner embedded --library lib.csv --worker 2 --workers 8 --run r",
                        "precalc: --worker 2 contradicts SLURM_ARRAY_TASK_ID=3, by which this is worker 3 of 8: omit --worker, or unset the variable\n"),
                Arguments.of(
                        Map.of("SLURM_ARRAY_TASK_ID", "3", "SGE_TASK_ID", "3"),
                        "predict --runner embedded --library lib.csv --workers 8",
                        "precalc: SLURM_ARRAY_TASK_ID=3 and SGE_TASK_ID=3 contradict each other: unset the one whose array job this is not\n"),
                Arguments.of(
                        Map.of("JOB_COMPLETION_INDEX", "3"),
                        "predict --runner embedded --library lib.csv --run r",
                        "precalc: JOB_COMPLETION_INDEX=3 does not tell how many workers there are in all: give --workers N, or name a planned run by --run ID\n"),
                Arguments.of(
                        Map.of("JOB_COMPLETION_INDEX", "8"),
                        "predict --runner embedded --library lib.csv --workers 8 --run r",
                        "precalc: JOB_COMPLETION_INDEX=8: no worker 9 of 8, expected 1 to 8; give the array a task for each worker\n"),
                Arguments.of(
                        Map.of(),
                        "predict --runner embedded --library lib.csv --array-workers 1,2 --run r",
                        "precalc: --array-workers 1-2 is for a task of an array job, which this is not: give --worker I\n"),
                Arguments.of(
                        Map.of("SLURM_JOB_END_TIME", "soon"),
                        "predict --runner embedded --library lib.csv",
                        "precalc: SLURM_JOB_END_TIME=soon: expected seconds since 1970, as Slurm sets it; unset it elsewhere\n"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("contradictions")
    void contradictionsAreWrongUsage(Map<String, String> task, String command, String line) {
        Precalc.Result result = precalc(task, command);

        assertThat(result.err()).isEqualTo(line);
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @Test
    void theTimeLimitOfTheJobIsTheDeadline() {
        Instant now = Instant.parse("2026-11-27T00:00:00Z");
        Map<String, String> limited =
                Map.of("SLURM_JOB_END_TIME", "" + now.plusSeconds(3600).getEpochSecond());

        assertThat(precalc(limited, now, "predict --runner embedded --library lib.csv")
                        .err())
                .contains("precalc: deadline 2026-11-27T00:59:00Z, from SLURM_JOB_END_TIME\n");
        assertThat(precalc(limited, now, "predict --runner embedded --library lib.csv --deadline 2h")
                        .err())
                .doesNotContain("SLURM_JOB_END_TIME");
    }

    private Precalc.Result precalc(Map<String, String> variables, String command) {
        return precalc(variables, Instant.parse("2026-11-27T00:00:00Z"), command);
    }

    private Precalc.Result precalc(Map<String, String> variables, Instant now, String command) {
        return new Precalc()
                .with(variables)
                .at(Clock.fixed(now, ZoneOffset.UTC))
                .run((command.replace("lib.csv", folder.resolve("lib.csv").toString())
                                + " --model eos3b5e --store "
                                + folder.resolve("store"))
                        .split(" "));
    }
}
