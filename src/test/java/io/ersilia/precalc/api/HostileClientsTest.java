package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.nearest.LibraryNeighbours;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The local server and those who mean it no good, over real sockets. */
class HostileClientsTest {

    private static final ConnectionLimits USUAL = ConnectionLimits.USUAL;
    private static final int TOO_MANY = 40; // more than threads
    private static final int MINUTE = 60_000;

    private final PredictionTable table = new MemoryTable();
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void allIsClosed() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private static ConnectionLimits limits(Duration patience, int ofAPeer) {
        return new ConnectionLimits(
                USUAL.budget(),
                patience,
                USUAL.idle(),
                USUAL.bytesPerSecond(),
                USUAL.connections(),
                ofAPeer,
                USUAL.bodyBytes());
    }

    private LocalServer server(LookupApi api, ConnectionLimits limits) {
        LocalServer server = LocalServer.start(api, 0, true, limits, log::add);
        open.add(server);
        return server;
    }

    private LookupApi api(PredictionTable predictions, String... key) {
        predictions.save(Items.full("v1.0.0", "r1", 0));
        return new LookupApi(predictions, Screening::new, key.length == 0 ? null : key[0]);
    }

    private Socket socket(LocalServer server) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());
        socket.setSoTimeout(MINUTE);
        open.add(socket);
        return socket;
    }

    private Socket sending(LocalServer server, String text) throws IOException {
        Socket socket = socket(server);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String post(int length, String... headers) {
        return Stream.concat(
                        Stream.of(
                                "POST /predictions HTTP/1.1",
                                "Host: localhost",
                                "Content-Type: application/json",
                                "Content-Length: " + length),
                        Stream.of(headers))
                .collect(Collectors.joining("\r\n", "", "\r\n\r\n"));
    }

    private static String get(LocalServer server) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/models/eos3b5e"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String someLine(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static JsonNode problem(String reply) throws IOException {
        assertThat(reply)
                .contains("\r\ncontent-type: application/problem+json\r\n", "\r\nx-request-id: ")
                .doesNotContain("Exception", "java", "org.apache", "io.ersilia", "<html");
        return Json.MAPPER.readTree(reply.substring(reply.indexOf("\r\n\r\n") + 4));
    }

    @Test
    void oneByteOfAHundredFromManyStopsNobody() throws Exception {
        LocalServer server = server(api(table), USUAL);
        for (int i = 0; i < TOO_MANY; i++) {
            sending(server, post(100) + "{");
            sending(server, "POST /predictions HTTP/1.1\r\nHo");
        }

        assertThat(get(server)).contains("mol_weight");
    }

    @Test
    void whoSendsTooSlowlyIsToldAndShownOut() throws Exception {
        LocalServer server = server(api(table), limits(Duration.ofMillis(500), USUAL.ofAPeer()));

        String reply = all(sending(server, post(100) + "{"));

        assertThat(reply).startsWith("HTTP/1.1 408 ");
        assertThat(problem(reply).path("status").asInt()).isEqualTo(408);
        assertThat(all(sending(server, "POST /predictions HTTP/1.1\r\nHo"))).isEmpty();
        assertThat(get(server)).contains("mol_weight");
    }

    @Test
    void keyAndHostAreLookedAtBeforeTheBodyComes() throws Exception {
        LocalServer server = server(api(table, "hush"), USUAL);

        assertThat(someLine(sending(server, post(100)))).startsWith("HTTP/1.1 403 ");
        assertThat(someLine(sending(server, post(100, "x-api-key: wrong")))).startsWith("HTTP/1.1 403 ");
        assertThat(someLine(sending(server, post(100, "x-api-key: hush").replace("localhost", "evil.example"))))
                .startsWith("HTTP/1.1 403 ");
        assertThat(someLine(sending(server, post(100, "x-api-key: hush", "Expect: 100-continue"))))
                .startsWith("HTTP/1.1 100 ");
        assertThat(someLine(sending(server, post(6_000_000, "x-api-key: hush"))))
                .startsWith("HTTP/1.1 413 ");
        assertThat(log).hasSize(4).noneMatch(line -> line.contains("hush"));
    }

    @Test
    void anAddressHasSoManyConnectionsAndNoMore() throws Exception {
        LocalServer server = server(api(table), limits(USUAL.patience(), 3));
        List<Socket> three = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket socket = sending(server, "GET /models/eos3b5e HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(someLine(socket)).startsWith("HTTP/1.1 200 ");
            three.add(socket);
        }

        Socket fourth = socket(server);
        assertThat(isShownOut(fourth)).isTrue();

        three.get(0).close();
        assertThat(retrying(() -> get(server))).contains("mol_weight"); // once the server has heard of it
    }

    private static boolean isShownOut(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Connections that are closed at once are tried again, many times. */
    private static String retrying(Callable<String> attempt) throws Exception {
        for (int i = 0; i < 10_000; i++) {
            try {
                return attempt.call();
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        return attempt.call();
    }

    @Test
    void whoLeavesStopsHisWork() throws Exception {
        table.save(Items.full("v1.0.0", "r1", 0));
        AtomicInteger begun = new AtomicInteger();
        Semaphore isBegun = new Semaphore(0);
        Semaphore mayEnd = new Semaphore(0);
        open.add(() -> mayEnd.release(1_000_000));
        LookupApi api = new LookupApi(
                table,
                (smiles, left) -> {
                    begun.incrementAndGet();
                    isBegun.release();
                    mayEnd.acquireUninterruptibly();
                    return new LookupInput(smiles, null, "");
                },
                1,
                null,
                LibraryNeighbours.NONE);
        LocalServer server = server(api, USUAL);
        String body = "{\"modelId\":\"eos3b5e\",\"smilesArray\":[%s]}"
                .formatted(IntStream.range(0, 1000).mapToObj(i -> "\"C\"").collect(Collectors.joining(",")));

        Socket leaving = sending(server, post(body.length()) + body);
        isBegun.acquire();
        leaving.close();

        assertThat(log.poll(1, TimeUnit.MINUTES)).contains("\"status\":499");
        mayEnd.release(1_000_000);
        String answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/predictions"))
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"modelId\":\"eos3b5e\",\"smilesArray\":[\"CC\"]}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(answer).contains("\"index\":0");
        assertThat(begun).hasValue(2); // the one that was under way, and that of who came after
    }

    @Test
    void whoDoesNotReadHisAnswersIsShownOut() throws Exception {
        LocalServer server = server(api(table), limits(Duration.ofSeconds(1), USUAL.ofAPeer()));
        String ask = "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n";

        Socket socket = sending(server, ask.repeat(14) + ask.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));

        assertThat(all(socket).split("HTTP/1.1 200 ", -1)).hasSize(16); // that many may be asked for at once
        Socket greedy = socket(server);
        greedy.setReceiveBufferSize(1024);
        assertThat(isRefused(greedy, ask.repeat(1000))).isTrue();
        assertThat(get(server)).contains("mol_weight");
    }

    /** Sends it again and again without reading; true when the server closes. */
    private static boolean isRefused(Socket socket, String text) {
        try {
            for (int i = 0; i < 10_000; i++) {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            }
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    static Stream<Arguments> malformed() {
        String host = "Host: localhost\r\n";
        String json = host + "Content-Type: application/json\r\n";
        return Stream.of(
                Arguments.of("a percent sign that escapes nothing", "GET /models/%zz HTTP/1.1\r\n" + host, 400),
                Arguments.of("no target", "GET HTTP/1.1\r\n" + host, 400),
                Arguments.of("no version", "GET /models/eos3b5e\r\n" + host, 400),
                Arguments.of("a line of one word", "HELLO\r\n", 400),
                Arguments.of("a version that is none", "GET / HTTP/one\r\n" + host, 400),
                Arguments.of("a version of the future", "GET / HTTP/9.9\r\n" + host, 505),
                Arguments.of("the preface of HTTP/2", "PRI * HTTP/2.0\r\n", 505),
                Arguments.of("a method that is no token", "G@T /models/eos3b5e HTTP/1.1\r\n" + host, 400),
                Arguments.of("an unknown method", "BREW /models/eos3b5e HTTP/1.1\r\n" + host, 405),
                Arguments.of("bytes beyond ASCII in the path", "GET /models/\u00e9 HTTP/1.1\r\n" + host, 400),
                Arguments.of("a zero byte in the path", "GET /models/\u0000 HTTP/1.1\r\n" + host, 400),
                Arguments.of("a handshake of TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n", 400),
                Arguments.of("a path of 20 KB", "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + host, 431),
                Arguments.of(
                        "a header of 20 KB", "GET / HTTP/1.1\r\n" + host + "X: " + "x".repeat(20_000) + "\r\n", 431),
                Arguments.of("two hundred headers", "GET / HTTP/1.1\r\n" + host + "X: x\r\n".repeat(200), 431),
                Arguments.of("a header without colon", "GET / HTTP/1.1\r\n" + host + "X\r\n", 400),
                Arguments.of("a blank before the colon", "GET / HTTP/1.1\r\nHost : localhost\r\n", 400),
                Arguments.of("no host", "GET /models/eos3b5e HTTP/1.1\r\n", 403),
                Arguments.of(
                        "a length that is none",
                        "POST /predictions HTTP/1.1\r\n" + json + "Content-Length: x\r\n",
                        400),
                Arguments.of(
                        "a length below nothing",
                        "POST /predictions HTTP/1.1\r\n" + json + "Content-Length: -1\r\n",
                        400),
                Arguments.of(
                        "two lengths",
                        "POST /predictions HTTP/1.1\r\n" + json + "Content-Length: 1\r\nContent-Length: 2\r\n",
                        400),
                Arguments.of(
                        "a length and chunks",
                        "POST /predictions HTTP/1.1\r\n" + json + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                        400),
                Arguments.of(
                        "an unknown encoding",
                        "POST /predictions HTTP/1.1\r\n" + json + "Transfer-Encoding: gzip\r\n",
                        400),
                Arguments.of(
                        "chunks that are none",
                        "POST /predictions HTTP/1.1\r\n" + json + "Transfer-Encoding: chunked\r\n\r\nno chunk\r\n",
                        400));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void malformed(String what, String request, int status) throws Exception {
        LocalServer server = server(api(table), limits(Duration.ofSeconds(2), USUAL.ofAPeer()));

        Socket socket = sending(server, request + "\r\n");
        String line = someLine(socket);
        socket.shutdownOutput();
        String reply = line + "\r\n" + all(socket);

        assertThat(reply).as(what).startsWith("HTTP/1.1 " + status + " ");
        assertThat(problem(reply).path("status").asInt()).isEqualTo(status);
    }

    @Test
    void nothingBehindARequestThatIsNoneIsTakenForAnother() throws Exception {
        LocalServer server = server(api(table), USUAL);

        String reply = all(sending(
                server,
                String.join(
                        "\r\n",
                        "POST /predictions HTTP/1.1",
                        "Host: localhost",
                        "Content-Length: 3",
                        "Transfer-Encoding: chunked",
                        "",
                        "GET /models/eos3b5e HTTP/1.1",
                        "Host: localhost",
                        "",
                        "")));

        assertThat(reply).startsWith("HTTP/1.1 400 ").doesNotContain("mol_weight");
        assertThat(log).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyMayComeInChunksOrWaitToBeAskedFor(boolean inChunks) throws Exception {
        LocalServer server = server(api(table), USUAL);
        byte[] body = "{\"modelId\":\"eos3b5e\",\"inputKeyArray\":[\"%s\"]}"
                .formatted(key(1))
                .getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/predictions"))
                                .header("content-type", "application/json")
                                .expectContinue(!inChunks)
                                .POST(
                                        inChunks
                                                ? HttpRequest.BodyPublishers.ofInputStream(
                                                        () -> new ByteArrayInputStream(body))
                                                : HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"missing\":[{\"index\":0,");
    }

    @Test
    void manyReadWhatIsBeingServedIntoTheSameFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("predictions.db");
        try (PredictionTable written = new SqliteTable(file);
                PredictionTable read = new SqliteTable(file)) {
            LocalServer server = server(api(read), USUAL);
            Items.write(written, Items.predictions(0, 100));
            String body = "{\"modelId\":\"eos3b5e\",\"inputKeyArray\":[%s]}"
                    .formatted(IntStream.range(0, 100)
                            .mapToObj(i -> '"' + key(i).value() + '"')
                            .collect(Collectors.joining(",")));
            ExecutorService askers = Executors.newFixedThreadPool(64);
            open.add(askers::shutdownNow);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                answers.add(askers.submit(() -> answered(server, body, 3)));
            }

            for (int i = 0; i < 5; i++) {
                Items.write(written, Items.predictions(0, 1000));
            }

            for (Future<Integer> answer : answers) {
                assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo(3);
            }
        }
    }

    /** How many of the requests over one connection have all their answers. */
    private static int answered(LocalServer server, String body, int times) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        int whole = 0;
        for (int i = 0; i < times; i++) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/predictions"))
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            whole += answer.statusCode() == 200 && answer.body().split("\"value\"", -1).length == 101 ? 1 : 0;
        }
        return whole;
    }
}
