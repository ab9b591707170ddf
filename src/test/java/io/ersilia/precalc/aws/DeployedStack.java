package io.ersilia.precalc.aws;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ersilia.precalc.PackagedPrecalc;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * The stack of {@code infra}, synthesised by the CDK with the packaged jar as its function and deployed into an AWS on loopback
 * that checks signatures and rights ({@code src/test/python/deployed.py}).
 */
public final class DeployedStack implements AutoCloseable {

    /** GitHub's name for the repository in whose workflows the roles trust. */
    public static final String REPOSITORY = "some-owner/some-name";

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private static final long MINUTES = 5;

    /** The name that the stack of an account has which has only one. */
    private static final String NAME = "Precalc";

    /**
     * A right that a call needed.
     *
     * @param who e.g. {@code assumed-role/NAME/SESSION}
     * @param action e.g. {@code s3:GetObject}
     * @param on the ARN of what the right must be on
     * @param permitted whether the caller had it
     */
    public record Call(String who, String action, String on, boolean permitted) {}

    /** What a policy allows: one action, on what matches an ARN with wildcards. */
    public record Right(String action, String on) {

        /** Whether the call used it. */
        public boolean covers(Call call) {
            return action.equals(call.action())
                    && Stream.of(on.split("\\*", -1))
                            .map(Pattern::quote)
                            .reduce((before, after) -> before + ".*" + after)
                            .filter(call.on()::matches)
                            .isPresent();
        }
    }

    private final Process process;
    private final Path folder;
    private final BufferedReader answers;
    private final Path template;
    private final JsonNode said;

    private DeployedStack(Process process, Path folder, BufferedReader answers, Path template, JsonNode said) {
        this.process = process;
        this.folder = folder;
        this.answers = answers;
        this.template = template;
        this.said = said;
    }

    /**
     * Synthesises and deploys.
     *
     * @param python with moto
     * @param folder for the template, and a copy of the sources, so that no other build of them is disturbed
     */
    public static DeployedStack in(Path folder, Path python) throws IOException, InterruptedException {
        Path infra = Path.of("infra");
        try (Stream<Path> sources = Files.walk(infra.resolve("src/main"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                copy(source, folder.resolve(infra.relativize(source)));
            }
        }
        copy(infra.resolve("pom.xml"), folder.resolve("pom.xml"));
        copy(Path.of(".mvn/jvm.config"), folder.resolve(".mvn/jvm.config"));
        Path template = synthesise(folder, NAME, Map.of(), "compile", "exec:java");
        Process process = new ProcessBuilder(
                        python.toString(),
                        Path.of("src/test/python/deployed.py").toAbsolutePath().toString(),
                        template.toString(),
                        asset(template).toString(),
                        folder.resolve("calls").toString())
                .redirectError(folder.resolve("moto.log").toFile())
                .start();
        BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
        String said = answers.readLine();
        if (said == null) {
            process.waitFor();
            throw new AssertionError("not deployed: " + Files.readString(folder.resolve("moto.log")));
        }
        return new DeployedStack(process, folder, answers, template, JSON.readTree(said));
    }

    /** Synthesises another stack of that name and deploys it into the same account and region. */
    public DeployedStack beside(String name, Map<String, Object> context) throws IOException, InterruptedException {
        Path other = synthesise(folder, name, context, "exec:java");
        JsonNode answer = deploy(name, other);
        if (answer.has("refused")) {
            throw new AssertionError(answer.path("refused").asText());
        }
        return new DeployedStack(process, folder, answers, other, answer);
    }

    /** Why AWS does not deploy the same template under another name; empty if it does. */
    public String refusalAs(String name) throws IOException {
        return deploy(name, template).path("refused").asText();
    }

    private JsonNode deploy(String name, Path other) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8)
                .append("%s\t%s\t%s\n".formatted(name, other, asset(other)))
                .flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new AssertionError("not deployed: " + Files.readString(folder.resolve("moto.log")));
        }
        return JSON.readTree(answer);
    }

    /** The code of the function, which the CDK puts beside the template. */
    private static Path asset(Path template) throws IOException {
        try (Stream<Path> files = Files.list(Objects.requireNonNull(template.getParent()))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Has the CDK write the template; returns it. */
    private static Path synthesise(Path folder, String name, Map<String, Object> more, String... goals)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out-" + name);
        Map<String, Object> context = new HashMap<>(Map.of(
                "repository",
                REPOSITORY,
                "jar",
                PackagedPrecalc.jar().toString(),
                "stack",
                name,
                "consumers",
                "lab-a,lab-b",
                "maxWriteUnits",
                500,
                "alarmEmail",
                "someone@example.org",
                "batch",
                true,
                "batchImage",
                "ghcr.io/some-owner/some-name:1.2.3"));
        context.putAll(more);
        List<String> command = new ArrayList<>(List.of("mvn", "-q", "-B", "-ntp", "-Dspotless.check.skip=true"));
        command.addAll(List.of(goals));
        ProcessBuilder maven = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("synth.log").toFile());
        maven.environment().put("CDK_OUTDIR", out.toString());
        maven.environment().put("CDK_CONTEXT_JSON", JSON.writeValueAsString(context));
        maven.environment().put("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "1");
        Process process = maven.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new AssertionError("no template: " + Files.readString(folder.resolve("synth.log")));
        }
        return out.resolve(name + ".template.json");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        Files.copy(from, to);
    }

    /** What the CDK wrote. */
    public Path template() {
        return template;
    }

    /** How CloudFormation says that it ended. */
    public String status() {
        return said.path("status").asText();
    }

    /** The types of resources that were not deployed. */
    public List<String> absent() {
        return texts(said.path("absent"));
    }

    /** The types of resources that need not be deployed, each with its reason. */
    public Map<String, String> leftOut() {
        return JSON.convertValue(
                said.path("left_out"), JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    }

    /** What each logical name of the template stands for in the account: a name, an id or an ARN. */
    public Map<String, String> created() {
        return JSON.convertValue(
                said.path("created"), JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    }

    /** An output, by the name of the variable it fills. */
    public String output(String variable) {
        return said.path("outputs").path(variable.replaceAll("\\W|_", "")).asText();
    }

    /** What the policies of the role allow. */
    public List<Right> rights(String role) {
        return role(role)
                .path("policies")
                .valueStream()
                .flatMap(policy -> policy.path("Statement").valueStream())
                .flatMap(statement -> texts(statement.path("Action")).stream()
                        .flatMap(action ->
                                texts(statement.path("Resource")).stream().map(on -> new Right(action, on))))
                .toList();
    }

    /** The rights that the calls of a session of the role have needed so far. */
    public List<Call> calls(String role, String session) throws IOException {
        String who = "assumed-role/%s/%s".formatted(role(role).path("name").asText(), session);
        try (Stream<String> lines = Files.lines(folder.resolve("calls"))) {
            return lines.map(DeployedStack::call)
                    .filter(call -> call.who().equals(who))
                    .toList();
        }
    }

    private static Call call(String line) {
        try {
            return JSON.readValue(line, Call.class);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    /**
     * Logs in as a job on GitHub does; the environment of a program with that login.
     *
     * @param role the beginning of its logical name
     * @param session its name; one that ends with {@code expires-after-N} expires after that many calls
     * @param ref of the workflow
     * @param policy that restricts the session further; null for none
     */
    public Map<String, String> login(String role, String session, String ref, @Nullable String policy) {
        String claims = "{\"iss\":\"https://token.actions.githubusercontent.com\",\"aud\":\"sts.amazonaws.com\","
                + "\"sub\":\"repo:%s:ref:%s\"}".formatted(REPOSITORY, ref);
        String token = "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".";
        try (StsClient sts = new AwsSettings(administrator())
                .prepare(StsClient.builder(), AwsApi.STS)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            return environment(sts.assumeRoleWithWebIdentity(
                            login -> login.roleArn(role(role).path("arn").asText())
                                    .roleSessionName(session)
                                    .webIdentityToken(token)
                                    .policy(policy))
                    .credentials());
        }
    }

    /** The environment of a program that AWS itself starts with the role, as Lambda does with that of the function. */
    public Map<String, String> startedWith(String role, String session) {
        try (StsClient sts = new AwsSettings(administrator())
                .prepare(StsClient.builder(), AwsApi.STS)
                .build()) {
            return environment(sts.assumeRole(AssumeRoleRequest.builder()
                            .roleArn(role(role).path("arn").asText())
                            .roleSessionName(session)
                            .build())
                    .credentials());
        }
    }

    /** The environment of a person who may do everything. */
    public Map<String, String> administrator() {
        return person("administrator");
    }

    /** The environment of a person with the worker's rights, to whom the policy for {@code purge} was attached. */
    public Map<String, String> purger() {
        return person("purger");
    }

    private Map<String, String> person(String name) {
        JsonNode key = said.path("keys").path(name);
        return environment(key.path("id").asText(), key.path("secret").asText());
    }

    private Map<String, String> environment(Credentials session) {
        Map<String, String> environment = new HashMap<>(environment(session.accessKeyId(), session.secretAccessKey()));
        environment.put("AWS_SESSION_TOKEN", session.sessionToken());
        return environment;
    }

    private Map<String, String> environment(String id, String secret) {
        return Map.of(
                "AWS_ENDPOINT_URL",
                said.path("endpoint").asText(),
                "AWS_REGION",
                said.path("region").asText(),
                "AWS_ACCESS_KEY_ID",
                id,
                "AWS_SECRET_ACCESS_KEY",
                secret);
    }

    private JsonNode role(String start) {
        return said.path("roles").properties().stream()
                .filter(role -> role.getKey().startsWith(start))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static List<String> texts(JsonNode oneOrMany) {
        return (oneOrMany.isArray() ? oneOrMany.valueStream() : Stream.of(oneOrMany))
                .map(JsonNode::asText)
                .toList();
    }

    /** Ends the AWS. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
    }
}
