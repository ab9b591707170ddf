package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.aws.MotoServer;
import io.ersilia.precalc.flow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The workflows as written, run by act, a runner that is not ours: matrix, reusable workflows, outputs, conditions and
 * summaries. Actions are those of {@code src/test/actions}; {@code mvn}, {@code sudo} and {@code gh} are stand-ins.
 *
 * <p>What act 0.2 does not do: it reads no expression in {@code max-parallel}, grants no permissions, has no OIDC login,
 * knows nothing of {@code concurrency}, gives every workflow run the number 1, and starts no further job once one of a
 * reusable workflow has failed, whatever their conditions say.
 */
class WorkflowsByActIT {

    private static final String WORKFLOW = "predict-parallel.yml";
    private static final String REPOSITORY = "some-owner/some-name";
    private static final Path WORKFLOWS = Path.of(".github/workflows");
    private static final Pattern ACTION = Pattern.compile("uses: (([\\w-]+)/([\\w-]+)@[0-9a-f]{40})");
    private static final int LONGEST_SECONDS = 600;

    private static final String BUCKET = "some-bucket";
    private static final String TABLE = "predictions";

    @RegisterExtension
    static final MotoServer MOTO = new MotoServer();

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void aStoreAndATable() {
        DynamoDbServer.makeTable(MOTO.dynamoDb(), TABLE);
        String library = IntStream.rangeClosed(1, 400)
                .mapToObj(row -> "C".repeat(row) + "O")
                .collect(Collectors.joining("\n", "smiles\n", "\n"));
        MOTO.s3().createBucket(create -> create.bucket(BUCKET));
        MOTO.s3()
                .putObject(put -> put.bucket(BUCKET).key("hub/reference_library.csv"), RequestBody.fromString(library));
    }

    @BeforeEach
    void aRepository() throws IOException, InterruptedException {
        Path repository = Files.createDirectories(folder.resolve("repository/.github/workflows"));
        try (Stream<Path> workflows = Files.list(WORKFLOWS)) {
            for (Path workflow : workflows.toList()) {
                Files.copy(workflow, repository.resolve(workflow.getFileName()));
            }
        }
        Files.copy(Path.of(".github/ersilia-requirements.txt"), repository.resolveSibling("ersilia-requirements.txt"));
        Files.createDirectories(folder.resolve("calls"));
        Files.createDirectories(folder.resolve("bin"));
        git("init", "-q", "-b", "main");
        git("add", "-A");
        git("-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-q", "-m", "t");
    }

    @Test
    void aSampleOf100ByFiveWorkersIsCompleteAlthoughOneDiesAndIsThenOutOfTime() throws Exception {
        Path died = folder.resolve("died");
        Path late = folder.resolve("late");
        program("java", """
                case "$*" in
                *predict)
                  if [ "$PRECALC_WORKER" = 3 ]; then
                    if mkdir '%s' 2>/dev/null; then kill -9 $$; fi
                    if mkdir '%s' 2>/dev/null; then export PRECALC_DEADLINE=1s; fi
                  fi ;;
                esac
                exec '%s' "$@"
                """.formatted(died, late, QuickJava.program()));
        Map<String, String> inputs = Map.of("model-id", "eos3b5e", "sample-only", "100", "workers", "5");

        Run dispatched = dispatch(inputs);

        assertThat(dispatched.code()).as(dispatched.log()).isNotZero();
        assertThat(dispatched.jobs())
                .containsEntry("Plan", "succeeded")
                .containsEntry("Worker 2 of 5-2/Predict one slice/Predict", "succeeded")
                .containsEntry("Worker 3 of 5-3/Predict one slice/Predict", "failed")
                .hasSize(6);
        assertThat(dispatched.log()).contains("Killed");

        Run resumed = dispatch(Map.of("model-id", "eos3b5e", "run", "1"));

        assertThat(resumed.code()).as(resumed.log()).isZero();
        assertThat(resumed.workers()).containsExactly("Worker 3 of 5");
        assertThat(resumed.log())
                .contains("stopped at the deadline", "| 3 | 20 |", "run 1 goes on with continuation 1");
        assertThat(resumed.jobs()).containsEntry("Next round", "succeeded");
        assertThat(keys()).hasSize(80);
        Map<String, String> next = dispatchedByGh();
        assertThat(next)
                .containsEntry("model-id", "eos3b5e")
                .containsEntry("run", "1")
                .containsEntry("continuation", "1")
                .containsOnlyKeys(
                        Workflow.named(WORKFLOW).inputs("workflow_dispatch").keySet());

        Run continued = dispatch(next);

        assertThat(continued.code()).as(continued.log()).isZero();
        assertThat(continued.workers()).containsExactly("Worker 3 of 5");
        assertThat(continued.jobs())
                .doesNotContainKey("Next round")
                .containsEntry("Account for every row", "succeeded");
        assertThat(continued.log()).contains("run 1: 100 rows in, 100 predicted, 100 served", "### Account of run 1");
        assertThat(keys()).hasSize(100);
        assertThat(Files.readAllLines(folder.resolve("calls/gh")))
                .startsWith("issue", "comment", "7", "--body")
                .last()
                .asString()
                .startsWith("Run 1 of `eos3b5e` is done: every row is accounted for. https://github.com/");
        assertThat(new TreeSet<>(Files.readAllLines(folder.resolve("calls/login"))))
                .containsExactly("arn:aws:iam::1:role/predict us-east-1", "arn:aws:iam::1:role/worker us-east-1");
    }

    @Test
    void runsInWhichAJobAroundTheWorkersFailedAreStartedAgain() throws Exception {
        // Answers as the real program does behind its --jq: two runs that may be repeated, of one of which Plan failed.
        program("gh", """
                printf '%%s\\n' "$*" >>'%s'
                case "$*" in
                *workflows/predict-parallel.yml/runs*) printf '11\\n12\\n' ;;
                *runs/11/jobs*) printf 'Plan\\n' ;;
                esac
                """.formatted(folder.resolve("calls/gh")));

        Run run = run("schedule", "resume.yml", Map.of());

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.log()).contains("run 11: failed jobs are started again, as one of them was: Plan");
        assertThat(Files.readAllLines(folder.resolve("calls/gh")))
                .filteredOn(words -> words.contains("POST"))
                .containsExactly("api --method POST repos/" + REPOSITORY + "/actions/runs/11/rerun-failed-jobs");
    }

    /** The keys of the predictions in the table. */
    private Set<String> keys() {
        return MOTO.dynamoDb().scanPaginator(scan -> scan.tableName(TABLE)).items().stream()
                .map(item -> Objects.requireNonNull(item.get("PK")).s())
                .filter(key -> key.startsWith("INPUTKEY#"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private record Run(int code, Map<String, String> jobs, String log) {

        private static final Pattern ENDED = Pattern.compile("(?m)^\\[(.*?)\\s*] 🏁 {2}Job (succeeded|failed)$");

        static Run of(int code, String log) {
            Map<String, String> jobs = new TreeMap<>();
            Matcher ended = ENDED.matcher(log);
            while (ended.find()) {
                jobs.put(ended.group(1).replaceFirst("^Run Inference in Parallel/", ""), ended.group(2));
            }
            return new Run(code, jobs, log);
        }

        /** The workers that had something to do. */
        List<String> workers() {
            return jobs.keySet().stream()
                    .filter(job -> job.startsWith("Worker"))
                    .map(job -> job.replaceFirst("(-\\d+)?/.*", ""))
                    .toList();
        }
    }

    private Run dispatch(Map<String, String> inputs) throws IOException, InterruptedException {
        return run("workflow_dispatch", WORKFLOW, inputs);
    }

    private Run run(String event, String workflow, Map<String, String> inputs)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                PythonTools.program("act").toString(),
                event,
                "--workflows=" + WORKFLOWS.resolve(workflow),
                "--env=GITHUB_REPOSITORY=" + REPOSITORY,
                "--platform=ubuntu-24.04=-self-hosted",
                "--concurrent-jobs=2",
                "--no-cache-server",
                "--action-offline-mode",
                "--action-cache-path=" + folder.resolve("cache"),
                "--secret=GITHUB_TOKEN=not-a-real-token"));
        standIns().forEach((action, place) -> command.add("--local-repository=" + action + "=" + place));
        inputs.forEach((name, value) -> command.add("--input=" + name + "=" + value));
        Map.of(
                        "PRECALC_STORE", "s3://" + BUCKET + "/hub",
                        "PRECALC_TABLE", "dynamodb:" + TABLE,
                        "PRECALC_RUNNER", "embedded",
                        "PRECALC_TELL_ISSUE", "7",
                        "AWS_REGION", "us-east-1",
                        "AWS_ROLE_ARN", "arn:aws:iam::1:role/worker",
                        "AWS_PREDICT_ROLE_ARN", "arn:aws:iam::1:role/predict")
                .forEach((name, value) -> command.add("--var=" + name + "=" + value));
        Map<String, String> services = new HashMap<>(MOTO.environment());
        String login = Stream.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION")
                .map(name -> name + "=" + services.remove(name))
                .collect(Collectors.joining("\n", "", "\nAWS_SESSION_TOKEN=test"));
        services.putAll(Map.of(
                "STAND_INS", folder.toString(),
                "STAND_IN_LOGIN", login,
                "LAPTOP_CALLS", folder.resolve("calls").toString(),
                "LAPTOP_JAR", PackagedPrecalc.jar().toString()));
        services.forEach((name, value) -> command.add("--env=" + name + "=" + value));

        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.resolve("repository").toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("GITHUB_"));
        builder.environment()
                .put("HOME", Files.createDirectories(folder.resolve("home")).toString());
        builder.environment()
                .put(
                        "PATH",
                        Stream.of(
                                        folder.resolve("bin").toString(),
                                        Path.of("src/test/bin/actions")
                                                .toAbsolutePath()
                                                .toString(),
                                        System.getenv("PATH"))
                                .collect(Collectors.joining(":")));
        Process act = builder.start();
        if (!act.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            act.descendants().forEach(ProcessHandle::destroyForcibly);
            act.destroyForcibly().waitFor();
            throw new AssertionError("still running: " + Files.readString(log));
        }
        return Run.of(act.exitValue(), Files.readString(log));
    }

    /** For each action that the workflows use, at the commit that they pin, the folder of its stand-in. */
    private static Map<String, Path> standIns() throws IOException {
        Map<String, Path> places = new HashMap<>();
        for (String name : List.of(WORKFLOW, "predict.yml", "serve.yml")) {
            Matcher action = ACTION.matcher(Files.readString(WORKFLOWS.resolve(name)));
            while (action.find()) {
                places.put(
                        action.group(1),
                        Path.of("src/test/actions", action.group(3)).toAbsolutePath());
            }
        }
        return places;
    }

    /** The inputs of the only {@code gh workflow run} so far. */
    private Map<String, String> dispatchedByGh() throws IOException {
        List<String> words = Files.readAllLines(folder.resolve("calls/gh"));
        Files.delete(folder.resolve("calls/gh"));
        assertThat(words).startsWith("workflow", "run", WORKFLOW, "--ref", "main", "--raw-field");
        Map<String, String> inputs = new HashMap<>();
        for (int i = 6; i < words.size(); i += 2) {
            String[] field = words.get(i).split("=", 2);
            inputs.put(field[0], field[1]);
        }
        return inputs;
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("bin").resolve(name), "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command)
                .directory(folder.resolve("repository").toFile())
                .inheritIO()
                .start();
        assertThat(git.waitFor()).isZero();
    }
}
