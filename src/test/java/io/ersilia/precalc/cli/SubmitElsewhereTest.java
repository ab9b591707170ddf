package io.ersilia.precalc.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.PythonTools;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs for engines whose machines share nothing but S3 with this one; the tasks they describe are run in this process. */
class SubmitElsewhereTest {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    private static final String BATCH =
            "submit --on batch --batch-queue q --batch-job worker --batch-predict-job predict";
    private static final String KUBERNETES = "submit --on kubernetes --image ghcr.io/o/precalc:1.0 --at-once 4";
    private static final Pattern COMMAND = Pattern.compile("\"command\":(\\[.*?])");
    private static final Pattern ARGS =
            Pattern.compile("- name: (predict|serve|finish)\\n +image: .*\\n +args: (\\[.*])");

    @TempDir
    Path folder;

    private String bucket = "";
    private String table = "";

    @BeforeEach
    void writeLibrary() throws IOException {
        bucket = S3.freshBucket();
        table = DYNAMODB.freshTable();
        Path library = folder.resolve("lib.csv");
        Files.writeString(library, "smiles\n" + "C\nCC\nCCC\n".repeat(8));
        S3.client().putObject(put -> put.bucket(bucket).key("reference_library.csv"), library);
    }

    @Test
    void eachTaskOfBatchPredictsAndServesItsSlice() throws IOException {
        program("aws", "printf '%s\\n' \"$*\" >>calls; wc -l <calls | tr -d ' '");
        precalc(Map.of(), "plan --runner embedded --workers 8 --run r");
        for (int worker : List.of(2, 5)) {
            precalc(Map.of(), "predict --runner embedded --worker %d --workers 8 --run r".formatted(worker));
        }
        precalc(Map.of(), "serve --run r --worker 5");

        Precalc.Result submitted = precalc(Map.of(), BATCH + " --runner embedded --run r --yes");

        assertThat(submitted.code()).as(submitted.err()).isZero();
        assertThat(submitted.out()).isEqualTo("submitted: predict 1 serve 2 serve_predicted 3 finish 4\n");
        List<String> calls = Files.readAllLines(folder.resolve("calls"));
        assertThat(calls.get(0))
                .startsWith(
                        "batch submit-job --query jobId --output text --job-name precalc-eos3b5e-predict --job-queue q --job-definition predict --array-properties size=6 --retry-strategy {\"attempts\":10,")
                .contains("{\"onExitCode\":\"75\",\"action\":\"RETRY\"}")
                .contains("\"--array-workers\",\"1,3-4,6-8\"]")
                .contains("{\"type\":\"VCPU\",\"value\":\"1\"},{\"type\":\"MEMORY\",\"value\":\"");
        assertThat(calls.get(1))
                .contains("--job-definition worker --array-properties size=6 --depends-on jobId=1,type=N_TO_N ");
        assertThat(calls.get(2))
                .doesNotContain("--array-properties", "--depends-on")
                .contains("\"--worker\",\"2\",\"--workers\",\"8\"");
        assertThat(calls.get(3)).contains("--depends-on jobId=2 jobId=3 ");
        for (int call = 0; call < 2; call++) {
            for (int index = 0; index < 6; index++) {
                assertThat(task(
                                Map.of(
                                        "AWS_BATCH_JOB_ID", "p:" + index,
                                        "AWS_BATCH_JOB_ARRAY_INDEX", "" + index,
                                        "AWS_BATCH_JOB_ARRAY_SIZE", "6"),
                                command(calls.get(call))))
                        .isZero();
            }
        }
        assertThat(task(Map.of("AWS_BATCH_JOB_ID", "s"), command(calls.get(2)))).isZero();
        assertThat(task(Map.of("AWS_BATCH_JOB_ID", "f"), command(calls.get(3)))).isZero();
    }

    @Test
    void aLinterOfShellScriptsHasNothingToSayOfBatch() throws Exception {
        SubmitTest.requireClean(
                folder.resolve("jobs.sh"),
                precalc(Map.of(), BATCH + " --runner embedded --workers 8 --run r --serve-args it's")
                        .out());
    }

    @Test
    void eachPodPredictsAndServesItsSlice() throws Exception {
        precalc(Map.of(), "plan --runner embedded --workers 8 --run R.1");
        precalc(Map.of(), "predict --runner embedded --worker 2 --workers 8 --run R.1");
        precalc(Map.of(), "serve --run R.1 --worker 2");

        Precalc.Result printed = precalc(Map.of(), KUBERNETES + " --runner embedded --run R.1 --service-account s");

        assertThat(printed.code()).as(printed.err()).isZero();
        assertThat(printed.out())
                .contains("  completions: 7\n  parallelism: 4\n")
                .contains("app.kubernetes.io/instance: \"R.1\"\n")
                .contains("      restartPolicy: Never\n      serviceAccountName: \"s\"\n")
                .contains("  generateName: \"precalc-eos3b5e-finish-\"\n");
        Map<String, List<String>> commands = commands(printed.out());
        List<String> finish = requireNonNull(commands.get("finish"));
        for (int index = 0; index < 7; index++) {
            assertThat(task(Map.of(), finish)).isEqualTo(ExitCode.INCOMPLETE);
            Map<String, String> pod = Map.of("JOB_COMPLETION_INDEX", "" + index);
            assertThat(task(pod, requireNonNull(commands.get("predict")))).isZero();
            assertThat(task(pod, requireNonNull(commands.get("serve")))).isZero();
        }
        assertThat(precalc(Map.of(), KUBERNETES + " --runner embedded --run R.1")
                        .out())
                .contains("- name: finish")
                .doesNotContain("Indexed");
        assertThat(task(Map.of(), finish)).isZero();
    }

    @Test
    void thePodOfTheOnlySliceLeftIsThatWorker() throws Exception {
        precalc(Map.of(), "plan --runner embedded --workers 3 --run r");
        for (int worker : List.of(1, 3)) {
            precalc(Map.of(), "predict --runner embedded --worker %d --workers 3 --run r".formatted(worker));
        }
        precalc(Map.of(), "serve --run r");

        Map<String, List<String>> commands = commands(
                precalc(Map.of(), KUBERNETES + " --runner embedded --run r").out());

        Map<String, String> pod = Map.of("JOB_COMPLETION_INDEX", "0");
        assertThat(task(pod, requireNonNull(commands.get("predict")))).isZero();
        assertThat(task(pod, requireNonNull(commands.get("serve")))).isZero();
        assertThat(task(Map.of(), requireNonNull(commands.get("finish")))).isZero();
    }

    @Test
    void theManifestFollowsThePublishedSchema() throws Exception {
        Path program = PythonTools.program("kubernetes-validate");
        Path manifest = folder.resolve("job.yaml");
        String printed = precalc(Map.of(), KUBERNETES + " --runner embedded --workers 8 --run r")
                .out();
        Files.writeString(manifest, printed.replaceAll("generateName: .*", "name: x")); // the validator wants a name

        Process validation = new ProcessBuilder(program.toString(), "--strict", "-k", "1.31", manifest.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(validation.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(validation.waitFor()).as(said).isZero();
    }

    @Test
    void aManifestThatIsWrittenSaysWhatComesBeforeAndAfter() {
        Precalc.Result printed = precalc(Map.of(), KUBERNETES + " --runner embedded --workers 2 --run r");

        assertThat(printed.out().lines().limit(5))
                .containsExactly(
                        "# Run r of eos3b5e: 2 workers; to predict: worker 1-2; to serve: worker 1-2.",
                        "# Memory and time: assumed, as no earlier run shows what the model takes: 4.0 GiB, 12 h.",
                        "# Before: precalc plan --model eos3b5e --run r --runner embedded --store s3://%s --table dynamodb:%s --workers 2"
                                .formatted(bucket, table),
                        "# For what these jobs leave undone: the same submit again.",
                        "apiVersion: batch/v1");
        assertThat(printed.out())
                .contains(
                        "args: [\"finish\", \"--model\", \"eos3b5e\", \"--run\", \"r\", \"--store\", \"s3://%s\", \"--table\", \"dynamodb:%s\"]"
                                .formatted(bucket, table));
        assertThat(S3.client().listObjectsV2(list -> list.bucket(bucket)).contents())
                .hasSize(1); // the library
    }

    @Test
    void whatAnEngineNeedsOrCannotDoIsSaid() {
        assertThat(refusal("submit --on batch --batch-job j"))
                .isEqualTo("precalc: --on batch needs --batch-queue: give it or set PRECALC_BATCH_QUEUE\n");
        assertThat(refusal("submit --on kubernetes"))
                .isEqualTo("precalc: --on kubernetes needs --image: give it or set PRECALC_IMAGE\n");
        assertThat(refusal("submit --on kubernetes --image "))
                .isEqualTo("precalc: --on kubernetes needs --image: give it or set PRECALC_IMAGE\n");
        assertThat(refusal(KUBERNETES + " --service-account "))
                .isEqualTo("precalc: --service-account '': give a value, or leave the option out\n");
        assertThat(refusal(BATCH + " --program "))
                .isEqualTo("precalc: --program '': give a value, or leave the option out\n");
        assertThat(refusal(BATCH + " --with "))
                .isEqualTo("precalc: --with '': give a value, or leave the option out\n");
        assertThat(refusal(BATCH + " --at-once 3"))
                .isEqualTo(
                        "precalc: --at-once 3: AWS Batch does not limit the tasks of an array: omit it, and limit the vCPUs of the compute environment\n");
        Precalc.Result local = new Precalc().run((KUBERNETES + " --model eos3b5e --store here").split(" ", -1));
        assertThat(local.err())
                .isEqualTo(
                        "precalc: --store here is a folder of this machine, which jobs of --on kubernetes do not see: give --store s3://…\n");
        assertThat(local.code()).isEqualTo(ExitCode.USAGE);
        Precalc.Result file =
                new Precalc().run((BATCH + " --model eos3b5e --store s3://b --table sqlite:t.db").split(" ", -1));
        assertThat(file.err())
                .isEqualTo(
                        "precalc: --table sqlite:t.db is a file of this machine, which jobs of --on batch do not see: give --table dynamodb:NAME\n");
    }

    private String refusal(String command) {
        Precalc.Result result = precalc(Map.of(), command);
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        return result.err();
    }

    /** Runs the command of a task as its machine would. */
    private int task(Map<String, String> variables, List<String> command) {
        return new Precalc()
                .with(DYNAMODB.environment())
                .with(S3.environment())
                .with(variables)
                .run(command.toArray(String[]::new))
                .code();
    }

    /** The commands of a manifest's containers, by name. */
    private static Map<String, List<String>> commands(String manifest) throws IOException {
        Matcher container = ARGS.matcher(manifest);
        Map<String, List<String>> commands = new HashMap<>();
        while (container.find()) {
            commands.put(container.group(1), words(container.group(2)));
        }
        return commands;
    }

    private static List<String> command(String call) throws IOException {
        Matcher command = COMMAND.matcher(call);
        assertThat(command.find()).isTrue();
        return words(command.group(1));
    }

    private static List<String> words(String json) throws IOException {
        List<String> words = new ArrayList<>();
        for (JsonNode word : Json.MAPPER.readTree(json)) {
            words.add(word.asText());
        }
        return words;
    }

    private void program(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\ncd '" + folder + "'\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Precalc.Result precalc(Map<String, String> variables, String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.addAll(List.of("--model", "eos3b5e", "--store", "s3://" + bucket));
        if (!command.startsWith("plan") && !command.startsWith("predict")) {
            words.addAll(List.of("--table", "dynamodb:" + table));
        }
        return new Precalc()
                .with(DYNAMODB.environment())
                .with(S3.environment())
                .with("PATH", folder + ":/usr/bin:/bin")
                .with(variables)
                .run(words.toArray(String[]::new));
    }
}
