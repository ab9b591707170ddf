package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of a run, printed for an engine or handed in to a stand-in for its command. */
class SubmitTest {

    private static final String SLURM = "submit --on slurm --runner embedded --program precalc";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void writeLibrary() throws IOException {
        Files.writeString(folder.resolve("lib.csv"), "smiles\n" + "C\nCC\nCCC\n".repeat(8));
        environment.put("PATH", folder + ":/usr/bin:/bin");
    }

    @Test
    void printsWhatAPersonWouldWriteForSlurmAndWritesNothing() {
        Precalc.Result printed = precalc(
                SLURM + " --library lib.csv --workers 8 --run r --at-once 3 --with=--partition=cpu --with=--output=a");

        assertThat(printed.code()).as(printed.err()).isZero();
        assertThat(printed.err())
                .isEqualTo("precalc: nothing is submitted: run what is printed, or repeat the command with --yes\n");
        assertThat(printed.out().replace(folder.toString(), "{dir}")).isEqualTo("""
                        #!/bin/sh
                        # Run r of eos3b5e: 8 workers; to predict: worker 1-8; to serve: worker 1-8.
                        # Memory and time: assumed, as no earlier run shows what the model takes: 4.0 GiB, 12 h.
                        set -eu

                        precalc plan --model eos3b5e --run r --runner embedded --store {dir}/store --workers 8 --library {dir}/lib.csv

                        predict=$(sbatch --parsable --requeue --open-mode=append --job-name=precalc-eos3b5e-predict --array=1-8%3 \\
                          --ntasks=1 --cpus-per-task=1 --mem=4096M --time=720 --signal=TERM@90 --partition=cpu --output=a <<'JOB'
                        #!/bin/sh
                        code=0
                        srun --ntasks=1 --cpus-per-task=1 precalc predict --model eos3b5e --run r --runner embedded --store {dir}/store || code=$?
                        # 75: stopped with its work kept, so it takes another turn.
                        if [ "$code" -eq 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 100 ]; then scontrol requeue "$SLURM_JOB_ID"; fi
                        exit "$code"
                        JOB
                        )

                        serve=$(sbatch --parsable --requeue --open-mode=append --job-name=precalc-eos3b5e-serve --array=1-8%1 --dependency=afterany:"$predict" \\
                          --ntasks=1 --cpus-per-task=1 --mem=1024M --time=360 --signal=TERM@90 --partition=cpu --output=a <<'JOB'
                        #!/bin/sh
                        code=0
                        srun --ntasks=1 --cpus-per-task=1 precalc serve --model eos3b5e --run r --store {dir}/store || code=$?
                        # 75: stopped with its work kept, so it takes another turn.
                        if [ "$code" -eq 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 100 ]; then scontrol requeue "$SLURM_JOB_ID"; fi
                        exit "$code"
                        JOB
                        )

                        finish=$(sbatch --parsable --requeue --open-mode=append --job-name=precalc-eos3b5e-finish --dependency=afterany:"$serve" \\
                          --ntasks=1 --cpus-per-task=1 --mem=1024M --time=360 --signal=TERM@90 --partition=cpu --output=a <<'JOB'
                        #!/bin/sh
                        code=0
                        srun --ntasks=1 --cpus-per-task=1 precalc finish --model eos3b5e --run r --store {dir}/store || code=$?
                        # 75: stopped with its work kept, so it takes another turn.
                        if [ "$code" -eq 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 100 ]; then scontrol requeue "$SLURM_JOB_ID"; fi
                        exit "$code"
                        JOB
                        )

                        echo "submitted: predict $predict serve $serve finish $finish"
                        """);
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @Test
    void handsInOnlyWhatIsMissing() throws IOException {
        program("sbatch", "printf '%s ' \"$@\" >>calls; echo >>calls; cat >>jobs; wc -l <calls | tr -d ' '");
        precalc("plan --runner embedded --library lib.csv --workers 8 --run r");
        precalc("predict --runner embedded --worker 2 --workers 8 --run r");
        precalc("predict --runner embedded --worker 5 --workers 8 --run r");
        precalc("serve --run r --worker 5");

        Precalc.Result submitted = precalc(SLURM + " --run r --yes");

        assertThat(submitted.code()).as(submitted.err()).isZero();
        assertThat(submitted.out()).isEqualTo("submitted: predict 1 serve 2 finish 3\n");
        assertThat(calls())
                .anyMatch(call -> call.contains(" --job-name=precalc-eos3b5e-predict --array=1,3-4,6-8 "))
                .anyMatch(call ->
                        call.contains(" --job-name=precalc-eos3b5e-serve --array=1-4,6-8%1 --dependency=afterany:1 "))
                .anyMatch(call -> call.contains(" --job-name=precalc-eos3b5e-finish --dependency=afterany:2 "))
                .hasSize(3);
    }

    @Test
    void handsInMoreSlicesThanAMatrixHas() throws IOException {
        Files.writeString(folder.resolve("lib.csv"), "smiles\n" + "C\n".repeat(300));
        precalc("plan --runner embedded --library lib.csv --workers 300 --run r");

        Precalc.Result printed = precalc(SLURM + " --run r");

        assertThat(printed.out()).contains("-predict --array=1-300 ", "-serve --array=1-300%1 ");
    }

    @Test
    void makesThePlanItself() throws IOException {
        program("sbatch", "cat >>jobs; echo 7");

        Precalc.Result submitted = precalc(SLURM + " --library lib.csv --workers 2 --yes");

        assertThat(submitted.code()).as(submitted.err()).isZero();
        assertThat(folder.resolve("store/out/eos3b5e/20261127T000000Z/plan.json"))
                .exists();
        assertThat(Files.readString(folder.resolve("jobs")))
                .contains("--run 20261127T000000Z")
                .doesNotContain(" plan ");
    }

    @Test
    void ofACompleteRunOnlyFinishIsLeft() {
        precalc("run --runner embedded --library lib.csv --workers 8 --run r");

        Precalc.Result printed = precalc(SLURM + " --library lib.csv --workers 8");

        assertThat(printed.err()).contains("precalc: run r is predicted and served: only finish is left\n");
        assertThat(printed.out())
                .contains("finish=$(sbatch ")
                .doesNotContain("predict=", "serve=", "precalc plan", "--dependency");
    }

    @Test
    void asksForWhatAnEarlierRunTook() {
        precalc("run --runner embedded --library lib.csv --workers 8 --run r");

        assertThat(precalc(SLURM + " --library lib.csv --workers 4 --run r2").out())
                .contains("# Memory and time: as run r took ")
                .contains(" --time=30 ")
                .doesNotContain("--mem=4096M");
    }

    @Test
    void asksForTheMemoryThatTheCardOfAFetchedModelNames() throws IOException {
        Path model = Files.createDirectories(folder.resolve("eos/dest/eos3b5e"));
        Files.writeString(model.resolve("information.json"), "{\"card\": {\"Memory Gb\": 12}}");
        environment.put("HOME", folder.toString());

        assertThat(precalc(SLURM.replace("embedded", "ersilia") + " --library lib.csv --workers 4 --run r")
                        .out())
                .contains(
                        "# Memory and time: memory as the model's card says, time assumed, as no earlier run shows it: 12.0 GiB, 12 h.")
                .contains(" --mem=12288M ");
    }

    @Test
    void withoutTheEnginesProgramNothingIsPlanned() {
        environment.put("PATH", folder.toString());

        Precalc.Result result = precalc(SLURM + " --library lib.csv --yes");

        assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(result.err())
                .isEqualTo(
                        "precalc: there is no sbatch on the PATH here, which --on slurm needs: run this where it is, or omit --yes and take the printed jobs there\n");
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @Test
    void whatTheEngineRefusesIsSaid() throws IOException {
        program("sbatch", "echo 'sbatch: error: invalid partition specified: cpu' >&2; exit 1");

        Precalc.Result result = precalc(SLURM + " --library lib.csv --run r --with=--partition=cpu --yes");

        assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(result.err())
                .endsWith(
                        "precalc: sbatch refused with exit code 1 and says 'sbatch: error: invalid partition specified: cpu': the same command submits what is left\n");
    }

    @Test
    void howManyTasksIsRefusedBeforeAnythingIsPlanned() {
        Precalc.Result result = precalc(SLURM + " --library none.csv --run r --at-once 0");

        assertThat(result)
                .isEqualTo(new Precalc.Result(ExitCode.USAGE, "", "precalc: --at-once 0: expected 1 to 9,999 tasks\n"));
    }

    @Test
    void dryAndForRealExcludeEachOther() {
        Precalc.Result result = precalc(SLURM + " --dry-run --yes");

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--dry-run and --yes exclude each other: leave one out");
    }

    @Test
    void argumentsOfOtherProgramsMayLookLikeOptionsOfOurs() {
        String printed = precalc(SLURM + " --library lib.csv --run r --with=--quiet --serve-args=--yes --serve-args x")
                .out();

        assertThat(printed)
                .contains(" --signal=TERM@90 --quiet <<'JOB'\n")
                .contains(
                        "precalc predict --model eos3b5e --run r --runner embedded --serve-args ' --yes' --serve-args x ");
    }

    @Test
    void aLinterOfShellScriptsHasNothingToSay() throws Exception {
        requireClean(
                folder.resolve("jobs.sh"),
                precalc(SLURM + " --library lib.csv --workers 8 --run r --ersilia it's")
                        .out());
    }

    /** Asks ShellCheck about the script, which is written to that file. */
    static void requireClean(Path script, String text) throws Exception {
        Path shellcheck = Path.of("/usr/bin/shellcheck");
        assumeTrue(Files.isExecutable(shellcheck), "no shellcheck");
        Files.writeString(script, text);

        Process linter = new ProcessBuilder(shellcheck.toString(), script.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(linter.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(linter.waitFor()).isZero();
    }

    /** A stand-in that works in the test's folder. */
    private void program(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\ncd '" + folder + "'\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Stream<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls")).stream();
    }

    private Precalc.Result precalc(String command) {
        Stream<String> words = Arrays.stream(command.split(" "))
                .map(word -> word.equals("lib.csv") ? folder.resolve(word).toString() : word);
        return new Precalc()
                .with(environment)
                .at(Clock.fixed(Instant.parse("2026-11-27T00:00:00Z"), ZoneOffset.UTC))
                .run(Stream.concat(
                                words,
                                Stream.of(
                                        "--model",
                                        "eos3b5e",
                                        "--store",
                                        folder.resolve("store").toString()))
                        .toArray(String[]::new));
    }
}
