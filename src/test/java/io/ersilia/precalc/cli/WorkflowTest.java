package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.cli.text.Actions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands tell a workflow. */
class WorkflowTest {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    private static final String E = " --model eos3b5e --runner embedded --store {dir}/store --library {dir}/lib.csv ";
    private static final String STORE = " --model eos3b5e --store {dir}/store ";
    private static final String PLAN = "plan" + E + "--run r --workers 3";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);
    private int jobs;

    @BeforeEach
    void aLibraryOfSixMolecules() {
        scene = new Scene(folder).file("lib.csv", "smiles", "CCO", "CCN", "c1ccccc1", "C", "CC", "CCC");
    }

    /** What a step of a job left. */
    private record Step(Precalc.Result result, Map<String, String> outputs, String summary) {

        List<String> annotations() {
            return result.out().lines().filter(line -> line.startsWith("::")).toList();
        }
    }

    private Step step(String command) {
        return step(Map.of(), command);
    }

    private Step step(Map<String, String> environment, String command) {
        jobs++;
        Map<String, String> variables = new HashMap<>(Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_OUTPUT", scene.path("output" + jobs).toString(),
                "GITHUB_STEP_SUMMARY", scene.path("summary" + jobs).toString()));
        variables.putAll(environment);
        Precalc.Result result = scene.run(variables, command);
        Map<String, String> outputs = new TreeMap<>();
        text("output" + jobs)
                .lines()
                .forEach(line ->
                        outputs.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return new Step(result, outputs, text("summary" + jobs));
    }

    private String text(String name) {
        return Files.exists(scene.path(name)) ? scene.text(name) : "";
    }

    private Step finish(int continuation) {
        return step(Map.of("PRECALC_CONTINUATION", Integer.toString(continuation)), "finish" + STORE);
    }

    @Test
    void planRefusesMoreWorkersThanAMatrixHasJobsBeforeAnythingIsWritten() {
        Step refused = step("plan" + E + "--run large --workers 257");

        assertThat(refused.result().code()).isEqualTo(2);
        assertThat(refused.result().err())
                .contains(
                        "a matrix of GitHub Actions has at most 256 jobs, too few for --workers 257: give fewer --workers, or run an array job elsewhere");
        assertThat(scene.path("store")).doesNotExist();
        assertThat(step("plan" + E + "--run wide --workers 256").result().code())
                .isZero();
    }

    /** One worker finds out by itself whether its model can be fetched; the embedded one is in the jar. */
    @ParameterizedTest(name = "{0} worker(s) of {1}: {2}")
    @CsvSource({"2, docker, true", "1, docker, false", "2, embedded, false"})
    void planSaysWhetherToTryTheModelFirst(int workers, String runner, String warmUp) {
        String plan = "plan --model eos3b5e --store {dir}/store --library {dir}/lib.csv --run w --workers ";

        assertThat(step(plan + workers + " --runner " + runner).outputs).containsEntry("warm_up", warmUp);
    }

    @Test
    void planWritesTheRunAndTheMatrixOfSlicesStillToPredict() {
        Step first = step(PLAN);
        step("predict" + E + "--run r --worker 2 --workers 3");
        Step second = step(PLAN);
        step("predict" + E + "--run r --worker 1 --workers 3");
        step("predict" + E + "--run r --worker 3 --workers 3");
        Step last = step(PLAN);

        assertThat(first.outputs)
                .isEqualTo(Map.of(
                        "run", "r",
                        "model", "eos3b5e",
                        "workers", "3",
                        "rows", "6",
                        "matrix",
                                "{\"include\":[{\"worker\":1,\"workers\":3},{\"worker\":2,\"workers\":3},{\"worker\":3,\"workers\":3}]}",
                        "max_parallel", "10",
                        "predict", "true",
                        "warm_up", "false"));
        assertThat(first.summary)
                .startsWith("### Run r of eos3b5e\n\n| rows | sample | workers |")
                .contains("\n<pre>\nestimate:\n  left     6 rows to predict in 3 slices");
        assertThat(second.outputs)
                .containsEntry("matrix", "{\"include\":[{\"worker\":1,\"workers\":3},{\"worker\":3,\"workers\":3}]}")
                .containsEntry("predict", "true");
        assertThat(second.summary).contains("\nSlices to predict: 1, 3.\n");
        assertThat(last.outputs).containsEntry("matrix", "{\"include\":[]}").containsEntry("predict", "false");
        assertThat(last.summary).contains("\nNothing is left to predict.\n");
        assertThat(last.result.code()).isZero();
    }

    @Test
    void planTakesTheRunIdOfTheWorkflow() {
        assertThat(step(Map.of("GITHUB_RUN_ID", "4711", "PRECALC_RUN", ""), "plan" + E).outputs)
                .containsEntry("run", "4711")
                .containsEntry("workers", "1");
    }

    @Test
    void statusWritesTheGroupsThatCanBeServed() {
        step(PLAN);
        Step none = step("status" + STORE);
        step("predict" + E + "--run r --worker 3 --workers 3");
        Step one = step("status" + STORE);
        step(Map.of("PRECALC_PARTITIONS", "3"), "serve" + STORE);
        Step served = step("status" + STORE);

        assertThat(none.outputs).isEqualTo(Map.of("matrix", "{\"include\":[]}", "serve", "false"));
        assertThat(one.outputs)
                .isEqualTo(Map.of("matrix", "{\"include\":[{\"group\":1,\"partitions\":\"3\"}]}", "serve", "true"));
        assertThat(one.summary)
                .contains("| 1 | 2 | 0 | 0 | 0 | 0 | missing |", "| 3 | 2 | 0 | 2 | 0 | 0 | predicted |");
        assertThat(served.outputs).containsEntry("serve", "false");
    }

    @Test
    void predictShowsItsRejectsByReasonWithExamplesThatTakeNoEffect() {
        List<String> lines = new ArrayList<>(List.of("smiles"));
        for (int i = 0; i < 100; i++) {
            lines.add(i < 11 ? "C|<b>C@ersilia" + i : "C".repeat(i));
        }
        scene.file("lib.csv", lines.toArray(String[]::new));

        Step step = step("predict" + E + "--run r");

        assertThat(step.result.code()).isEqualTo(3);
        assertThat(step.annotations())
                .containsExactly(
                        "::warning title=worker 1 of 1::worker 1 of 1: 11.0 %25 of rows were rejected, 10 %25 are allowed");
        assertThat(step.summary)
                .contains("### Worker 1 of 1, run r of eos3b5e", "| 100 | 89 | 0 | 11 |", "| invalid_smiles | 11 |")
                .contains("| invalid_smiles | 3 | <code>C&#124;&#60;b&#62;C&#64;ersilia2</code> |")
                .doesNotContain("<b>", "ersilia3", "@");
    }

    @Test
    void finishGoesOnWhileAPartitionIsMissingAndRowsWereAdded() {
        step(PLAN);
        step("predict" + E + "--run r --worker 1 --workers 3");
        step("serve" + STORE);
        Step first = finish(0);
        Step vain = finish(1);
        Step stuck = finish(2);

        assertThat(first.result.code()).isZero();
        assertThat(first.outputs).isEqualTo(Map.of("run", "r", "continue", "true", "continuation", "1"));
        assertThat(first.result.err().lines().skip(1))
                .containsExactly(
                        "precalc: run r goes on with continuation 1: 2 of 6 rows are done, 2 of them in this round;"
                                + " not predicted: worker 2-3 of 3");
        assertThat(first.annotations())
                .hasSize(1)
                .allMatch(line -> line.startsWith("::notice title=run r::run r goes on"));
        assertThat(first.summary)
                .contains(
                        "### Account of run r",
                        "| 6 | 2 | 2 | 0 | 0 | 4 |",
                        "### Report of run r",
                        "Control molecules: only one worker",
                        "The whole report: <code>")
                .doesNotContain("to do");
        assertThat(vain.result.code()).isZero();
        assertThat(vain.outputs).containsEntry("continue", "true").containsEntry("continuation", "2");
        assertThat(stuck.result.code()).isEqualTo(4);
        assertThat(stuck.outputs).containsEntry("continue", "false").containsEntry("continuation", "3");
        assertThat(stuck.result.err().lines().skip(1))
                .containsExactly(
                        "precalc: run r ends unfinished, as 2 rounds in a row added nothing: 2 of 6 rows are"
                                + " done, 0 of them in this round; not predicted: worker 2-3 of 3",
                        "precalc: 4 rows are unaccounted for in run r: not predicted: part-0002, part-0003; run the same"
                                + " command again, or predict and serve them");
        assertThat(stuck.annotations()).hasSize(2).allMatch(line -> line.startsWith("::error title=run r::"));
        assertThat(stuck.summary).contains("What to do next:", "precalc predict --model eos3b5e --run r --worker 2");
    }

    @Test
    void finishOfAWholeRunGoesNowhere() {
        step("run" + E + "--run r --workers 3");
        Step finish = finish(4);

        assertThat(finish.result.code()).isZero();
        assertThat(finish.outputs).isEqualTo(Map.of("run", "r", "continue", "false", "continuation", "5"));
        assertThat(finish.annotations()).isEmpty();
        assertThat(finish.summary).contains("| served |\n| --- |\n| 3 |");
    }

    @Test
    void runInOneProcessTellsItsAccount() {
        Step run = step("run" + E + "--run r --workers 3");

        assertThat(run.outputs).isEqualTo(Map.of("run", "r"));
        assertThat(run.summary).startsWith("### Account of run r\n\n").contains("| 6 | 6 | 6 | 0 | 0 | 0 |");
    }

    @Test
    void whatIsPredictedButNotServedEndsWithFourAndWithoutAnotherRound() {
        step("predict" + E + "--run r");
        Step finish = finish(0);

        assertThat(finish.result.code()).isEqualTo(4);
        assertThat(finish.outputs).containsEntry("continue", "false");
        assertThat(finish.result.err()).contains("not served: part-0001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "9999"})
    void aContinuationThatIsNoneIsRefused(String continuation) {
        step("predict" + E + "--run r");

        assertThat(scene.run("finish" + STORE + "--continuation=" + continuation))
                .isEqualTo(new Precalc.Result(
                        2, "", "precalc: --continuation %s: expected 0 to 9,998%n".formatted(continuation)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --format json", " --format json -o {dir}/data"})
    void errorsAreShownOnceWhereStdoutIsNotForJson(String format) {
        Step failed = step("status --model eos3b5e --store {dir}/nowhere" + format);

        String line = "no run of eos3b5e in %s/nowhere: predict first".formatted(folder);
        assertThat(failed.result.code()).isEqualTo(65);
        assertThat(failed.result.err()).isEqualTo("precalc: " + line + System.lineSeparator());
        assertThat(failed.annotations())
                .isEqualTo(
                        format.endsWith("json")
                                ? List.of()
                                : List.of("::error title=precalc status::" + Actions.data(line)));
        assertThat(failed.summary).startsWith("### precalc status failed\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eos3b5e; rm -rf /", "eos3b5e%0A::error::x", "$(id)"})
    void badInputsOfADispatchFailInOneLine(String model) {
        Step failed = step(Map.of("PRECALC_MODEL", model), "plan --runner embedded --store {dir}/store");

        assertThat(failed.result.code()).isEqualTo(2);
        assertThat(failed.result.err()).hasLineCount(1).contains("not a model id: '" + model + "'", "PRECALC_MODEL");
        assertThat(failed.annotations())
                .hasSize(1)
                .allMatch(line ->
                        line.startsWith("::error title=precalc plan::") && line.contains(model.replace("%", "%25")));
        assertThat(failed.outputs).isEmpty();
    }

    @Test
    void aStoppedWorkerIsAWarning() {
        Step stopped = step("predict" + E + "--run r --deadline 2020-01-01T00:00:00Z");

        assertThat(stopped.result.code()).isEqualTo(75);
        assertThat(stopped.annotations())
                .containsExactly(
                        "::warning title=precalc predict::the deadline 2020-01-01T00:00:00Z is over: nothing was begun");
    }

    /** The embedded model refuses S3 unless there is an endpoint; with one that nobody may use, the login is at fault. */
    @Test
    void aLoginThatIsMissingNamesTheRef() {
        Map<String, String> nobody = Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_ENDPOINT_URL_S3", S3.endpoint().toString(),
                "GITHUB_REF", "refs/heads/mine");
        String plan =
                "plan --model eos3b5e --runner embedded --store s3://bucket/x --library s3://bucket/lib.csv --run r";

        Step job = step(nobody, plan);
        Precalc.Result elsewhere = scene.run(nobody, plan);

        assertThat(elsewhere.code()).isEqualTo(69);
        assertThat(elsewhere.err())
                .hasLineCount(1)
                .contains("no AWS credentials")
                .doesNotContain("ref");
        assertThat(job.result.code()).isEqualTo(69);
        assertThat(job.result.err())
                .hasLineCount(1)
                .startsWith(elsewhere.err().strip())
                .contains("; this job runs on refs/heads/mine, which the role of AWS_ROLE_ARN may not trust: start the"
                        + " workflow from a ref that it trusts");
        assertThat(job.annotations()).hasSize(1);
    }

    /** Every command once with all of a job's variables but the one that says that it is a job. */
    @Test
    void nothingOfThisIsSaidOutsideOfActions() {
        Map<String, String> files = Map.of(
                "GITHUB_OUTPUT", scene.path("output").toString(),
                "GITHUB_STEP_SUMMARY", scene.path("summary").toString());
        scene.run(PLAN);
        scene.run("predict" + E + "--run r --worker 1 --workers 3");
        for (String command : List.of(
                PLAN,
                PLAN + " --format json",
                "predict" + E + "--run r --worker 1 --workers 3",
                "serve" + STORE,
                "serve" + STORE + "--partitions 1,2",
                "status" + STORE,
                "finish" + STORE,
                "finish" + STORE + "--continuation 0",
                "status --model nonsense")) {
            scene.run(command); // what is done the first time is kept the second
            Precalc.Result here = scene.run(command);
            Precalc.Result withFiles = scene.run(files, command);
            Step job = step(command);

            assertThat(scene.steady(withFiles.out())).as(command).isEqualTo(scene.steady(here.out()));
            assertThat(withFiles.err()).as(command).isEqualTo(here.err());
            assertThat(withFiles.code()).as(command).isEqualTo(here.code());
            assertThat(job.result.code()).as(command).isEqualTo(here.code());
            assertThat(job.result.err()).as(command).isEqualTo(here.err());
            assertThat(job.result.out().replaceAll("(?m)^::.*\n", ""))
                    .as(command)
                    .isEqualTo(here.out());
        }
        assertThat(scene.path("output")).doesNotExist();
        assertThat(scene.path("summary")).doesNotExist();
    }
}
