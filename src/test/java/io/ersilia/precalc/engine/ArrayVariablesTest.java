package io.ersilia.precalc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.run.WorkerNumbers;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each engine sets, and which worker that is. */
class ArrayVariablesTest {

    private static final String SLURM_ALL =
            "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=8";

    @ParameterizedTest(name = "{0}, --workers {1}, --array-workers {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # Slurm: --array=1-8, whose number of workers is also known otherwise
            SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=8   | - | -     | 3 | 8
            SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=8   | 8 | -     | 3 | 8
            # --array=0-7
            SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=8   | - | -     | 1 | 8
            SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=8   | 8 | -     | 8 | 8
            # --array=10-80:10, of as many tasks as there are workers
            SLURM_ARRAY_TASK_ID=30 SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_MAX=80 SLURM_ARRAY_TASK_STEP=10 SLURM_ARRAY_TASK_COUNT=8 | 8 | -   | 3 | 8
            # --array=3,7 and --array=7, submitted again
            SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=4 SLURM_ARRAY_TASK_COUNT=2   | 8 | -     | 7 | 8
            SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=7 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=0 SLURM_ARRAY_TASK_COUNT=1   | 8 | -     | 7 | 8
            SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=1 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=1   | 1 | -     | 1 | 1
            # the first four of eight
            SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=4 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=4   | 8 | -     | 4 | 8
            SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=2 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=2   | 8 | 3,7   | 7 | 8
            SLURM_ARRAY_TASK_ID=5 | 8 | -     | 5 | 8
            AWS_BATCH_JOB_ARRAY_INDEX=0 AWS_BATCH_JOB_ARRAY_SIZE=8 | - | -       | 1 | 8
            AWS_BATCH_JOB_ARRAY_INDEX=7 AWS_BATCH_JOB_ARRAY_SIZE=8 | 8 | -       | 8 | 8
            AWS_BATCH_JOB_ARRAY_INDEX=7                            | 8 | -       | 8 | 8
            AWS_BATCH_JOB_ARRAY_INDEX=1 AWS_BATCH_JOB_ARRAY_SIZE=3 | 8 | '3,6-7' | 6 | 8
            JOB_COMPLETION_INDEX=0                                 | 8 | -       | 1 | 8
            JOB_COMPLETION_INDEX=2                                 | 8 | '3,6-7' | 7 | 8
            PBS_ARRAY_INDEX=3                                      | 8 | -       | 3 | 8
            PBS_ARRAYID=8                                          | 8 | -       | 8 | 8
            PBS_ARRAY_INDEX=3 PBS_ARRAYID=3                        | 8 | -       | 3 | 8
            SGE_TASK_ID=3 SGE_TASK_FIRST=1 SGE_TASK_LAST=8 SGE_TASK_STEPSIZE=1   | - | - | 3 | 8
            SGE_TASK_ID=5 SGE_TASK_FIRST=1 SGE_TASK_LAST=16 SGE_TASK_STEPSIZE=2  | 8 | - | 3 | 8
            SGE_TASK_ID=7 SGE_TASK_FIRST=7 SGE_TASK_LAST=7 SGE_TASK_STEPSIZE=1   | 8 | - | 7 | 8
            """)
    void aTaskIsAWorker(String variables, @Nullable Integer workers, @Nullable String among, int number, int total) {
        assertThat(worker(variables, workers, among)).isEqualTo(new Worker(number, total));
    }

    @ParameterizedTest(name = "{0}, --workers {1}, --array-workers {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            SLURM_ARRAY_TASK_ID=9 | 8 | - | SLURM_ARRAY_TASK_ID=9: no worker 9 of 8, expected 1 to 8; give the array a task for each worker, numbered from 1
            SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=10000 SLURM_ARRAY_TASK_COUNT=10000 | - | - | SLURM_ARRAY_TASK_ID=1 is of an array of 10,000 tasks, but a run has at most 9,999 workers: make the array smaller
            AWS_BATCH_JOB_ARRAY_INDEX=5 AWS_BATCH_JOB_ARRAY_SIZE=10000 | - | - | AWS_BATCH_JOB_ARRAY_INDEX=5 is of an array of 10,000 tasks, but a run has at most 9,999 workers: make the array smaller
            PBS_ARRAY_INDEX=0     | 8 | - | PBS_ARRAY_INDEX=0: no worker 0 of 8, expected 1 to 8; give the array a task for each worker, numbered from 1
            JOB_COMPLETION_INDEX=8| 8 | - | JOB_COMPLETION_INDEX=8: no worker 9 of 8, expected 1 to 8; give the array a task for each worker
            SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=4 SLURM_ARRAY_TASK_COUNT=2 | - | - | SLURM_ARRAY_TASK_ID=7 does not tell how many workers there are in all: give --workers N, or name a planned run by --run ID
            JOB_COMPLETION_INDEX=0| - | - | JOB_COMPLETION_INDEX=0 does not tell how many workers there are in all: give --workers N, or name a planned run by --run ID
            PBS_ARRAY_INDEX=1     | - | - | PBS_ARRAY_INDEX=1 does not tell how many workers there are in all: give --workers N, or name a planned run by --run ID
            SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=3 SLURM_ARRAY_TASK_STEP=3 SLURM_ARRAY_TASK_COUNT=2 | 8 | - | SLURM_ARRAY_TASK_ID=3 is of an array that counts from 0 and has no task for each of the 8 workers: number its tasks from 1
            AWS_BATCH_JOB_ARRAY_INDEX=1 AWS_BATCH_JOB_ARRAY_SIZE=4 | 8 | - | AWS_BATCH_JOB_ARRAY_INDEX=1 is of an array of 4, but there are 8 workers: give the array a task for each, or name those that it stands for by --array-workers
            AWS_BATCH_JOB_ARRAY_INDEX=1 AWS_BATCH_JOB_ARRAY_SIZE=4 | 8 | '3,7' | --array-workers 3,7 names 2, but AWS_BATCH_JOB_ARRAY_INDEX=1 is of an array of 4: give the array a task for each
            JOB_COMPLETION_INDEX=2 | 8 | '3,7' | --array-workers 3,7 names 2, but JOB_COMPLETION_INDEX=2 is not among the first 2: give the array a task for each
            JOB_COMPLETION_INDEX=1 | 8 | '3,9' | --array-workers 3,9: no worker 9 of 8, expected 1 to 8; name workers of the run
            SLURM_ARRAY_TASK_ID=x  | 8 | - | SLURM_ARRAY_TASK_ID=x: expected a whole number, as an engine of array jobs sets it; unset it elsewhere
            SLURM_ARRAY_TASK_ID=-1 | 8 | - | SLURM_ARRAY_TASK_ID=-1: expected a whole number, as an engine of array jobs sets it; unset it elsewhere
            SLURM_ARRAY_TASK_ID=1 PBS_ARRAY_INDEX=2 | 8 | - | SLURM_ARRAY_TASK_ID=1 and PBS_ARRAY_INDEX=2 contradict each other: unset the one whose array job this is not
            """)
    void whatCanBeNoWorkerIsRefused(
            String variables, @Nullable Integer workers, @Nullable String among, String message) {
        assertThatThrownBy(() -> worker(variables, workers, among))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.USAGE))
                .hasMessage(message);
    }

    @ParameterizedTest(name = "{0}, --workers {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_JOB_ID=4711 SLURM_JOB_ID=4712 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_COUNT=8 | - | 4711
            SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_JOB_ID=4711 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_COUNT=8 | 8 | 4711
            # of only some workers: not a run of its own
            SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_JOB_ID=4711 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=4 SLURM_ARRAY_TASK_COUNT=4 | 8 | -
            SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_JOB_ID=4711 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_STEP=4 | - | -
            SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_JOB_ID=4711 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=9 SLURM_ARRAY_TASK_COUNT=8 | - | -
            AWS_BATCH_JOB_ARRAY_INDEX=3 AWS_BATCH_JOB_ARRAY_SIZE=8 AWS_BATCH_JOB_ID=0cb6cf2b-5b32-49cb-9f33-d2b4ee62d8a7:3 | - | 0cb6cf2b-5b32-49cb-9f33-d2b4ee62d8a7
            JOB_COMPLETION_INDEX=3 JOB_NAME=precalc-eos3b5e  | 8 | precalc-eos3b5e
            JOB_COMPLETION_INDEX=3                           | 8 | -
            PBS_ARRAY_INDEX=3 PBS_JOBID=1234[3].pbs.hpc      | 8 | 1234
            SGE_TASK_ID=3 SGE_TASK_FIRST=1 SGE_TASK_LAST=8 SGE_TASK_STEPSIZE=1 JOB_ID=99 | - | 99
            JOB_COMPLETION_INDEX=0 JOB_NAME=..a:b            | 8 | a-b
            """)
    void anArrayJobIsARun(String variables, @Nullable Integer workers, @Nullable String run) {
        assertThat(ArrayVariables.task(environment(variables))
                        .orElseThrow()
                        .run(workers)
                        .map(RunId::value)
                        .orElse(null))
                .isEqualTo(run);
    }

    @Test
    void aLongNameIsCut() {
        assertThat(ArrayVariables.task(Map.of("JOB_COMPLETION_INDEX", "0", "JOB_NAME", "n".repeat(70)))
                        .orElseThrow()
                        .run(null)
                        .map(RunId::value))
                .contains("n".repeat(64));
    }

    @ParameterizedTest
    @CsvSource({
        "SGE_TASK_ID=undefined JOB_ID=99",
        "SLURM_JOB_ID=4711",
        "AWS_BATCH_JOB_ID=0cb6cf2b",
        "SLURM_ARRAY_TASK_ID=",
        "JOB_NAME=build"
    })
    void aJobThatIsNoArrayHasNoTask(String variables) {
        assertThat(ArrayVariables.task(environment(variables))).isEmpty();
    }

    @Test
    void whereTheNumberComesFromIsSaid() {
        assertThat(ArrayVariables.task(environment(SLURM_ALL)).orElseThrow().said())
                .isEqualTo("SLURM_ARRAY_TASK_ID=3");
    }

    private static Worker worker(String variables, @Nullable Integer workers, @Nullable String among) {
        return ArrayVariables.task(environment(variables))
                .orElseThrow()
                .worker(workers, among == null ? null : WorkerNumbers.parse(among));
    }

    private static Map<String, String> environment(String variables) {
        return Arrays.stream(variables.split(" +"))
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
