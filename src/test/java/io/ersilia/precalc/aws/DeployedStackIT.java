package io.ersilia.precalc.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ersilia.precalc.PackagedApi;
import io.ersilia.precalc.PackagedPrecalc;
import io.ersilia.precalc.PackagedPrecalc.Result;
import io.ersilia.precalc.PythonTools;
import io.ersilia.precalc.aws.DeployedStack.Call;
import io.ersilia.precalc.docs.ShownCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * The stack as it is deployed, and the packaged jar on it with the roles of the stack: whatever a command needs is allowed, and
 * whatever is allowed is needed.
 */
class DeployedStackIT {

    private static final String MAIN = "refs/heads/main";
    private static final String ASPIRIN = "BSYNRYMUTXBXSQ-UHFFFAOYSA-N";

    /** The CDK writes down that a function depends on its role, which follows from its properties as well. */
    private static final String DEPENDENCY_THAT_THE_CDK_REPEATS = "W3005";

    /** Rights that no command of ours uses. */
    private static final Set<String> NEEDED_BY_LAMBDA_TO_WRITE_THE_LOG =
            Set.of("logs:CreateLogStream", "logs:PutLogEvents");

    private static final String STAGE = "v1";

    /** Of the workflow that predicts: a login may change nothing but the folder of its own run. */
    private static final String ONE_RUN = """
            {"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"*"},
            {"Effect":"Allow","Action":["s3:DeleteObject","s3:PutObject","s3:PutObjectTagging"],"Resource":"arn:aws:s3:::%s/out/eos3b5e/%s/*"}]}""";

    /** A bucket as it is after a while, for the commands that delete it; the guide's command makes the table. */
    private static final String TO_TEAR_DOWN = """
            export PRECALC_STORE=s3://to-tear-down/precalc
            aws s3 mb s3://to-tear-down
            aws s3api put-bucket-versioning --bucket to-tear-down --versioning-configuration Status=Enabled
            aws s3 cp reference_library.csv s3://to-tear-down/precalc/reference_library.csv
            aws s3 cp reference_library.csv s3://to-tear-down/gone
            aws s3 rm s3://to-tear-down/gone
            """;

    @TempDir
    private static Path folder = Path.of("");

    private static DeployedStack stack;

    @BeforeAll
    static void deploy() throws IOException, InterruptedException {
        Path python = PythonTools.program("python");
        assumeTrue(hasNode() || "true".equals(System.getenv("CI")), "no node 20: the stack is not synthesised");
        stack = DeployedStack.in(Files.createDirectory(folder.resolve("stack")), python);
        String[] store = place().split("/", 2);
        try (S3Client s3 = s3()) {
            s3.putObject(
                    put -> put.bucket(store[0]).key(store[1] + "/reference_library.csv"),
                    RequestBody.fromFile(Path.of("test_input.csv")));
        }
    }

    private static S3Client s3() {
        return new AwsSettings(stack.administrator())
                .prepare(S3Client.builder(), AwsApi.S3)
                .forcePathStyle(true)
                .build();
    }

    @AfterAll
    static void end() throws IOException {
        if (stack != null) { // skipped
            stack.close();
        }
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aLinterFindsNothing() throws IOException, InterruptedException {
        Path findings = folder.resolve("findings");
        Process linter = new ProcessBuilder(
                        PythonTools.program("cfn-lint").toString(),
                        stack.template().toString(),
                        "--ignore-checks",
                        DEPENDENCY_THAT_THE_CDK_REPEATS)
                .redirectErrorStream(true)
                .redirectOutput(findings.toFile())
                .start();

        assertThat(linter.waitFor()).as(Files.readString(findings)).isZero();
        assertThat(findings).isEmptyFile();
    }

    @Test
    void everythingIsDeployedButWhatIsListedWithItsReason() {
        assertThat(stack.status()).isEqualTo("CREATE_COMPLETE");
        assertThat(stack.absent())
                .containsExactlyInAnyOrderElementsOf(stack.leftOut().keySet());
        assertThat(stack.output("PRECALC_BATCH_JOB")).startsWith("arn:aws:batch:");
    }

    @Test
    void eachRoleHasTheRightsThatItsCommandsNeedAndNoOthers() throws IOException, InterruptedException {
        Map<String, String> worker = login("Worker", "rights");
        Map<String, String> predict = stack.login("Predict", "rights", MAIN, ONE_RUN.formatted(place(), "rights"));

        succeeds(worker, "plan", "--model", "eos3b5e", "--run", "rights", "--runner", "embedded", "--workers", "2");
        // A repository without AWS_PREDICT_ROLE_ARN predicts with the role of the worker.
        succeeds(
                worker,
                "predict",
                "--model",
                "eos3b5e",
                "--run",
                "rights",
                "--runner",
                "embedded",
                "--worker",
                "1",
                "--workers",
                "2");
        succeeds(
                predict,
                "predict",
                "--model",
                "eos3b5e",
                "--run",
                "rights",
                "--runner",
                "embedded",
                "--worker",
                "2",
                "--workers",
                "2");
        succeeds(worker, "serve", "--model", "eos3b5e", "--run", "rights");
        succeeds(worker, "finish", "--model", "eos3b5e", "--run", "rights");
        succeeds(worker, "status", "--model", "eos3b5e", "--run", "rights");
        succeeds(worker, "report", "--model", "eos3b5e", "--run", "rights");
        succeeds(worker, "run", "--model", "eos3b5e", "--run", "staged", "--runner", "embedded", "--stage");
        assertThat(found(worker, "publish", "--model", "eos3b5e", "--run", "staged"))
                .contains("now see run staged");
        assertThat(found(worker, "publish", "--model", "eos3b5e", "--back")).contains("now see run rights");
        succeeds(worker, "doctor", "--runner", "embedded");
        assertThat(found(worker, "models")).contains("eos3b5e");
        assertThat(found(worker, "query", "--model", "eos3b5e", ASPIRIN)).contains(ASPIRIN, "stored");
        assertThat(found(worker, "query", ASPIRIN)).contains(ASPIRIN, "eos3b5e");

        hasExactlyTheRightsItNeeds("Worker", "rights", Set.of());
        hasExactlyTheRightsItNeeds("Predict", "rights", Set.of());
    }

    @Test
    void theFunctionHasTheRightsThatLookupsNeedAndNoOthers() throws IOException, InterruptedException {
        succeeds(login("Worker", "lookups"), "run", "--model", "eos3b5e", "--run", "lookups", "--runner", "embedded");

        PackagedPrecalc function = new PackagedPrecalc(folder).with(stack.startedWith("Lookup", "function"));
        try (PackagedApi api = PackagedApi.start(function, stack.output("PRECALC_TABLE"))) {
            assertThat(api.post("/predictions", "{\"modelId\":\"eos3b5e\",\"inputKeyArray\":[\"" + ASPIRIN + "\"]}")
                            .body())
                    .contains("180.159");
            assertThat(api.get("/predictions/" + ASPIRIN).body()).contains("180.159");
            assertThat(api.get("/models/eos3b5e").body()).contains("mol_weight");
        }

        hasExactlyTheRightsItNeeds("Lookup", "function", NEEDED_BY_LAMBDA_TO_WRITE_THE_LOG);
    }

    @Test
    void whoMayNotPurgeIsToldWhichRightIsMissingAndWhoMayCan() throws IOException, InterruptedException {
        Map<String, String> worker = login("Worker", "purge");
        succeeds(worker, "run", "--model", "eos3b5e", "--run", "purge", "--runner", "embedded");

        Result refused = precalc(worker, "purge", "--model", "eos3b5e", "--run", "purge", "--yes");

        assertThat(refused.code()).as(refused.err()).isEqualTo(69);
        assertThat(refused.err())
                .contains("cannot delete from dynamodb:")
                .contains("access denied (AccessDeniedException): grant dynamodb:DeleteItem to these credentials");
        assertThat(found(worker, "query", "--model", "eos3b5e", ASPIRIN)).contains("stored");

        assertThat(found(stack.purger(), "purge", "--model", "eos3b5e", "--run", "purge", "--yes"))
                .contains("deleted 30 items");
    }

    @ParameterizedTest(name = "after {0} calls")
    @ValueSource(ints = {20, 45})
    void aLoginThatExpiresInMidRunEndsWith75AndTheNextOneGoesOn(int calls) throws IOException, InterruptedException {
        String run = "expires-after-" + calls;
        String[] options = {"--model", "eos3b5e", "--run", run, "--runner", "embedded", "--workers", "3"};

        Result stopped = precalc(login("Worker", run), "run", options);

        assertThat(stopped.code()).as(stopped.err()).isEqualTo(75);
        assertThat(stopped.err()).contains("the AWS credentials have expired (ExpiredToken): log in again");
        Result gone = precalc(login("Worker", "again"), "run", options);
        assertThat(gone.code()).as(gone.err()).isZero();
        assertThat(gone.out()).contains("30 rows in, 30 predicted, 30 served, 0 duplicates, 0 rejected, 0 unaccounted");
    }

    @Test
    void aWorkflowOfAnotherBranchMayNotLogIn() {
        for (String role : List.of("Worker", "Predict")) {
            assertThatThrownBy(() -> stack.login(role, "elsewhere", "refs/heads/other", null))
                    .isInstanceOf(StsException.class)
                    .hasMessageContaining("Not authorized to perform sts:AssumeRoleWithWebIdentity");
        }
    }

    @Test
    void asSecondEnvironmentOfAnAccountItSharesNothingButGitHubsProvider() throws IOException, InterruptedException {
        assertThat(stack.refusalAs("Staging"))
                .as("an account has only one provider for GitHub, and is told so")
                .contains("EntityAlreadyExists", "CreateOpenIDConnectProvider");
        Map<String, String> created = stack.created();
        String provider = created.entrySet().stream()
                .filter(one -> one.getKey().startsWith("GitHub"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();

        DeployedStack second =
                stack.beside("Staging", Map.of("importProvider", provider, "createApiLogRole", false, "batch", false));

        assertThat(second.status()).isEqualTo("CREATE_COMPLETE");
        assertThat(second.created()).doesNotContainValue(provider);
        assertThat(named(second)).isNotEmpty().doesNotContainAnyElementsOf(named(stack));
        assertThat(Files.readString(stack.template())).contains("AWS::ApiGateway::Account");
        assertThat(Files.readString(second.template()))
                .as("the account's role for the gateway's logs is one setting, which stays as it is")
                .doesNotContain("AWS::ApiGateway::Account");

        Map<String, String> worker = second.login("Worker", "second", MAIN, null);
        assertThat(second.output("PRECALC_TABLE")).isEqualTo("dynamodb:Staging-precalculations-table");
        assertThat(precalc(worker, "status", "--model", "eos3b5e"))
                .as("in the first environment")
                .satisfies(result -> assertThat(result.code()).as(result.err()).isEqualTo(69));
        Result own = new PackagedPrecalc(folder)
                .with(worker)
                .with("PRECALC_STORE", second.output("PRECALC_STORE"))
                .with("PRECALC_TABLE", second.output("PRECALC_TABLE"))
                .run("models");
        assertThat(own.code()).as(own.err()).isZero();
    }

    @Test
    void theDocumentsCommandsOfAwsWorkAsShown() throws IOException, InterruptedException {
        AwsTerminal terminal =
                new AwsTerminal(Files.createDirectory(folder.resolve("terminal")), stack.administrator());
        Files.copy(Path.of("test_input.csv"), folder.resolve("terminal/reference_library.csv"));
        StringBuilder commands = new StringBuilder(TO_TEAR_DOWN);
        for (Path document : ShownCommands.documents()) {
            if (!document.startsWith("docs/decisions")) {
                commands.append(String.join("\n", ShownCommands.in(document).calling("aws")))
                        .append('\n');
            }
        }

        String said = terminal.run(commands.toString()
                .replace("BUCKET", "to-tear-down")
                .replace("precalculations-table", "to-tear-down")
                .replace("lab-a-2026", "lab-a")
                .replace("--api-key ID", "--api-key " + stack.output("PRECALC_API_KEY_ID of lab-a")));

        assertThat(said).contains("CREATE_COMPLETE", "oidc-provider/token.actions.githubusercontent.com");
        assertThat(said).containsPattern("(?m)^Precalc-lab-a\t\\w{20,}$").containsPattern("(?m)^Precalc-lab-b\t");
        assertThat(terminal.noted())
                .contains("gh variable set PRECALC_STORE --body %s --repo OWNER/NAME"
                        .formatted(stack.output("PRECALC_STORE")))
                .filteredOn(line -> line.startsWith("gh"))
                .map(line -> line.split(" ", -1)[3])
                .contains("PRECALC_TABLE", "AWS_REGION", "AWS_ROLE_ARN", "AWS_PREDICT_ROLE_ARN")
                .doesNotContain("PRECALC_API_URL");
        assertThat(commands).contains(AwsTerminal.NOT_SENT.keySet());
        try (S3Client s3 = s3()) {
            assertThat(s3.listBuckets().buckets())
                    .noneMatch(bucket -> bucket.name().equals("to-tear-down"));
        }
    }

    /** What the resources of the stack are known by in the account. */
    private static Set<String> named(DeployedStack some) {
        Set<String> names = new TreeSet<>(some.created().values());
        names.removeAll(Set.of("", STAGE)); // a stage is one of its own API
        return names;
    }

    private static void hasExactlyTheRightsItNeeds(String role, String session, Set<String> ofOthers)
            throws IOException {
        List<Call> calls = stack.calls(role, session);
        assertThat(calls).as("what %s lacks", role).allMatch(Call::permitted);
        assertThat(stack.rights(role))
                .filteredOn(right -> !ofOthers.contains(right.action()))
                .as("what no call of %s needs", role)
                .isNotEmpty()
                .allMatch(right -> calls.stream().anyMatch(right::covers));
    }

    private static Map<String, String> login(String role, String session) {
        return stack.login(role, session, MAIN, null);
    }

    /** The store without its scheme. */
    private static String place() {
        return stack.output("PRECALC_STORE").substring("s3://".length());
    }

    private static String found(Map<String, String> login, String command, String... options)
            throws IOException, InterruptedException {
        Result result = precalc(login, command, options);
        assertThat(result.code()).as("%s: %s", command, result.err()).isZero();
        return result.out();
    }

    private static void succeeds(Map<String, String> login, String command, String... options)
            throws IOException, InterruptedException {
        found(login, command, options);
    }

    private static Result precalc(Map<String, String> login, String command, String... options)
            throws IOException, InterruptedException {
        return new PackagedPrecalc(folder)
                .with(login)
                .with("PRECALC_STORE", stack.output("PRECALC_STORE"))
                .with("PRECALC_TABLE", stack.output("PRECALC_TABLE"))
                .with("AWS_ROLE_ARN", stack.output("AWS_ROLE_ARN"))
                .run(Stream.concat(Stream.of(command), Stream.of(options)).toArray(String[]::new));
    }
}
