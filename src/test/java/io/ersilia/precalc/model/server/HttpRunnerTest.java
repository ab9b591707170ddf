package io.ersilia.precalc.model.server;

import static io.ersilia.precalc.model.server.FaultyServer.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.model.ModelCallException;
import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single calls of a server that behaves in all the ways servers do. */
@Timeout(60)
class HttpRunnerTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration BLINK = Duration.ofMillis(300);

    private final FaultyServer scene;

    HttpRunnerTest(@TempDir Path folder) throws IOException {
        scene = new FaultyServer(folder);
    }

    @AfterEach
    void end() {
        scene.close();
    }

    private static void assertUnavailable(ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessageContainingAll(words);
    }

    @Test
    void answersAndTellsWhatTheServerSaysOfItself() throws Exception {
        try (ModelSession session = scene.start(null)) {
            ModelOutput output = session.predict(List.of("CCO", "F/C=C\\F", "C,\"C"));

            assertThat(output.columns()).isEqualTo(FakeModel.COLUMNS);
            assertThat(output.rows())
                    .containsExactly(FakeModel.cells("CCO"), FakeModel.cells("F/C=C\\F"), FakeModel.cells("C,\"C"));
            assertThat(session.modelVersion()).isEqualTo("v1.0.0");
            assertThat(session.runnerVersion()).isNull();
            assertThat(session.deterministic()).isTrue();
            assertThat(session.isAlive()).isTrue();
            assertThat(session.inFlight()).isEqualTo(1);
        }
        assertThat(scene.runner().name()).isEqualTo("http");
    }

    @Test
    void knowsTheFactsThatAnyOfTheServersPagesSays() throws Exception {
        scene.faults("info", """
                {"card": {"Title": "From info", "Output Consistency": "Variable"},
                 "columns": {"run": {"name": ["number"], "type": ["float"], "direction": ["high"],
                                     "description": ["a number"]}}}""", "broken", "/metadata");

        try (ModelSession session = scene.start(null)) {
            ModelFacts facts = session.facts();

            assertThat(facts.title()).isEqualTo("From info");
            assertThat(facts.outputConsistency()).as("as the card says").isEqualTo("Fixed");
            assertThat(facts.columnFacts())
                    .containsExactly(new ColumnFacts(
                            "number", ColumnFacts.Type.FLOAT, ColumnFacts.Direction.HIGH, "a number", null));
        }
    }

    @Test
    void waitsForAServerThatIsStarting() throws Exception {
        scene.faults("not.ready", "3");

        try (ModelSession session = scene.start(null)) {
            assertThat(session.isAlive()).isTrue();
        }

        assertThat(scene.sleeps).hasSize(3);
    }

    @Test
    void waitsForAServerThatIsNotThereYet() throws Exception {
        scene.die();
        scene.atSleep(() -> {
            if (scene.sleeps.size() == 4) {
                scene.comeBack();
            }
        });

        scene.start(null).close();

        assertThat(scene.sleeps).hasSize(4);
    }

    @Test
    void saysThatNoServerAnswers() {
        HttpRunner runner = scene.runner();
        scene.die();

        assertUnavailable(
                () -> runner.start(MODEL, null),
                "no model server answers at http://127.0.0.1:",
                "waited 60 s, at last: connection refused; start it, or correct --model-url");
        assertThat(scene.sleeps.size()).isBetween(110, 120);
    }

    @Test
    void refusesAServerOfAnotherModel() {
        assertUnavailable(
                () -> scene.runner().start(new ModelId("eos4e40"), null),
                "runs eos3b5e, not eos4e40: name the URL of a server of eos4e40");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"hello\"", "<html>"})
    void refusesWhatIsNoModelServer(String root) throws IOException {
        scene.faults("root", root, "absent", "/card /run/columns/output");

        assertUnavailable(() -> scene.start(null), "is not a model server of ersilia-pack", "correct the URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"name\":\"alpha\"},{\"name\":\"beta\"}]",
                "[\"alpha\",null]",
                "[]",
                "{\"columns\":[\"alpha\"]}"
            })
    void doesNotTakeWhatIsNoListOfNamesForTheColumns(String columns) throws Exception {
        scene.faults("columns", columns);

        try (ModelSession session = scene.start(null)) {
            assertThat(session.predict(List.of("CCO", "C")).rows()).hasSize(2);
        }
    }

    @Test
    void takesTheCardsWordWhereTheRootNamesNoModel() throws Exception {
        scene.faults("absent", "/");

        try (ModelSession session = scene.start(null)) {
            assertThat(session.modelVersion()).isEqualTo("v1.0.0");
        }
        assertUnavailable(
                () -> scene.runner().start(new ModelId("eos4e40"), null),
                "runs eos3b5e, not eos4e40: name the URL of a server of eos4e40");
    }

    @Test
    void takesAServerThatNamesNoModelForTheOneAskedFor() throws Exception {
        scene.faults("absent", "/ /card");

        try (ModelSession session = scene.start(null)) {
            assertThat(session.modelVersion()).isNull();
        }
    }

    @Test
    void refusesAnotherVersionThanTheOneAskedFor() throws Exception {
        assertUnavailable(() -> scene.start("v2.0.0"), "runs version v1.0.0 of eos3b5e, but v2.0.0 was asked for");
        assertUnavailable(() -> scene.start("v1.0.0@sha256:" + "a".repeat(64)), "runs version v1.0.0");

        try (ModelSession session = scene.start("1.0.0")) {
            assertThat(session.modelVersion()).isEqualTo("1.0.0");
        }
    }

    @ParameterizedTest
    @CsvSource({"'\"Variable\"', false", "'[\"Variable\"]', false", "'\"Fixed\"', true", "null, true"})
    void readsFromTheCardWhetherTheModelAnswersTheSameEachTime(String consistency, boolean deterministic)
            throws Exception {
        scene.faults("consistency", consistency);

        try (ModelSession session = scene.start(null)) {
            assertThat(session.deterministic()).isEqualTo(deterministic);
        }
    }

    @Test
    void goesOnWithAServerThatTellsNothing() throws Exception {
        scene.faults("absent", "/card /run/columns/output /healthz");

        try (ModelSession session = scene.start(null)) {
            assertThat(session.predict(List.of("CCO")).columns()).isEqualTo(FakeModel.COLUMNS);
            assertThat(session.modelVersion()).isNull();
            assertThat(session.deterministic()).isTrue();
            assertThat(session.isAlive()).isTrue();
            scene.faults("columns.cut", "true");
            assertThatThrownBy(() -> session.predict(List.of("CCO")))
                    .isInstanceOf(ModelCallException.class)
                    .hasMessageContaining("row 1 of the answer has 1 column, expected 2: without [length]");
        }
    }

    @Test
    void refusesAnAnswerThatDoesNotFitWhatWasSent() throws Exception {
        try (ModelSession session = scene.start(null)) {
            for (String[] wrong : new String[][] {
                {"[]", "0 rows for 2 molecules"},
                {"[{\"number\":1,\"length\":2}]", "1 row for 2 molecules"},
                {"[{\"number\":1,\"length\":2},{\"number\":1}]", "row 2 of the answer has 1 column, expected 2"},
                {"[{\"number\":1,\"length\":2,\"x\":3},{}]", "row 1 of the answer has 3 columns", "unknown [x]"},
                {"[{\"number\":1,\"number\":2}]", "is not JSON", "Duplicate"},
                {"[{\"number\":[1],\"length\":2}]", "row 1 of the answer has no single value in column number"},
                {"[{\"number\":\"a\\u0000\",\"length\":2}]", "row 1 of the answer has no text in column number"},
                {"[{\"number\":\"\\ud800x\",\"length\":2}]", "row 1 of the answer has no text in column number"},
                {"[{\"number\":\"" + "\\\"".repeat(530_000) + "\",\"length\":2}]", "row 1 of the answer is too long"},
                {"[null, null]", "row 1 of the answer is not a record"},
                {"{\"number\":[1,2]}", "is not a list of records"},
                {"[{\"number\":1,\"length\":2},", "is not JSON, after 1 of 2 rows"},
                {"[{\"number\":1,\"length\":2}, {\"number\":1,\"length\":2}] x", "is not JSON"},
                {"", "is not a list of records"}
            }) {
                scene.faults("answer", wrong[0]);
                assertThatThrownBy(() -> session.predict(List.of("CCO", "C")))
                        .as(wrong[0])
                        .isInstanceOf(ModelCallException.class)
                        .hasMessageContainingAll(Arrays.copyOfRange(wrong, 1, wrong.length));
            }
        }
    }

    @Test
    void anAnswerThatRepeatsTheMoleculesMustRepeatThoseThatWereSent() throws Exception {
        scene.faults("absent", "/run/columns/output");
        String answer = "[{\"key\":\"k\",\"input\":\"%s\",\"number\":1},{\"key\":\"k\",\"input\":\"%s\",\"number\":2}]";

        try (ModelSession session = scene.start(null)) {
            scene.faults("answer", answer.formatted("C", "CCO"));
            assertThatThrownBy(() -> session.predict(List.of("CCO", "C")))
                    .isInstanceOf(ModelCallException.class)
                    .hasMessage("row 1 of the answer is for 'C', but 'CCO' was sent");
            scene.faults("answer", answer.formatted("OCC", "C"));
            assertThatThrownBy(() -> session.predict(List.of("CCO", "C")))
                    .as("another spelling may be another molecule")
                    .isInstanceOf(ModelCallException.class);

            scene.faults("answer", answer.formatted("CCO", "C"));
            assertThat(session.predict(List.of("CCO", "C")))
                    .isEqualTo(new ModelOutput(List.of("number"), List.of(List.of("1"), List.of("2"))));
        }
    }

    @Test
    void keepsNumbersAsTheyWereWritten() throws Exception {
        scene.faults(
                "answer",
                "[{\"length\":NaN,\"number\":0.10000000000000000000000001},"
                        + "{\"number\":1E-7,\"length\":null},{\"number\":\"a, b\",\"length\":true},"
                        + "{\"number\":-Infinity,\"length\":12345678901234567890123}]");

        try (ModelSession session = scene.start(null)) {
            assertThat(session.predict(List.of("C", "N", "O", "S")).rows())
                    .containsExactly(
                            List.of("0.10000000000000000000000001", "NaN"),
                            List.of("1E-7", ""),
                            List.of("a, b", "true"),
                            List.of("-Infinity", "12345678901234567890123"));
        }
    }

    @Test
    void tellsWhatTheServerSaidOfItsFailure() throws Exception {
        scene.faults("fail", "N");

        try (ModelSession session = scene.start(null)) {
            assertThatThrownBy(() -> session.predict(List.of("C", "N")))
                    .isInstanceOf(ModelCallException.class)
                    .hasMessage(
                            "the model server answered HTTP 500, the script failed, traceback"
                                    + " 'Traceback (most recent call last): | File \"main.py\", line 7 | ValueError: no such atom'");
            assertThat(new String(session.logTail(1000), StandardCharsets.UTF_8))
                    .startsWith("2 molecules: the model server answered HTTP 500")
                    .endsWith("no such atom'\n");
            assertThat(session.logTail(10)).hasSize(10);
        }
    }

    @ParameterizedTest
    @CsvSource({"422, '{\"detail\":[{\"msg\":\"empty\"}]}', empty", "413, too large, too large", "504, '', HTTP 504"})
    void aCallThatTheServerCannotDoIsTheCallsFault(int status, String said, String word) throws Exception {
        try (ModelSession session = scene.start(null)) {
            scene.faults("status", String.valueOf(status), "said", said);

            assertThatThrownBy(() -> session.predict(List.of("CCO")))
                    .isInstanceOf(ModelCallException.class)
                    .hasMessageContaining(word);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 407, 308})
    void aServerThatLetsNobodyRunTheModelIsUnavailable(int status) throws Exception {
        try (ModelSession session = scene.start(null)) {
            scene.faults("status", String.valueOf(status));

            assertUnavailable(
                    () -> session.predict(List.of("CCO")), "does not let us run the model: HTTP " + status, "no login");
        }
    }

    @Test
    void waitsAsLongAsTheServerSays() throws Exception {
        scene.faults("throttle", "2", "retry.after", "7");

        try (ModelSession session = scene.start(null)) {
            assertThat(session.predict(List.of("CCO")).rows()).containsExactly(FakeModel.cells("CCO"));
        }

        assertThat(scene.sleeps).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({
        "86400, 50, 300",
        "soon, 1, 1",
        "0, 1, 1",
        "'Sun, 06 Nov 1994 08:49:37 GMT', 1, 1",
        "'Fri, 01 Jan 2100 00:00:00 GMT', 50, 300"
    })
    void boundsWhatTheServerSays(String retryAfter, int atLeast, int atMost) throws Exception {
        scene.limits(new ServerLimits(LONG, LONG, LONG, Duration.ofMinutes(15)));
        scene.faults("throttle", "1", "retry.after", retryAfter);

        try (ModelSession session = scene.start(null)) {
            session.predict(List.of("CCO"));
        }

        assertThat(scene.sleeps).hasSize(1);
        assertThat(scene.sleeps.get(0)).isBetween(Duration.ofSeconds(atLeast), Duration.ofSeconds(atMost));
    }

    @Test
    void waitsLongerEachTimeWhereTheServerDoesNotSay() throws Exception {
        scene.faults("busy", "4");

        try (ModelSession session = scene.start(null)) {
            session.predict(List.of("CCO"));
        }

        assertThat(scene.sleeps.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L);
    }

    @Test
    void sendsAgainOnceTheCircuitBreakerIsClosed() throws Exception {
        scene.faults("busy", "1", "breaker", "3");

        try (ModelSession session = scene.start(null)) {
            assertThat(session.predict(List.of("CCO")).rows()).containsExactly(FakeModel.cells("CCO"));
        }

        assertThat(scene.sleeps).hasSize(4);
        assertThat(scene.requests()).containsExactly(1, 1);
    }

    @Test
    void patienceEnds() throws Exception {
        scene.faults("throttle", "1000", "retry.after", "25");

        try (ModelSession session = scene.start(null)) {
            assertUnavailable(
                    () -> session.predict(List.of("CCO")),
                    "postponed a call for too long: 60 s, at last: HTTP 429, Rate limit exceeded");
        }

        assertThat(scene.sleeps.stream().map(Duration::toSeconds)).containsExactly(25L, 25L, 10L);
    }

    @Test
    void aBreakerThatStaysOpenEndsPatienceToo() throws Exception {
        scene.faults("busy", "1", "breaker", "1000");

        try (ModelSession session = scene.start(null)) {
            assertUnavailable(() -> session.predict(List.of("CCO")), "postponed a call for too long: 60 s");
        }
    }

    @Test
    void aCallThatHangsIsEndedAtItsLimit() throws Exception {
        scene.limits(new ServerLimits(LONG, BLINK, BLINK, LONG)).faults("hang", "N");

        try (ModelSession session = scene.start(null)) {
            assertThatThrownBy(() -> session.predict(List.of("N")))
                    .isInstanceOfSatisfying(
                            ModelCallException.class,
                            e -> assertThat(e.hasHung()).isTrue())
                    .hasMessageContaining("no answer within 0.3 s");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"half", "cutoff"})
    void anAnswerThatBreaksOffIsAFailedCall(String fault) throws Exception {
        scene.faults(fault, "N");

        try (ModelSession session = scene.start(null)) {
            assertThatThrownBy(() -> session.predict(List.of("N")))
                    .isInstanceOf(ModelCallException.class)
                    .hasMessageContaining("broke off the call");
            assertThat(session.predict(List.of("C")).rows()).containsExactly(FakeModel.cells("C"));
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsAFailedCall() throws Exception {
        Wire small = new Wire(HttpRunner.url(scene.server().url()), 1000);
        try (ServerSession session = new ServerSession(
                small,
                MODEL,
                null,
                1,
                ServerLimits.SHARED,
                scene.pauses(),
                Host.ELSEWHERE,
                ServerSession.Memory.fresh(ServerLimits.SHARED))) {
            session.open();
            List<String> many =
                    IntStream.rangeClosed(1, 100).mapToObj("C"::repeat).toList();

            assertThatThrownBy(() -> session.predict(many))
                    .isInstanceOf(ModelCallException.class)
                    .hasMessageContaining("the answer is larger than 1000 bytes");
            assertThat(session.predict(many.subList(0, 10)).rows()).hasSize(10);
        }
    }

    @Test
    void aServerThatDiedIsWaitedFor() throws Exception {
        try (ModelSession session = scene.start(null)) {
            scene.die();
            assertThatThrownBy(() -> session.predict(List.of("C")))
                    .isInstanceOf(ModelCallException.class)
                    .hasMessageContaining("no model server answers at")
                    .hasMessageContaining("connection refused");
            assertThat(session.isAlive()).isFalse();

            scene.atSleep(scene::comeBack);
            session.restart();

            assertThat(session.isAlive()).isTrue();
            assertThat(session.predict(List.of("C")).rows()).containsExactly(FakeModel.cells("C"));
        }
    }

    @Test
    void aServerThatComesBackWithAnotherVersionIsRefused() throws Exception {
        try (ModelSession session = scene.start(null)) {
            scene.faults("release", "v2.0.0");

            assertUnavailable(session::restart, "came back with version v2.0.0 of eos3b5e, before v1.0.0");
        }
    }

    @Test
    void asManyCallsAsAllowedAreUnderWayAtOnce() throws Exception {
        scene.inFlight = 4;
        scene.faults("company", "4");

        try (ModelSession session = scene.start(null)) {
            List<CompletableFuture<ModelOutput>> calls = new ArrayList<>();
            for (int i = 1; i <= session.inFlight(); i++) {
                List<String> molecules = List.of("C".repeat(i), "N".repeat(i));
                calls.add(CompletableFuture.supplyAsync(() -> predict(session, molecules)));
            }
            for (int i = 1; i <= calls.size(); i++) {
                assertThat(calls.get(i - 1).get(10, TimeUnit.SECONDS).rows())
                        .containsExactly(FakeModel.cells("C".repeat(i)), FakeModel.cells("N".repeat(i)));
            }
        }
        assertThat(scene.server().mostAtOnce()).isEqualTo(4);
    }

    private static ModelOutput predict(ModelSession session, List<String> molecules) {
        try {
            return session.predict(molecules);
        } catch (ModelCallException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptAbandonsTheCallAtOnce() throws Exception {
        scene.faults("hang", "N");
        try (ModelSession session = scene.start(null)) {
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    session.predict(List.of("N"));
                } catch (ModelCallException | InterruptedException e) {
                    end.complete(e);
                }
            });
            caller.start();
            awaitRequest();

            caller.interrupt();

            assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void closingEndsTheCallUnderWay() throws Exception {
        scene.faults("hang", "N");
        ModelSession session = scene.start(null);
        CompletableFuture<ModelOutput> call = CompletableFuture.supplyAsync(() -> predict(session, List.of("N")));
        awaitRequest();

        session.close();

        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED));
        assertThat(session.isAlive()).isFalse();
    }

    private void awaitRequest() {
        while (scene.server().requests() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host:80",
                "ftp://host",
                "http://",
                "http://host:0",
                "http://host:99999",
                "http://h/?q=1",
                "http://h#f",
                "http://a b"
            })
    void whatIsNoUrlOfAServerIsRefused(String text) {
        assertThatThrownBy(() -> HttpRunner.url(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "--model-url %s: expected the URL of a model server, e.g. http://127.0.0.1:8080",
                        text.isBlank() ? "'%s'".formatted(text) : text);
    }

    @Test
    void aPasswordInTheUrlIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> HttpRunner.url("http://me:secret@host"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("@host")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aPathBeforeTheServersOwnIsKept() {
        assertThat(HttpRunner.url("https://host/models/a/").at("/run")).hasToString("https://host/models/a/run");
    }
}
