package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ersilia.precalc.cli.PrecalcCommand;
import io.ersilia.precalc.cli.Wiring;
import io.ersilia.precalc.flow.Workflow;
import io.ersilia.precalc.flow.Workflow.Job;
import io.ersilia.precalc.flow.Workflow.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What no workflow may lack or hold, by the files alone. */
class WorkflowsTest {

    private static final int LONGEST_JOB_MINUTES = 360;
    private static final long LONGEST_LINT_SECONDS = 240;
    private static final Path CHECKS = Path.of("src/test/workflows");

    /** Which job may do what; {@code workflow job} and its permissions. A job that is not here may do nothing. */
    private static final Map<String, Map<String, String>> MAY = Map.ofEntries(
            Map.entry("campaign.yml next", Map.of("contents", "read", "id-token", "write")),
            Map.entry("campaign.yml start", Map.of("actions", "write")),
            Map.entry("ci.yml verify", Map.of("contents", "read")),
            Map.entry("ci.yml first-line", Map.of("contents", "read")),
            Map.entry("ci.yml api", Map.of("contents", "read")),
            Map.entry("hub.yml model", Map.of("contents", "read")),
            Map.entry("predict-parallel.yml plan", Map.of("contents", "read", "id-token", "write")),
            Map.entry("predict-parallel.yml warm-up", Map.of()),
            Map.entry("predict-parallel.yml predict", Map.of("id-token", "write")),
            Map.entry("predict-parallel.yml servable", Map.of("id-token", "write")),
            Map.entry("predict-parallel.yml serve", Map.of("id-token", "write")),
            Map.entry("predict-parallel.yml finish", Map.of("id-token", "write")),
            Map.entry("predict-parallel.yml go-on", Map.of("actions", "write")),
            Map.entry("predict-parallel.yml tell", Map.of("issues", "write")),
            Map.entry("predict.yml predict", Map.of("id-token", "write")),
            Map.entry("resume.yml resume", Map.of("actions", "write")),
            Map.entry("serve.yml serve", Map.of("id-token", "write")),
            Map.entry("serve-parallel.yml servable", Map.of("contents", "read", "id-token", "write")),
            Map.entry("serve-parallel.yml serve", Map.of("id-token", "write")),
            Map.entry("serve-parallel.yml finish", Map.of("id-token", "write")),
            Map.entry("release.yml build", Map.of("contents", "read")),
            Map.entry(
                    "release.yml image",
                    Map.of("attestations", "write", "contents", "read", "id-token", "write", "packages", "write")),
            Map.entry("release.yml publish", Map.of("attestations", "write", "contents", "write", "id-token", "write")),
            Map.entry("release.yml python", Map.of("contents", "read", "id-token", "write")));

    private static final Pattern PINNED =
            Pattern.compile("uses: ([\\w.-]+/[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+)");
    private static final Pattern CALL =
            Pattern.compile("(?:java [^|;)\n]*?-jar (?:target/)?precalc\\.jar|\\./precalc)([^|;)\n]*)");
    private static final Pattern SET = Pattern.compile("(PRECALC_\\w+)=");

    /** A step with what it belongs to. */
    private record Place(Workflow workflow, Job job, Step step) {
        @Override
        public String toString() {
            return "%s, job %s, step '%s'".formatted(workflow.name(), job.id(), step.title());
        }
    }

    private static Stream<Place> steps() {
        return Workflow.all().stream()
                .flatMap(workflow -> workflow.jobs().values().stream()
                        .flatMap(job -> job.steps().stream().map(step -> new Place(workflow, job, step))));
    }

    private static Stream<Place> actions(String name) {
        return steps().filter(place -> place.step().text("uses").startsWith(name + "@"));
    }

    @Test
    void theWorkflowsOfTheContractAreThere() {
        assertThat(Workflow.all())
                .extracting(Workflow::name)
                .contains(
                        "campaign.yml",
                        "ci.yml",
                        "hub.yml",
                        "predict-parallel.yml",
                        "predict.yml",
                        "release.yml",
                        "resume.yml",
                        "serve-parallel.yml",
                        "serve.yml");
        Workflow dispatched = Workflow.named("predict-parallel.yml");
        assertThat(dispatched.content()).containsEntry("name", "Run Inference in Parallel");
        assertThat(dispatched.inputs("workflow_dispatch"))
                .containsOnlyKeys(
                        "model-id",
                        "sample-only",
                        "workers",
                        "max-parallel",
                        "model-version",
                        "library",
                        "run",
                        "continuation");
        assertThat(dispatched.inputs("workflow_dispatch").get("max-parallel"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("default", "10");
        assertThat(Workflow.named("predict.yml").events()).containsExactly("workflow_call");
        assertThat(Workflow.named("serve.yml").events()).containsExactly("workflow_call");
    }

    @Test
    void everyActionIsPinnedByItsCommitWithTheVersionAsComment() throws IOException {
        Map<String, Set<String>> pins = new TreeMap<>();
        for (Workflow workflow : Workflow.all()) {
            for (String line : Files.readAllLines(workflow.file())) {
                if (line.matches("\\s*(- )?uses:.*") && !line.contains("uses: ./.github/workflows/")) {
                    Matcher pinned = PINNED.matcher(line.strip().replaceFirst("^- ", ""));
                    assertThat(pinned.matches())
                            .as(workflow.name() + ": " + line)
                            .isTrue();
                    pins.computeIfAbsent(pinned.group(1).split("@", -1)[0], name -> new TreeSet<>())
                            .add(pinned.group(1));
                }
            }
        }
        assertThat(pins)
                .isNotEmpty()
                .allSatisfy(
                        (action, versions) -> assertThat(versions).as(action).hasSize(1));
    }

    @Test
    void noScriptHoldsAnExpression() {
        assertThat(steps().filter(place -> place.step().text("run").contains("${{")))
                .isEmpty();
    }

    @Test
    void everyJobMayDoWhatItNeedsAndNoMore() {
        Map<String, Map<String, Object>> may = new TreeMap<>();
        for (Workflow workflow : Workflow.all()) {
            assertThat(workflow.content().get("permissions"))
                    .as(workflow.name())
                    .isEqualTo(Map.of());
            workflow.jobs().values().forEach(job -> {
                assertThat(job.content()).as(workflow.name()).containsKey("permissions");
                may.put(workflow.name() + " " + job.id(), job.map("permissions"));
            });
        }
        assertThat(may).isEqualTo(MAY);
    }

    @Test
    void everyJobEndsInTime() {
        for (Workflow workflow : Workflow.all()) {
            for (Job job : workflow.jobs().values()) {
                if (!job.isCall()) {
                    assertThat(job.text("timeout-minutes"))
                            .as(workflow.name() + " " + job.id())
                            .matches("\\d+")
                            .satisfies(minutes ->
                                    assertThat(Integer.parseInt(minutes)).isLessThan(LONGEST_JOB_MINUTES));
                }
            }
        }
    }

    @Test
    void noSecretIsHandedOnAndNoTokenIsLeftBehind() throws IOException {
        for (Workflow workflow : Workflow.all()) {
            assertThat(Files.readString(workflow.file()))
                    .as(workflow.name())
                    .doesNotContain("secrets: inherit", "secrets.", "pull_request_target");
        }
        assertThat(actions("actions/checkout"))
                .isNotEmpty()
                .allSatisfy(place -> assertThat(place.step().map("with"))
                        .as("%s", place)
                        .containsEntry("persist-credentials", "false"));
    }

    @Test
    void everyLoginLastsAsLongAsTheLongestJob() {
        assertThat(actions("aws-actions/configure-aws-credentials"))
                .hasSizeGreaterThan(5)
                .allSatisfy(place -> assertThat(place.step().map("with"))
                        .as("%s", place)
                        .containsEntry("role-duration-seconds", "21600")
                        .containsEntry(
                                "role-to-assume",
                                place.job().id().equals("predict")
                                        ? "${{ vars.AWS_PREDICT_ROLE_ARN || vars.AWS_ROLE_ARN }}"
                                        : "${{ vars.AWS_ROLE_ARN }}")
                        .containsEntry("aws-region", "${{ vars.AWS_REGION }}"));
    }

    /** Whoever may read a step's environment may read its secrets: those of a model's parent are none. */
    @Test
    void theLoginOfAModelsJobIsInNoEnvironmentOfAModel() {
        Job predict =
                Objects.requireNonNull(Workflow.named("predict.yml").jobs().get("predict"));
        List<Step> steps = predict.steps();

        assertThat(steps)
                .filteredOn(step -> step.text("uses").startsWith("aws-actions/configure-aws-credentials@"))
                .singleElement()
                .satisfies(step -> assertThat(step.map("with"))
                        .containsEntry("output-credentials", "true")
                        .containsEntry("output-env-credentials", "false")
                        .containsEntry("inline-session-policy", "${{ steps.rights.outputs.policy }}"));
        assertThat(steps)
                .filteredOn(step -> step.map("env").toString().contains("steps.login.outputs"))
                .singleElement()
                .satisfies(step -> assertThat(step.text("run"))
                        .contains("sudo install -m 600")
                        .doesNotContain("java"));
        assertThat(steps)
                .filteredOn(step -> step.text("run").contains("precalc.jar predict"))
                .singleElement()
                .satisfies(step -> assertThat(step.text("run")).contains("sudo --preserve-env=\"$PASSED\" env "))
                .satisfies(step -> assertThat(String.valueOf(step.map("env").get("PASSED")))
                        .matches("[A-Z_,]+")
                        .doesNotContain("KEY", "TOKEN", "SECRET", "ACTIONS_ID"))
                .satisfies(step -> assertThat(
                                String.valueOf(step.map("env").get("PASSED")).split(","))
                        .containsAll(step.map("env").keySet().stream()
                                .filter(name -> name.startsWith("PRECALC_"))
                                .toList()));
    }

    @Test
    void aLoginOfAModelsJobChangesNothingButItsRun() throws IOException, InterruptedException {
        Step rights = Objects.requireNonNull(
                        Workflow.named("predict.yml").jobs().get("predict"))
                .steps()
                .stream()
                .filter(step -> step.text("id").equals("rights"))
                .findFirst()
                .orElseThrow();
        Path output = Files.createTempFile("output", "");
        ProcessBuilder bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", rights.text("run"));
        bash.environment()
                .putAll(Map.of(
                        "GITHUB_OUTPUT",
                        output.toString(),
                        "MODEL",
                        "eos3b5e",
                        "RUN",
                        "4711",
                        "ROLE",
                        "arn:aws-cn:iam::123456789012:role/predict",
                        "PRECALC_STORE",
                        "s3://bucket/hub/"));
        assertThat(bash.start().waitFor()).isZero();

        assertThat(Files.readString(output))
                .isEqualTo("policy={\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                        + "[\"s3:GetObject\",\"s3:ListBucket\"],\"Resource\":\"*\"},{\"Effect\":\"Allow\",\"Action\":"
                        + "[\"s3:DeleteObject\",\"s3:PutObject\",\"s3:PutObjectTagging\"],\"Resource\":"
                        + "\"arn:aws-cn:s3:::bucket/hub/out/eos3b5e/4711/*\"}]}\n");
        Files.delete(output);
    }

    /** The same in both jobs that run a model: Docker keeps its other settings, and a mirror that it does not take ends the job. */
    @Test
    void imagesComeFromTheMirrorThatARepositoryNames(@TempDir Path folder) throws IOException, InterruptedException {
        List<Step> steps = steps().filter(place -> place.step().title().equals("Take images from the mirror"))
                .map(Place::step)
                .toList();
        assertThat(steps).hasSize(2);
        assertThat(steps.get(0)).isEqualTo(steps.get(1));
        assertThat(steps.get(0).text("if")).isEqualTo("${{ vars.PRECALC_REGISTRY_MIRROR != '' }}");
        for (String program : List.of("sudo", "systemctl", "docker")) {
            Path file = Files.writeString(
                    folder.resolve(program),
                    switch (program) {
                        case "sudo" -> "#!/bin/sh\nexec \"$@\"\n";
                        case "docker" -> "#!/bin/sh\necho '[\"https://mirror.example.org/\"]'\n";
                        default -> "#!/bin/sh\n";
                    });
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Path settings = folder.resolve("daemon.json");
        ProcessBuilder bash = new ProcessBuilder(
                        "bash",
                        "-eo",
                        "pipefail",
                        "-c",
                        steps.get(0).text("run").replace("/etc/docker", folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        bash.environment().put("MIRROR", "https://mirror.example.org");
        bash.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);

        assertThat(bash.start().waitFor()).isZero();
        assertThat(settings).hasContent("{\"registry-mirrors\": [\"https://mirror.example.org\"]}");

        Files.writeString(settings, "{\"cgroup-parent\": \"/actions_job\", \"registry-mirrors\": []}");
        assertThat(bash.start().waitFor()).isZero();
        assertThat(settings)
                .hasContent(
                        "{\"cgroup-parent\": \"/actions_job\", \"registry-mirrors\": [\"https://mirror.example.org\"]}");

        Files.writeString(folder.resolve("timeout"), "#!/bin/sh\nexit 124\n");
        assertThat(folder.resolve("timeout").toFile().setExecutable(true)).isTrue();
        assertThat(bash.start().waitFor()).isEqualTo(69);
        assertThat(folder.resolve("said"))
                .content()
                .contains("'https://mirror.example.org'", "PRECALC_REGISTRY_MIRROR");
    }

    @ParameterizedTest(name = "finish {0}, exit code {1}")
    @CsvSource({
        "success, '', 'is done: every row is accounted for.'",
        "failure, 3, 'is done, but more rows were rejected than allowed.'",
        "failure, 4, 'has stalled: the last two rounds added no rows.'",
        "failure, 69, has failed.",
        "skipped, '', has failed." // the plan failed
    })
    void whoeverSubscribesToTheIssueIsToldHowARunEnded(String finish, String code, String words, @TempDir Path folder)
            throws IOException, InterruptedException {
        Step tell = steps().map(Place::step)
                .filter(step -> step.title().equals("Comment on the issue"))
                .findFirst()
                .orElseThrow();
        Path gh = Files.writeString(folder.resolve("gh"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(gh.toFile().setExecutable(true)).isTrue();
        ProcessBuilder bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", tell.text("run"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        bash.environment()
                .putAll(Map.of(
                        "FINISH", finish, "CODE", code, "RUN", "r1", "MODEL_ID", "eos3b5e", "PAGE", "p", "ISSUE", "7"));
        bash.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);

        assertThat(bash.start().waitFor()).isZero();
        assertThat(folder.resolve("said"))
                .hasContent("issue\ncomment\n7\n--body\nRun r1 of `eos3b5e` %s p".formatted(words));
    }

    /** A cache is shared by all jobs of a repository's branch: what one puts there, another builds with. */
    @Test
    void noJobThatMayLogInOrRunsAModelSharesACache() {
        assertThat(steps())
                .filteredOn(place -> place.step().map("with").containsKey("cache")
                        || place.step().text("uses").startsWith("actions/cache"))
                .extracting(place -> place.workflow().name())
                .containsOnly("ci.yml");
    }

    @Test
    void whatAnotherJobBuiltIsCheckedBeforeItIsUsed() {
        List<Place> downloads = actions("actions/download-artifact").toList();

        assertThat(downloads).hasSizeGreaterThan(4).allSatisfy(place -> {
            Step next = place.job().steps().get(place.job().steps().indexOf(place.step()) + 1);
            assertThat(next.text("run")).as("%s", place).startsWith("sha256sum --check --strict");
            if (!place.workflow().name().equals("release.yml")) {
                assertThat(String.valueOf(next.map("env").get("SUMS")))
                        .as("%s", place)
                        .matches("\\$\\{\\{ (inputs|needs\\.(plan|servable)\\.outputs)\\.sums }}");
            }
        });
    }

    @Test
    void aWorkerInstallsNothingWithoutItsHash() throws IOException {
        assertThat(steps())
                .filteredOn(place -> place.step().text("run").contains("pip install"))
                .filteredOn(place -> !place.workflow().name().equals("hub.yml"))
                .isNotEmpty()
                .allSatisfy(place -> assertThat(place.step().text("run"))
                        .contains("--require-hashes --only-binary :all: --requirement"));
        List<String> requirements = Files.readAllLines(Path.of(".github/ersilia-requirements.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(requirements).anyMatch(line -> line.startsWith("ersilia=="));
        assertThat(requirements)
                .allMatch(line ->
                        line.matches("[a-z0-9][a-z0-9.-]*==[\\w.]+ \\\\|    --hash=sha256:[0-9a-f]{64}( \\\\)?"));
    }

    @Test
    void aMatrixLetsItsSiblingsLiveAndIsNeverMadeEmpty() {
        for (Workflow workflow : Workflow.all()) {
            for (Job job : workflow.jobs().values()) {
                if (job.map("strategy").isEmpty()) {
                    continue;
                }
                assertThat(job.map("strategy")).as(job.id()).containsEntry("fail-fast", "false");
                if (String.valueOf(job.map("strategy").get("matrix")).contains("fromJSON")) {
                    assertThat(job.text("if"))
                            .as(workflow.name() + " " + job.id())
                            .contains(".outputs." + job.id() + " == 'true'");
                }
            }
        }
    }

    @Test
    void aContinuationWaitsForItsRunAndIsNotCancelled() {
        Object concurrency = Workflow.named("predict-parallel.yml").content().get("concurrency");

        assertThat(concurrency)
                .isEqualTo(Map.of(
                        "group", "precalc-${{ inputs.model-id }}-${{ inputs.run || github.run_id }}",
                        "cancel-in-progress", "false"));
    }

    @Test
    void theHubIsTriedWithWhatWorkersInstall() throws IOException {
        assertThat(Files.readString(Workflow.named("hub.yml").file()))
                .contains("--require-hashes --only-binary :all: --requirement .github/ersilia-requirements.txt");
        assertThat(Files.readString(Workflow.named("predict-parallel.yml").file()))
                .contains("cp .github/ersilia-requirements.txt target/");
    }

    @Test
    void allTestsRunOnEveryJavaThatIsSupported() {
        Job verify = Objects.requireNonNull(Workflow.named("ci.yml").jobs().get("verify"));

        assertThat(verify.map("strategy").get("matrix")).isEqualTo(Map.of("java", List.of("17", "21", "25")));
        assertThat(verify.steps())
                .filteredOn(step -> step.text("uses").startsWith("actions/setup-java@"))
                .singleElement()
                .satisfies(step -> assertThat(step.map("with")).containsEntry("java-version", "${{ matrix.java }}"));
        assertThat(verify.steps())
                .filteredOn(step -> step.text("run").equals(".ci/run"))
                .singleElement()
                .satisfies(step -> assertThat(step.map("env")).containsEntry("SKIPS", "none"));
        assertThat(actions("actions/setup-java"))
                .filteredOn(place -> !place.job().equals(verify))
                .isNotEmpty()
                .allSatisfy(place ->
                        assertThat(place.step().map("with")).as("%s", place).containsEntry("java-version", "17"));
    }

    @TestFactory
    Stream<DynamicTest> theCommandLineAcceptsEveryCallOfPrecalc() {
        List<DynamicTest> tests = new ArrayList<>();
        steps().forEach(place -> {
            Matcher call = CALL.matcher(place.step().text("run"));
            while (call.find()) {
                String[] words = call.group(1).strip().split("\\s+", -1);
                tests.add(
                        DynamicTest.dynamicTest("%s: %s".formatted(place, call.group()), () -> accepts(place, words)));
            }
        });
        assertThat(tests).hasSizeGreaterThan(10);
        return tests.stream();
    }

    private static void accepts(Place place, String... words) {
        Map<String, String> environment = new TreeMap<>();
        Stream.of(
                        Workflow.mapOf(place.workflow().content(), "env"),
                        place.job().map("env"),
                        place.step().map("env"))
                .flatMap(level -> level.keySet().stream())
                .forEach(name -> environment.put(name, example(name)));
        place.job()
                .steps()
                .forEach(step -> SET.matcher(step.text("run"))
                        .results()
                        .forEach(set -> environment.put(set.group(1), example(set.group(1)))));
        CommandLine precalc = PrecalcCommand.commandLine(new Wiring(environment, Clock.systemUTC()), () -> false);

        assertThatCode(() -> precalc.parseArgs(words)).doesNotThrowAnyException();
        if (words[0].startsWith("--")) {
            return;
        }
        CommandLine command = Objects.requireNonNull(precalc.getSubcommands().get(words[0]));
        Set<String> options = command.getCommandSpec().optionsMap().keySet();
        assertThat(environment.keySet())
                .filteredOn(name -> name.startsWith("PRECALC_"))
                .filteredOn(name -> !options.contains(option(name)))
                .as("variables that no option of %s reads", words[0])
                .isEmpty();
    }

    private static String option(String variable) {
        return "--"
                + variable.substring("PRECALC_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
    }

    private static String example(String variable) {
        return switch (variable) {
            case "PRECALC_MODEL" -> "eos3b5e";
            case "PRECALC_RUN" -> "17";
            case "PRECALC_RUNNER" -> "docker";
            case "PRECALC_MODEL_USER" -> "model";
            case "PRECALC_STORE" -> "s3://bucket/precalc";
            case "PRECALC_ALLOW_WIDE", "PRECALC_STAGE" -> "true";
            case "PRECALC_WRITE_BUDGET" -> "4000";
            case "PRECALC_TABLE" -> "dynamodb:predictions";
            case "PRECALC_LIBRARY" -> "s3://bucket/library.csv";
            case "PRECALC_PARTITIONS" -> "1,11,21";
            case "PRECALC_DEADLINE" -> "2026-11-22T18:00:00Z";
            case "PRECALC_MODEL_VERSION" -> "v1.0.0";
            default -> "3";
        };
    }

    @Test
    void actionlintAndGithubsOwnParserFindNothing() throws IOException, InterruptedException {
        boolean strict = "true".equals(System.getenv("CI"));
        Path folder = Files.createDirectories(Path.of("target/workflow-checks"));
        for (String file : List.of("package.json", "package-lock.json", "lint.mjs")) {
            Files.copy(CHECKS.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        boolean checks = run(folder, "node", "--version") == 0
                && (isInstalled(folder)
                        || run(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts") == 0);
        assertThat(checks || !strict)
                .as("with CI=true there must be node, and npm must reach its registry: " + log(folder))
                .isTrue();
        assumeTrue(checks, "no node 20, or its packages cannot be had: the workflows are not linted");

        List<String> lint = new ArrayList<>(List.of("node", "lint.mjs"));
        Workflow.all()
                .forEach(workflow -> lint.add(workflow.file().toAbsolutePath().toString()));
        int code = run(folder, lint.toArray(String[]::new));

        assertThat(log(folder)).contains(Workflow.all().size() + " files, 0 findings");
        assertThat(code).isZero();
    }

    @Test
    void zizmorFindsNothing() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of("target/workflow-audit"));

        int code = run(
                folder,
                PythonTools.program("zizmor").toString(),
                "--offline",
                "--pedantic",
                Path.of(".github/workflows").toAbsolutePath().toString());

        assertThat(code).as(log(folder)).isZero();
        assertThat(log(folder)).contains("No findings to report");
    }

    /** Whether npm has installed just what the lock file says. */
    private static boolean isInstalled(Path folder) throws IOException {
        Path mark = folder.resolve("node_modules/.package-lock.json");
        return Files.exists(mark)
                && Files.getLastModifiedTime(mark)
                                .compareTo(Files.getLastModifiedTime(CHECKS.resolve("package-lock.json")))
                        > 0;
    }

    private static String log(Path folder) throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** The program's exit code, or 127 when there is none. */
    private static int run(Path folder, String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            Files.writeString(folder.resolve("log"), String.valueOf(e.getMessage()));
            return 127;
        }
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_LINT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + List.of(command));
        }
        return process.exitValue();
    }
}
