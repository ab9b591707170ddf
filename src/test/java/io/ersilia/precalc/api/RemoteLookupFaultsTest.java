package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.api.ScriptedApi.Heard;
import io.ersilia.precalc.api.ScriptedApi.Line;
import io.ersilia.precalc.run.Failure;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A lookup API that refuses, breaks down, or says what nobody asked. */
class RemoteLookupFaultsTest {

    private static final String ONE = key(1).value();
    private static final String FOUND =
            "{\"index\":0,\"input\":\"%1$s\",\"key\":\"%1$s\",\"smiles\":\"CCO\",\"value\":[1.5],\"model_version\":\"v1\",\"stale\":false}"
                    .formatted(ONE);
    private static final String GOOD = answer(FOUND, "", "");

    private final List<Duration> sleeps = new ArrayList<>();

    private static String answer(String output, String missing, String more) {
        return "{\"model_id\":\"eos3b5e\",\"columns\":[\"a\"],\"output\":[%s],\"missing\":[%s],\"invalid\":[],\"rejected\":[]%s}"
                .formatted(output, missing, more);
    }

    private RemoteLookup lookup(String url, @Nullable String apiKey) {
        return new RemoteLookup(RemoteLookup.url(url), apiKey, sleeps::add, false);
    }

    private PredictionsAnswer ask(ScriptedApi api) {
        return lookup(api.url(), null)
                .predictions(MODEL, List.of(LookupInput.key(ONE)))
                .orElseThrow();
    }

    private String refusal(ScriptedApi api) {
        try {
            return "answered: " + ask(api);
        } catch (Failure e) {
            assertThat(e.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
            return String.valueOf(e.getMessage()).replace(api.url(), "URL");
        }
    }

    @Test
    void onlyKeysAreSentEachOnceWithTheApiKeyAsHeaderAndBelowTheStagesPath() throws IOException {
        try (ScriptedApi api = new ScriptedApi(new Line(200, GOOD))) {
            List<LookupInput> asked =
                    List.of(LookupInput.key(ONE), LookupInput.key(" " + ONE), LookupInput.key("secret text"));

            PredictionsAnswer answer = lookup(api.url() + "/prod//", "hush")
                    .predictions(MODEL, asked)
                    .orElseThrow();

            assertThat(answer.output())
                    .extracting(PredictionsAnswer.Found::index)
                    .containsExactly(0, 1);
            assertThat(api.heard()).hasSize(1);
            Heard heard = api.heard().get(0);
            assertThat(heard.path()).isEqualTo("/prod/predictions");
            assertThat(heard.key()).isEqualTo("hush");
            assertThat(heard.body().replaceAll("\\s", ""))
                    .isEqualTo("{\"modelId\":\"eos3b5e\",\"inputKeyArray\":[\"%s\"]}".formatted(ONE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504, 0})
    void whatMayPassIsAskedAgainAfterAPause(int status) throws IOException {
        try (ScriptedApi api =
                new ScriptedApi(new Line(status, ""), new Line(status, "{}"), new Line(200, GOOD), new Line(500, ""))) {
            assertThat(ask(api).output()).hasSize(1);
            assertThat(sleeps).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
        }
    }

    @Test
    void whatDoesNotPassIsToldAfterAFewAttempts() throws IOException {
        try (ScriptedApi api = new ScriptedApi(new Line(503, "{\"detail\":\"not now\\nlater\"}"))) {
            assertThat(refusal(api))
                    .isEqualTo(
                            "no answer from URL in 4 attempts: answers 503 (not now later); ask again later, or name another with --api");
            assertThat(api.heard()).hasSize(4);
            assertThat(sleeps).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
        }
    }

    @Test
    void theApiMayAskForMorePatienceButNotForAnyAmount() throws IOException {
        try (ScriptedApi api = new ScriptedApi(
                new Line(503, "", Map.of("Retry-After", "5")),
                new Line(429, "{\"message\":\"Limit Exceeded\"}", Map.of("Retry-After", "86400")))) {
            assertThat(refusal(api)).startsWith("no answer from URL in 2 attempts: answers 429 (Limit Exceeded);");
            assertThat(sleeps).containsExactly(Duration.ofSeconds(5));
        }
    }

    @Test
    void nobodyThereIsToldWithTheUrl() throws IOException {
        String url;
        try (ServerSocket socket = new ServerSocket(0)) {
            url = "http://127.0.0.1:" + socket.getLocalPort();
        }

        assertThatThrownBy(() -> lookup(url, null).current(MODEL))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "no answer from %s in 4 attempts: connection refused; ask again later, or name another with --api"
                                .formatted(url));
    }

    @Test
    void aRefusedKeyNamesTheVariableAndNeverTheKey() throws IOException {
        try (ScriptedApi api = new ScriptedApi(new Line(403, "{\"message\":\"Forbidden\"}"))) {
            assertThat(refusal(api))
                    .isEqualTo(
                            "URL answers 403 (Forbidden): set PRECALC_API_KEY to the API's key, and check the path of --api");
            assertThatThrownBy(() -> lookup(api.url(), "hush").inAllModels(List.of(LookupInput.key(ONE))))
                    .hasMessageContaining("correct the key in PRECALC_API_KEY")
                    .hasMessageNotContaining("hush");
            assertThat(sleeps).isEmpty();
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        try (ScriptedApi elsewhere = new ScriptedApi(new Line(200, GOOD));
                ScriptedApi api =
                        new ScriptedApi(new Line(307, "", Map.of("Location", elsewhere.url() + "/predictions")))) {
            assertThat(refusal(api))
                    .isEqualTo(
                            "URL redirects to %s/predictions (307), which is not followed: name the right one with --api"
                                    .formatted(elsewhere.url()));
            assertThat(elsewhere.heard()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            404 | <html>not found</html>                      | URL answers 404; is that a lookup API? name one with --api
            404 | {"detail":"no such path"}                   | URL answers 404 (no such path); is that a lookup API? name one with --api
            404 | {"field":"inputKey"}                        | URL answers 404 about inputKey; is that a lookup API? name one with --api
            400 | {"detail":"unknown field","field":"modelId"} | URL answers 400 (unknown field); is that a lookup API? name one with --api
            204 | ''                                          | URL answers 204; is that a lookup API? name one with --api
            """)
    void whatIsNoLookupApiIsCalledSo(int status, String body, String message) throws IOException {
        try (ScriptedApi api = new ScriptedApi(new Line(status, body))) {
            assertThat(refusal(api)).isEqualTo(message);
            assertThat(sleeps).isEmpty();
        }
    }

    /** One of two parts of an answer, of the run. */
    private static Line part(int index, String value, String run) {
        String row = FOUND.replace("\"index\":0", "\"index\":" + index)
                .replace(ONE, key(index + 1).value())
                .replace("1.5", value);
        return new Line(200, answer(row, "", (index == 0 ? ",\"next\":1" : "") + ",\"run_id\":\"" + run + "\""));
    }

    private PredictionsAnswer askTwo(ScriptedApi api) {
        return lookup(api.url(), null)
                .predictions(MODEL, List.of(LookupInput.key(ONE), LookupInput.key(key(2).value())))
                .orElseThrow();
    }

    @Test
    void aListIsAskedAgainWhenAnotherRunIsPublishedBetweenItsParts() throws IOException {
        try (ScriptedApi api = new ScriptedApi(
                part(0, "1", "old"), part(1, "20", "new"), part(0, "10", "new"), part(1, "20", "new"))) {
            assertThat(askTwo(api).output())
                    .extracting(found -> found.value().get(0))
                    .containsExactly(new BigDecimal(10), new BigDecimal(20));
        }
    }

    @Test
    void aListWhosePartsAreNeverOfOneRunIsRefused() throws IOException {
        Line old = part(0, "1", "old");
        Line other = part(1, "20", "new");
        try (ScriptedApi api = new ScriptedApi(old, other, old, other, old, other)) {
            assertThatThrownBy(() -> askTwo(api))
                    .hasMessageEndingWith(
                            " answers each part of a list from another run of eos3b5e: ask again when no run is being published there");
        }
    }

    static Stream<String> wrong() {
        String missing = "{\"index\":0,\"input\":\"x\"}";
        return Stream.of(
                "",
                "<html>",
                "[]",
                "null",
                "{}",
                GOOD.substring(0, GOOD.length() - 1),
                GOOD.replace("eos3b5e", "eos4e40"),
                answer("", "", ""),
                answer(FOUND, missing, ""),
                answer(FOUND + "," + FOUND, "", ""),
                answer(FOUND.replace("\"index\":0", "\"index\":1"), "", ""),
                answer(FOUND.replace("\"index\":0", "\"index\":-1"), "", ""),
                answer(FOUND.replace("\"index\":0", "\"index\":0.5"), "", ""),
                answer(FOUND.replace("\"key\":\"" + ONE, "\"key\":\"" + key(2)), "", ""),
                answer(FOUND.replace("[1.5]", "1.5"), "", ""),
                answer(FOUND.replace("[1.5]", "[{}]"), "", ""),
                answer(FOUND.replace("[1.5]", "[1e999999999]"), "", ""),
                answer(FOUND.replace("[1.5]", "[1e-999999999]"), "", ""),
                answer(FOUND.replace("\"CCO\"", "null"), "", ""),
                answer(FOUND, "", ",\"next\":0"),
                answer(FOUND, "", ",\"next\":2"),
                answer("", "", ",\"next\":1"),
                GOOD.replace("\"invalid\":[]", "\"invalid\":[{\"index\":0}]"),
                GOOD.replace(
                        "\"rejected\":[]", "\"rejected\":[{\"index\":0,\"key\":\"" + ONE + "\",\"reason\":\"mood\"}]"),
                GOOD.replace("\"rejected\":[]", "\"rejected\":7"),
                "[".repeat(5000));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void anAnswerThatDoesNotFitTheQuestionIsNotBelieved(String body) throws IOException {
        try (ScriptedApi api = new ScriptedApi(new Line(200, body))) {
            assertThat(refusal(api)).startsWith("URL does not answer as a lookup API does: ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"predictions\":[{\"model_id\":\"eos3b5e\",\"columns\":[],\"value\":[],\"run_id\":\"r\"}]",
                "\"predictions\":[],\"rejected\":[{\"model_id\":\"eos3b5e\",\"reason\":\"model_failed\",\"run_id\":\"r\"}]"
            })
    void anAnswerAboutAMoleculeThatGoesRoundInCirclesIsNotBelieved(String content) throws IOException {
        String body = "{\"key\":\"%s\",\"smiles\":\"C\",%s,\"next\":\"eos3b5e\"}".formatted(ONE, content);
        try (ScriptedApi api = new ScriptedApi(new Line(200, body))) {
            assertThatThrownBy(() -> lookup(api.url(), null).inAllModels(List.of(LookupInput.key(ONE))))
                    .hasMessageContaining("its next is not an index");
        }
    }

    @Test
    void anAnswerAboutAMoleculeOfWhichNothingIsStoredIsNotBelieved() throws IOException {
        String body = "{\"key\":\"%s\",\"smiles\":\"C\",\"predictions\":[]}".formatted(ONE);
        try (ScriptedApi api = new ScriptedApi(new Line(200, body))) {
            assertThatThrownBy(() -> lookup(api.url(), null).inAllModels(List.of(LookupInput.key(ONE))))
                    .hasMessageContaining("it has neither a prediction nor a reject");
        }
    }

    @Test
    void anAnswerThatDoesNotEndIsGivenUp() throws IOException {
        try (ScriptedApi api = new ScriptedApi(new Line(200, " ".repeat((int) ApiClient.MAX_ANSWER_BYTES + 1)))) {
            assertThat(refusal(api)).startsWith("URL: the answer is larger than 67108864 bytes;");
            assertThat(sleeps).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org",
                "http://127.example.org",
                "http://localhost.example.org/prod",
                "http://127.0.0.1.example.org",
                "HTTP://10.0.0.1:8080"
            })
    void aKeyIsNotSentWhereOthersCanReadIt(String url) {
        assertThatThrownBy(() -> lookup(url, "hush"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(url)
                .hasMessageContaining("PRECALC_API_KEY")
                .hasMessageNotContaining("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/prod",
                "http://localhost:8080",
                "http://127.0.0.1",
                "http://[::1]:80/",
                "HTTPS://example.org"
            })
    void aKeyIsSentOverTlsOrWithinThisMachine(String url) {
        assertThat(lookup(url, "hush").name()).isEqualTo(url.replaceAll("/$", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "ftp://example.org",
                "http://",
                "http://a b",
                "http://h?x=1",
                "http://h#f",
                "http://h:0",
                "http://h:70000"
            })
    void whatIsNoAddressOfTheWebIsRefused(String url) {
        assertThatThrownBy(() -> RemoteLookup.url(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--api ")
                .hasMessageContaining(": expected the URL of a lookup API, e.g. https://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://me:hush@example.org", "https://me:hu sh@example.org", "https://me:hush@exa_mple.org"})
    void aPasswordInTheUrlIsRefusedAndNotRepeated(String url) {
        assertThatThrownBy(() -> RemoteLookup.url(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hush")
                .hasMessageNotContaining("hu sh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "schlüssel", "a\nb"})
    void aKeyThatNoHeaderCanCarryIsRefusedAndNotRepeated(String apiKey) {
        assertThatThrownBy(() -> lookup("https://example.org", apiKey))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(apiKey);
    }
}
