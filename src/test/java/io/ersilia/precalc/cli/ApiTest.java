package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code api}, asked over HTTP. */
class ApiTest {

    private static final String QUESTION =
            "{\"modelId\":\"eos3b5e\",\"inputKeyArray\":[\"%s\",\"nope\"]}".formatted(Scene.ETHANOL);

    @TempDir
    Path folder;

    private Scene scene = new Scene(Path.of(""));

    @BeforeEach
    void ethanolIsServed() {
        scene = new Scene(folder)
                .file("library.csv", "smiles", "CCO")
                .after("run -q -m eos3b5e -i {dir}/library.csv --store {dir}/store --runner embedded");
    }

    /** The command on a thread of its own, until it is interrupted. */
    private final class Running implements AutoCloseable {
        private final CompletableFuture<Integer> code = new CompletableFuture<>();
        private final StringWriter err = new StringWriter();
        private final BufferedReader out;
        private final Thread thread;

        Running(Map<String, String> environment, String... options) throws IOException {
            Map<String, String> all = new HashMap<>(environment);
            all.put("PRECALC_STORE", folder.resolve("store").toString());
            PipedWriter said = new PipedWriter();
            out = new BufferedReader(new PipedReader(said));
            String[] args = new String[options.length + 3];
            args[0] = "api";
            args[1] = "--port";
            args[2] = "0";
            System.arraycopy(options, 0, args, 3, options.length);
            thread = new Thread(() ->
                    code.complete(PrecalcCommand.commandLine(new Wiring(all, Clock.systemUTC()), () -> false)
                            .setOut(new PrintWriter(said))
                            .setErr(new PrintWriter(err, true))
                            .execute(args)));
            thread.start();
        }

        String line() throws IOException {
            return out.readLine();
        }

        int stopped() throws Exception {
            thread.interrupt();
            return code.get(1, TimeUnit.MINUTES);
        }

        @Override
        public void close() throws IOException {
            thread.interrupt();
            out.close();
        }
    }

    private static HttpResponse<String> post(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/predictions"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(QUESTION));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void itPrintsItsUrlAnswersLikeQueryAndEndsWhenStopped() throws Exception {
        try (Running api = new Running(Map.of())) {
            String url = api.line();
            assertThat(url).matches("http://127\\.0\\.0\\.1:\\d+");

            HttpResponse<String> answer = post(url);

            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode asked = Json.MAPPER.readTree(
                    scene.run("query -m eos3b5e --store {dir}/store --format json " + Scene.ETHANOL + " nope")
                            .out());
            assertThat(Json.MAPPER.readTree(answer.body())).isEqualTo(asked);
            assertThat(api.stopped()).isEqualTo(ExitCode.STOPPED);
            assertThat(api.err.toString())
                    .contains("\"route\":\"/predictions\",\"status\":200,\"found\":1,\"missing\":0,\"invalid\":1")
                    .doesNotContain(Scene.ETHANOL);
        }
    }

    @Test
    void withAKeyItAsksForItAndQuietItSaysNothing() throws Exception {
        try (Running api = new Running(Map.of("PRECALC_API_KEY", "hush"), "--quiet", "--format", "json")) {
            assertThat(api.line()).isEqualTo("{");
            String url = api.line().replaceAll(".*\"(http[^\"]*)\".*", "$1");

            assertThat(post(url).statusCode()).isEqualTo(403);
            assertThat(post(url, "x-api-key", "hush").statusCode()).isEqualTo(200);
            assertThat(api.err.toString()).isEmpty();
        }
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Precalc.Result result = scene.run("api --store {dir}/store --port " + taken.getLocalPort());

            assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(result.err())
                    .isEqualTo(
                            "precalc: cannot listen on port %d: Address already in use; name another with --port, 0 for a free one%n"
                                    .formatted(taken.getLocalPort()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http", "''"})
    void aPortThatIsNoneIsWrongUsage(String port) {
        assertThat(scene.run("api --store {dir}/store --port " + port).code()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "schlüssel", "a\nb"})
    void anApiKeyThatNoHeaderCanCarryIsWrongUsage(String key) {
        Precalc.Result result = scene.run(Map.of("PRECALC_API_KEY", key), "api --store {dir}/store --port 0");

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("precalc: PRECALC_API_KEY is ").doesNotContain("schl");
    }
}
