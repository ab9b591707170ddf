package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.dynamodb.DynamoDbTables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LambdaHandlerTest implements ApiContract {

    @RegisterExtension
    static final DynamoDbServer SERVER = new DynamoDbServer();

    private final Map<String, String> environment = new HashMap<>();
    private LambdaDoor door = new LambdaDoor(Map.of("PRECALC_TABLE", "dynamodb:none", "AWS_REGION", "eu-central-1"));

    @BeforeAll
    void theTableIsFilled() throws InterruptedException {
        String table = SERVER.freshTable();
        environment.putAll(SERVER.environment());
        environment.put("PRECALC_TABLE", "dynamodb:" + table);
        try (PredictionTable filled = DynamoDbTables.open(table, environment, Double.POSITIVE_INFINITY)) {
            ApiContract.fill(filled);
        }
        door = new LambdaDoor(environment);
    }

    @Override
    public Door door() {
        return door;
    }

    @Test
    void numbersAreWrittenTheSameInEveryLanguageOfTheRuntime() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat("%d".formatted(7)).isNotEqualTo("7");

            new LambdaDoor(environment);

            assertThat("%d".formatted(7)).isEqualTo("7");
        } finally {
            Locale.setDefault(before);
        }
    }

    private Door.Reply handle(APIGatewayProxyRequestEvent event) {
        return LambdaDoor.reply(door.handler().handleRequest(event, door.context()));
    }

    private static APIGatewayProxyRequestEvent question(String body) {
        return new APIGatewayProxyRequestEvent()
                .withHttpMethod("POST")
                .withPath("/predictions")
                .withHeaders(Map.of("Content-Type", "application/json"))
                .withBody(body);
    }

    @Test
    void aBodyInBase64IsDecoded() {
        String body = "{\"modelId\":\"eos3b5e\",\"inputKeyArray\":[\"%s\"]}".formatted(key(1));
        String encoded = Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));

        assertThat(handle(question(encoded).withIsBase64Encoded(true)).status()).isEqualTo(200);
        assertThat(handle(question("%%%").withIsBase64Encoded(true)).status()).isEqualTo(400);
        byte[] notUtf8 = {'{', (byte) 0xC3, '}'};
        Door.Reply reply =
                handle(question(Base64.getEncoder().encodeToString(notUtf8)).withIsBase64Encoded(true));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("not UTF-8");
    }

    /** The gateway passes bytes on to those who ask for them by that type; it compresses texts itself. */
    @Test
    void onlyTheChemistryKitIsSentAsBytes() throws Exception {
        Map<String, String> browser = Map.of("Accept", "*/*", "Accept-Encoding", "gzip, br");
        assertThat(door.send("GET", "/page/probe.js", browser, "").body()).isEqualTo("no real page");

        Map<String, String> kit = Map.of("Accept", "application/wasm", "Accept-Encoding", "gzip, br");
        Door.Reply packed = door.send("GET", "/page/probe.js", kit, "");
        assertThat(packed.headers()).containsEntry("content-encoding", "gzip");
        byte[] bytes = Base64.getDecoder().decode(packed.body());
        assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("no real page");
    }

    @Test
    void anEventThatHasNothingIsAnsweredToo() {
        assertThat(handle(new APIGatewayProxyRequestEvent()).status()).isEqualTo(404);
    }

    @Test
    void theRequestIdIsLambdasOwn() {
        Door.Reply reply = handle(question("{}"));

        assertThat(reply.headers()).containsEntry("x-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd");
        assertThat(door.log().get(door.log().size() - 1)).contains("8476a536-e9f4-11e8-9739-2dfe598c3fcd");
    }

    @Test
    void aTableThatIsNotThereIsUnavailableAndTheReasonIsInTheLogOnly() {
        Map<String, String> other = new HashMap<>(environment);
        other.put("PRECALC_TABLE", "dynamodb:no-such-table");
        LambdaDoor closed = new LambdaDoor(other);

        Door.Reply reply = closed.send(
                "POST",
                "/predictions",
                Map.of("content-type", "application/json"),
                "{\"modelId\":\"eos3b5e\",\"inputKeyArray\":[\"%s\"]}".formatted(key(1)));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers()).containsEntry("retry-after", "5");
        assertThat(reply.body()).doesNotContain("no-such-table");
        assertThat(closed.log()).hasSize(1).allMatch(line -> line.contains("no-such-table"));
        closed.handler().beforeCheckpoint(org.crac.Core.getGlobalContext()); // does not fail either
    }

    @Test
    void aFunctionWithoutTableSaysWhatToSet() {
        assertThatThrownBy(() -> new LambdaHandler(Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessage("PRECALC_TABLE is '': set it to dynamodb:NAME");
        assertThatThrownBy(() -> new LambdaHandler(Map.of("PRECALC_TABLE", "sqlite:x")))
                .hasMessage("PRECALC_TABLE is 'sqlite:x': set it to dynamodb:NAME");
    }

    /** In a JVM of its own, as this one has chemistry loaded by other tests. */
    @Test
    void aLookupByKeyNeverLoadsTheChemistryKitEvenWhenPrimed(@TempDir Path folder)
            throws IOException, InterruptedException {
        List<String> keys = loaded(folder, "keys");
        List<String> smiles = loaded(folder, "smiles");

        assertThat(keys)
                .anyMatch(line -> line.contains("io.ersilia.precalc.api.LookupApi"))
                .noneMatch(line -> line.contains("org.openscience.cdk") || line.contains("com.sun.jna"));
        assertThat(smiles).anyMatch(line -> line.contains("org.openscience.cdk"));
    }

    private List<String> loaded(Path folder, String kind) throws IOException, InterruptedException {
        Path classes = folder.resolve(kind + ".txt");
        Path said = folder.resolve(kind + ".log");
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + classes,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrimedLookup.class.getName(),
                        kind)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        java.environment().putAll(environment);
        Process process = java.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return Files.readAllLines(classes);
    }
}
