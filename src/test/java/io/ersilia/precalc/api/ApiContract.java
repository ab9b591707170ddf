package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.OTHER_MODEL;
import static io.ersilia.precalc.table.Items.RUN;
import static io.ersilia.precalc.table.Items.TIME;
import static io.ersilia.precalc.table.Items.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.stats.Distribution;
import io.ersilia.precalc.stats.LibraryRanks;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What everybody who asks may count on, whichever door they come by: Lambda or the local server, DynamoDB or SQLite. Every
 * answer is also compared with the OpenAPI document.
 */
interface ApiContract {

    /** The answer over 5 MB is made of this many rows, with that many columns each. */
    int WIDE_ROWS = 60;

    int WIDE_COLUMNS = 10_000;

    ModelId WIDE = new ModelId("eos0wid");

    Map<String, String> JSON = Map.of("content-type", "application/json");

    /** The way in; it asks for no API key. */
    Door door();

    /** What is in every table. */
    static void fill(PredictionTable table) throws InterruptedException {
        table.save(Items.full("v1.0.0", "r1", 0).withFacts(Items.described("r1").facts()));
        table.save(
                Items.full("v1.0.0", "r1", 0),
                new LibraryRanks(
                        RUN,
                        "v1.0.0",
                        List.of(new LibraryRanks.ColumnDistribution(
                                "mol_weight",
                                new Distribution(
                                        4,
                                        0,
                                        3,
                                        1.5,
                                        5,
                                        true,
                                        List.of(0.0, 1.0, 2.0, 3.0),
                                        List.of(1L, 1L, 1L, 1L),
                                        List.of())))));
        table.save(new ModelRecord(OTHER_MODEL, "v9", List.of("a"), new Rank(RUN, TIME, false), true, 1L, 0L));
        Items.write(table, Items.predictions(0, 5));
        Items.write(
                table,
                List.of(Items.rejection(key(5), Reason.EMPTY_OUTPUT), Items.rejection(key(2000), Reason.MODEL_FAILED)));
        Items.write(
                table,
                List.of(
                        Items.prediction(key(1), OTHER_MODEL, List.of(Value.text("secret"))),
                        Items.prediction(key(7), OTHER_MODEL, List.of(Value.text("secret")))));
        Items.write(
                table,
                List.of(Items.prediction(
                        new io.ersilia.precalc.molecule.InchiKey("LFQSCWFLJHTTHZ-UHFFFAOYSA-N"),
                        Value.number("46.069"))));
        table.save(new ModelRecord(
                WIDE,
                "v1.0.0",
                IntStream.range(0, WIDE_COLUMNS).mapToObj(i -> "c" + i).toList(),
                new Rank(RUN, TIME, false),
                true,
                null,
                null));
        List<Value> wide = IntStream.range(0, WIDE_COLUMNS)
                .mapToObj(i -> Value.number(Integer.toString(100_000_000 + i % 7)))
                .toList();
        Items.write(
                table,
                IntStream.range(0, WIDE_ROWS)
                        .mapToObj(i -> Items.prediction(key(i), WIDE, wide))
                        .toList());
    }

    private Door.Reply send(String method, String path, Map<String, String> headers, String body) throws Exception {
        Door.Reply reply = door().send(method, path, headers, body);
        assertThat(reply.headers())
                .containsEntry("cache-control", "no-store")
                .containsEntry("x-content-type-options", "nosniff");
        LookupApi.Route route = LookupApi.Route.of(path.split("\\?", 2)[0]);
        if (route != LookupApi.Route.NONE && route.method().equals(method)) {
            OpenApiDocument.read()
                    .describes(route, reply.status(), reply.headers().getOrDefault("content-type", ""), reply.body());
        }
        return reply;
    }

    private Door.Reply post(String body) throws Exception {
        return send("POST", "/predictions", JSON, body);
    }

    private Door.Reply get(String path) throws Exception {
        return send("GET", path, Map.of(), "");
    }

    private static JsonNode json(Door.Reply reply) throws Exception {
        return Json.MAPPER.readTree(reply.body());
    }

    private static String asking(ModelId model, Stream<String> keys) {
        return "{\"modelId\":\"%s\",\"inputKeyArray\":[%s]}"
                .formatted(model, keys.map(key -> '"' + key + '"').collect(Collectors.joining(",")));
    }

    private static Stream<String> keys(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> key(i).value());
    }

    private static void isProblem(Door.Reply reply, int status) throws Exception {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.headers()).containsEntry("content-type", "application/problem+json");
        JsonNode problem = json(reply);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).isNotEmpty().doesNotContain("Exception", "io.ersilia", "\tat ");
    }

    @Test
    default void everyPositionIsInExactlyOneListInOrder() throws Exception {
        Door.Reply reply =
                post(asking(MODEL, Stream.of(2, 99, -1, 5, 1, 2, 99).map(i -> i < 0 ? "nope" : key(i).value())));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("content-type", "application/json");
        String two = key(2).value();
        String found = """
                {"index":%d,"input":"%s","key":"%s","smiles":"CCO","value":[%d],"model_version":"v1.0.0","stale":false}""";
        assertThat(json(reply)).isEqualTo(Json.MAPPER.readTree("""
                {"model_id":"eos3b5e","title":"Title \\"of\\" ß","columns":["mol_weight"],
                 "column_facts":[{"name":"mol_weight","type":"float","direction":"low","description":"Molecular weight",
                                  "unit":"g/mol"}],
                 "output":[%s,%s,%s],
                 "missing":[{"index":1,"input":"%s"},{"index":6,"input":"%s"}],
                 "invalid":[{"index":2,"input":"nope","reason":"not a standard InChIKey"}],
                 "rejected":[{"index":3,"input":"%s","key":"%s","reason":"empty_output"}]}""".formatted(
                        found.formatted(0, two, two, 2),
                        found.formatted(4, key(1), key(1), 1),
                        found.formatted(5, two, two, 2),
                        key(99),
                        key(99),
                        key(5),
                        key(5))));
    }

    @Test
    default void smilesAreLookedUpByTheirKey() throws Exception {
        JsonNode answer = json(post("{\"smilesArray\":[\"OCC\",\"C C\",\"CCCCC\",\"%s\"],\"modelId\":\"eos3b5e\"}"
                .formatted("C".repeat(4097))));

        assertThat(answer.path("output").findValuesAsText("key")).containsExactly("LFQSCWFLJHTTHZ-UHFFFAOYSA-N");
        assertThat(answer.path("missing").findValuesAsText("input")).containsExactly("CCCCC");
        assertThat(answer.path("invalid").findValuesAsText("reason"))
                .containsExactly("invalid_smiles: white space within", "4097 characters, at most 4096 are allowed");
        assertThat(answer.path("invalid").findValuesAsText("input").get(1)).isEqualTo("C".repeat(100) + "…");
    }

    @Test
    default void aThousandInputsAreAnsweredAndOneMoreIsRefused() throws Exception {
        JsonNode answer = json(post(asking(MODEL, keys(0, 1000))));
        assertThat(answer.path("output")).hasSize(5);
        assertThat(answer.path("rejected")).hasSize(1);
        assertThat(answer.path("missing")).hasSize(994);

        Door.Reply more = post(asking(MODEL, keys(0, 1001)));

        isProblem(more, 400);
        assertThat(json(more).path("field").asText()).isEqualTo("inputKeyArray");
    }

    @Test
    default void aLongAnswerStopsAtAWholeRowAndGoesOnWhereNextSays() throws Exception {
        String question = asking(WIDE, keys(0, WIDE_ROWS + 1));
        List<Integer> positions = new ArrayList<>();
        int answers = 0;
        for (String next = "0"; !next.isEmpty(); answers++) {
            Door.Reply reply = post(question.replaceFirst("\\{", "{\"from\":" + next + ","));
            assertThat(reply.body().length()).isLessThanOrEqualTo(5_000_000);
            JsonNode answer = json(reply);
            answer.path("output").forEach(row -> {
                assertThat(row.path("value")).hasSize(WIDE_COLUMNS);
                positions.add(row.path("index").asInt());
            });
            answer.path("missing")
                    .forEach(row -> positions.add(row.path("index").asInt()));
            next = answer.path("next").asText();
        }

        assertThat(positions)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, WIDE_ROWS).boxed().toList());
        assertThat(answers).isEqualTo(2);
    }

    @Test
    default void longInputsThatAreRepeatedCountToo() throws Exception {
        String input = "\\u0001".repeat(4000); // six bytes each in the answer as well
        Door.Reply reply = post("{\"modelId\":\"eos3b5e\",\"smilesArray\":[%s]}"
                .formatted(Stream.generate(() -> '"' + input + '"').limit(200).collect(Collectors.joining(","))));

        assertThat(reply.body().length()).isLessThanOrEqualTo(5_000_000);
        assertThat(json(reply).path("next").asInt())
                .isEqualTo(json(reply).path("invalid").size())
                .isLessThan(200);
    }

    @Test
    default void oneMoleculeInAllModels() throws Exception {
        Door.Reply reply = get("/predictions/" + key(1));

        assertThat(reply.status()).isEqualTo(200);
        JsonNode answer = json(reply);
        assertThat(answer.path("key").asText()).isEqualTo(key(1).value());
        assertThat(answer.path("predictions").findValuesAsText("model_id"))
                .containsExactly("eos0wid", "eos3b5e", "eos4e40");
        assertThat(answer.path("predictions").get(2)).isEqualTo(Json.MAPPER.readTree("""
                {"model_id":"eos4e40","columns":["a"],"value":["secret"],"model_version":"v1.0.0","stale":true,"run_id":"r1"}"""));
        assertThat(json(get("/predictions/" + key(1) + "?from=eos3b5f"))
                        .path("predictions")
                        .findValuesAsText("model_id"))
                .containsExactly("eos4e40");
    }

    @Test
    default void aMoleculeThatWasOnlyRejectedIsFoundWithTheReason() throws Exception {
        Door.Reply reply = get("/predictions/" + key(2000));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply)).isEqualTo(Json.MAPPER.readTree("""
                {"key":"%s","smiles":"CCO","predictions":[],
                 "rejected":[{"model_id":"eos3b5e","reason":"model_failed","model_version":null,"run_id":"r1"}]}""".formatted(key(2000))));
        isProblem(get("/predictions/" + key(2000) + "?from=eos3b5f"), 404);
    }

    @Test
    default void whatNobodyKnowsIsNotFound() throws Exception {
        isProblem(get("/predictions/" + key(99)), 404);
        isProblem(get("/models/eos9zzz"), 404);
        isProblem(post(asking(new ModelId("eos9zzz"), keys(0, 1))), 404);
        isProblem(get("/models/eos9zzz/distributions"), 404);
        isProblem(get("/predictions/"), 404);
        isProblem(get("/models/eos3b5e/"), 404);
        isProblem(get("/secret"), 404);
    }

    @Test
    default void aModelIsDescribed() throws Exception {
        Door.Reply reply = get("/models/eos4e40");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply)).isEqualTo(Json.MAPPER.readTree("""
                {"model_id":"eos4e40","columns":["a"],"run_id":"r1","model_version":"v9","items":1}"""));
    }

    @Test
    default void nothingIsLeftBehindTheLastInput() throws Exception {
        JsonNode answer = json(post(asking(MODEL, keys(0, 2)).replaceFirst("\\{", "{\"from\":2,")));

        for (String list : new String[] {"output", "missing", "invalid", "rejected"}) {
            assertThat(answer.path(list).isArray()).as(list).isTrue();
            assertThat(answer.path(list)).as(list).isEmpty();
        }
        assertThat(answer.has("next")).isFalse();
    }

    @Test
    default void whatTheAuthorSaysOfAModelIsTold() throws Exception {
        Door.Reply reply = get("/models/eos3b5e");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply)).isEqualTo(Json.MAPPER.readTree("""
                {"model_id":"eos3b5e","columns":["mol_weight"],"run_id":"r1","model_version":"v1.0.0","items":null,
                 "title":"Title \\"of\\" ß","description":"Described","interpretation":"Read so","task":"Annotation",
                 "output_type":"Score","output_consistency":"Fixed","tags":["a","b"],"license":"MIT",
                 "publication":"https://doi.example/1","source_code":"https://code.example",
                 "column_facts":[{"name":"mol_weight","type":"float","direction":"low","description":"Molecular weight",
                                  "unit":"g/mol"}]}"""));
        JsonNode goingOn = json(post(asking(MODEL, keys(0, 2)).replaceFirst("\\{", "{\"from\":1,")));
        assertThat(goingOn.has("column_facts")).as("once a list").isFalse();
        assertThat(goingOn.path("run_id").asText()).as("of a part").isEqualTo("r1");
    }

    @Test
    default void whereANumberStandsInTheLibraryIsToldIfAsked() throws Exception {
        String question = asking(MODEL, keys(0, 6)).replaceFirst("\\{", "{\"percentiles\":true,");

        JsonNode output = json(post(question)).path("output");

        assertThat(output).hasSize(5);
        assertThat(output.findValues("percentiles"))
                .extracting(JsonNode::toString)
                .containsExactly("[0]", "[25]", "[50]", "[75]", "[100]");
        assertThat(json(post(question.replace("true", "false"))).findValues("percentiles"))
                .isEmpty();
        JsonNode stale = json(post(asking(OTHER_MODEL, keys(1, 2)).replaceFirst("\\{", "{\"percentiles\":true,")));
        assertThat(stale.path("output").findValues("percentiles"))
                .extracting(JsonNode::toString)
                .containsExactly("[null]");
    }

    @Test
    default void whereTheNumbersOfAColumnLieOverTheLibraryIsToldOfTheCurrentVersion() throws Exception {
        Door.Reply reply = get("/models/eos3b5e/distributions");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply)).isEqualTo(Json.MAPPER.readTree("""
                {"model_id":"eos3b5e","run_id":"r1","columns":[{"column":"mol_weight","count":4,"min":0.0,"max":3.0,"mean":1.5,
                 "median":1.0,"bars":[{"from":0.0,"to":0.0,"count":1},{"from":1.0,"to":1.0,"count":1},
                                      {"from":2.0,"to":2.0,"count":1},{"from":3.0,"to":3.0,"count":1}]}]}"""));
        assertThat(json(get("/models/eos4e40/distributions"))).isEqualTo(Json.MAPPER.readTree("""
                {"model_id":"eos4e40","run_id":null,"columns":[]}"""));
    }

    @Test
    default void thePageIsServedWithAPolicyAndAFileOfItIsKept() throws Exception {
        Door.Reply page = door().send("GET", "/", Map.of(), "");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).startsWith("<!doctype html>");
        assertThat(page.headers())
                .containsEntry("content-type", "text/html; charset=utf-8")
                .containsEntry("cache-control", "no-cache");
        assertThat(page.headers().get("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self' 'wasm-unsafe-eval';", "style-src 'self';")
                .doesNotContain("unsafe-inline", "'unsafe-eval'", "http");

        Door.Reply file = door().send("GET", "/page/probe.js", Map.of(), "");
        assertThat(file.body()).isEqualTo("no real page");
        assertThat(file.headers())
                .containsEntry("content-type", "text/javascript; charset=utf-8")
                .containsEntry("content-security-policy", page.headers().get("content-security-policy"))
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("cache-control", "public, max-age=31536000, immutable")
                .doesNotContainKey("content-encoding");
        Door.Reply again = door().send(
                        "GET",
                        "/page/probe.js",
                        Map.of("if-none-match", String.valueOf(file.headers().get("etag"))),
                        "");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        for (String none : List.of("none.js", "..%2fprobe.js", "probe", "probe.js.gz.", ".gz")) {
            isProblem(get("/page/" + none), 404);
        }
    }

    @Test
    default void theModelsAreListedByIdFromWhereItIsAsked() throws Exception {
        Door.Reply reply = get("/models");

        assertThat(reply.status()).isEqualTo(200);
        JsonNode models = json(reply).path("models");
        assertThat(json(reply).has("next")).isFalse();
        assertThat(models.findValuesAsText("model_id")).containsExactly("eos0wid", "eos3b5e", "eos4e40");
        assertThat(models.get(1)).isEqualTo(Json.MAPPER.readTree("""
                {"model_id":"eos3b5e","title":"Title \\"of\\" ß","columns":["mol_weight"],"items":null,
                 "model_version":"v1.0.0","run_id":"r1","created":"%s"}""".formatted(TIME)));
        assertThat(models.get(2).path("items").asInt()).isEqualTo(1);
        assertThat(json(get("/models?from=eos3b5f")).path("models").findValuesAsText("model_id"))
                .containsExactly("eos4e40");
        assertThat(json(get("/models?from=eos9zzz")).path("models")).isEmpty();
        isProblem(get("/models?from=nope"), 400);
        isProblem(send("POST", "/models", JSON, "{}"), 405);
    }

    @Test
    default void theDocumentIsServedAndRequiresNoKeyWhereNoneIsSet() throws Exception {
        JsonNode document = OpenApiDocument.read().root();
        document.<ArrayNode>withArray("security").addObject();

        assertThat(json(get("/openapi.json"))).isEqualTo(document);
    }

    @Test
    default void aWholeNumberIsOneInEverySpelling() throws Exception {
        String question = "{\"modelId\":\"eos4e40\",\"inputKeyArray\":[\"%s\"],\"from\":%%s}".formatted(key(1).value());

        Door.Reply reply = post(question.formatted("0.0"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(post(question.formatted("0")).body());
    }

    static Stream<Arguments> envelopes() {
        String key = key(1).value();
        String array = "\"inputKeyArray\":[\"%s\"]".formatted(key);
        String model = "\"modelId\":\"eos3b5e\"";
        return Stream.of(
                Arguments.of("", null, "the body is empty"),
                Arguments.of(
                        "{",
                        null,
                        "not valid JSON: Unexpected end-of-input: expected close marker for Object (line 1, column 2)"),
                Arguments.of("[]", null, "not a JSON object"),
                Arguments.of("null", null, "not a JSON object"),
                Arguments.of("{%s}".formatted(array), "modelId", "modelId is missing"),
                Arguments.of("{\"modelId\":7,%s}".formatted(array), "modelId", "modelId is not a string"),
                Arguments.of("{\"modelId\":null,%s}".formatted(array), "modelId", "modelId is not a string"),
                Arguments.of(
                        "{\"modelId\":\"../eos3b5e\",%s}".formatted(array), "modelId", "not a model id: '../eos3b5e'"),
                Arguments.of("{\"modelId\":\"eos3b5e/../../x\",%s}".formatted(array), "modelId", "not a model id"),
                Arguments.of("{\"modelId\":\"eos3b5e#METADATA\",%s}".formatted(array), "modelId", "not a model id"),
                Arguments.of("{\"modelId\":\"eos3b5e\\n\",%s}".formatted(array), "modelId", "not a model id"),
                Arguments.of("{%s}".formatted(model), "inputKeyArray", "neither inputKeyArray nor smilesArray"),
                Arguments.of("{%s,%s,\"smilesArray\":[\"C\"]}".formatted(model, array), "smilesArray", "both"),
                Arguments.of("{%s,\"inputKeyArray\":[]}".formatted(model), "inputKeyArray", "is empty"),
                Arguments.of("{%s,\"inputKeyArray\":\"%s\"}".formatted(model, key), "inputKeyArray", "is not an array"),
                Arguments.of(
                        "{%s,\"inputKeyArray\":[\"a\",1]}".formatted(model), "inputKeyArray[1]", "is not a string"),
                Arguments.of("{%s,\"inputKeyArray\":[null]}".formatted(model), "inputKeyArray[0]", "is not a string"),
                Arguments.of("{%s,\"smilesArray\":[[\"C\"]]}".formatted(model), "smilesArray[0]", "is not a string"),
                Arguments.of("{%s,%s,\"limit\":1}".formatted(model, array), "limit", "unknown field 'limit'"),
                Arguments.of("{%s,%s,\"from\":-1}".formatted(model, array), "from", "from is not the index"),
                Arguments.of("{%s,%s,\"from\":1e99}".formatted(model, array), "from", "not the index"),
                Arguments.of("{%s,%s,\"from\":0.5}".formatted(model, array), "from", "not a whole number"),
                Arguments.of("{%s,%s,\"from\":\"0\"}".formatted(model, array), "from", "not a whole number"),
                Arguments.of("{%s,%s,\"from\":%s}".formatted(model, array, "9".repeat(500)), "from", "not the index"),
                Arguments.of(
                        "{%s,%s,\"percentiles\":\"true\"}".formatted(model, array),
                        "percentiles",
                        "neither true nor false"),
                Arguments.of("{%s,%s} {}".formatted(model, array), null, "something follows"),
                Arguments.of("{%s,%s,%s}".formatted(model, model, array), null, "Duplicate field 'modelId'"),
                Arguments.of("{%s,%s,%s}".formatted(model, array, array), null, "Duplicate field 'inputKeyArray'"),
                Arguments.of(
                        "{%s,\"inputKeyArray\":%s}".formatted(model, "[".repeat(100_000)),
                        "inputKeyArray[0]",
                        "not a string"),
                Arguments.of("[".repeat(100_000), null, "not a JSON object"),
                Arguments.of("{\"x\":" + "{\"x\":".repeat(100_000), "x", "unknown field"),
                Arguments.of("{\"%s\":1}".formatted("x".repeat(100_000)), null, "not valid JSON"),
                Arguments.of("{%s,\"from\":%s}".formatted(model, "9".repeat(2000)), null, "not valid JSON"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("io.ersilia.precalc.api.ApiContract#envelopes")
    default void anEnvelopeThatIsNoneIsRefusedByTheNameOfTheField(
            String body, @org.jspecify.annotations.Nullable String field, String detail) throws Exception {
        Door.Reply reply = post(body);

        isProblem(reply, 400);
        assertThat(json(reply).path("detail").asText()).contains(detail);
        assertThat(json(reply).path("field").asText(null)).isEqualTo(field);
        assertThat(reply.body().length()).isLessThan(1000);
    }

    @Test
    default void keysThatWouldReachOtherItemsAreInvalidAndOthersAreStillAnswered() throws Exception {
        String mine = key(1).value();
        Door.Reply reply = post("""
                {"modelId":"eos3b5e","inputKeyArray":["%s#MODELID#eos4e40","INPUTKEY#%s","MODELID#eos3b5e","%s\\u0000",
                 "%s\\r\\nx","%s","\\ud800","%s"]}""".formatted(mine, mine, mine, mine, "K".repeat(100_000), mine));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply).path("invalid")).hasSize(7);
        assertThat(json(reply).path("output").findValuesAsText("index")).containsExactly("7");
        assertThat(reply.body()).doesNotContain("secret").hasSizeLessThan(3000);
    }

    @Test
    default void aPredictionOfAnotherModelIsMissing() throws Exception {
        Door.Reply reply = post(asking(MODEL, Stream.of(key(7).value(), key(1).value())));

        assertThat(json(reply).path("missing").findValuesAsText("index")).containsExactly("0");
        assertThat(reply.body()).doesNotContain("secret", "eos4e40");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/predictions/nope",
                "/predictions/BAAAAAAAAAAAAA-UHFFFAOYSA-N%23MODELID%23eos4e40",
                "/predictions/BAAAAAAAAAAAAA-UHFFFAOYSA-N%00",
                "/predictions/BAAAAAAAAAAAAA-UHFFFAOYSA-N?from=..%2F",
                "/predictions/..",
                "/models/..%2F..%2Fetc%2Fpasswd",
                "/models/eos3b5e%23METADATA",
                "/models/EOS3B5E",
                "/models/%0d%0aset-cookie:x"
            })
    default void aPathThatNamesNothingIsRefused(String path) throws Exception {
        isProblem(get(path), 400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /predictions, POST",
        "DELETE, /predictions, POST",
        "HEAD, /predictions, POST",
        "POST, /models/eos3b5e, GET",
        "PUT, /predictions/BAAAAAAAAAAAAA-UHFFFAOYSA-N, GET",
        "POST, /openapi.json, GET",
        "OPTIONS, /openapi.json, GET"
    })
    default void aWrongMethodIsToldWhichIsRight(String method, String path, String allowed) throws Exception {
        Door.Reply reply = send(method, path, JSON, "");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("allow", allowed);
    }

    @Test
    default void aBodyWhereNoneBelongsIsRefused() throws Exception {
        isProblem(send("GET", "/models/eos3b5e", JSON, "{\"modelId\":\"eos4e40\"}"), 400);
        isProblem(send("GET", "/predictions/" + key(1), JSON, "x"), 400);
    }

    @Test
    default void sixMegabytesAreTooMuch() throws Exception {
        isProblem(post("{\"modelId\":\"eos3b5e\",\"smilesArray\":[\"%s\"]}".formatted("C".repeat(6_000_000))), 413);
        isProblem(post("[".repeat(6_000_000)), 413);
    }

    @Test
    default void whatIsNotJsonIsNotRead() throws Exception {
        String body = asking(MODEL, keys(0, 1));
        isProblem(send("POST", "/predictions", Map.of("content-type", "text/plain"), body), 415);
        isProblem(send("POST", "/predictions", Map.of(), body), 415);
        assertThat(send("POST", "/predictions", Map.of("Content-Type", "application/JSON; charset=utf-8"), body)
                        .status())
                .isEqualTo(200);
    }

    @Test
    default void theLogHasALineForEachRequestAndNothingOfWhatWasAsked() throws Exception {
        int before = door().log().size();
        post("{\"modelId\":\"eos3b5e\",\"inputKeyArray\":[\"%s\",\"x\\n{\\\"status\\\":200}\"]}".formatted(key(1)));
        post("{\"modelId\":\"eos3b5e\",\"smilesArray\":[\"OCC\"]}");
        send("GET", "/predictions/" + key(1) + "%0a%7B", Map.of("x-api-key", "hush", "x-request-id", "mine"), "");
        get("/%0d%0a" + key(2));

        List<String> lines = door().log().subList(before, before + 4);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.strip()).doesNotContain("\n", "\r");
            JsonNode json = Json.MAPPER.readTree(line);
            List<String> names = new ArrayList<>();
            json.fieldNames().forEachRemaining(names::add);
            assertThat(names)
                    .containsExactly(
                            "request_id",
                            "method",
                            "route",
                            "status",
                            "found",
                            "missing",
                            "invalid",
                            "rejected",
                            "bytes",
                            "milliseconds");
            assertThat(line)
                    .doesNotContain(key(1).value(), key(2).value(), "OCC", "hush", "mine", "%0", "LFQSCWFLJHTTHZ");
        });
        assertThat(lines)
                .extracting(line -> Json.MAPPER.readTree(line).path("route").asText())
                .containsExactly("/predictions", "/predictions", "/predictions/{inputKey}", "none");
        assertThat(lines)
                .extracting(line -> Json.MAPPER.readTree(line).path("invalid").asInt())
                .containsExactly(1, 0, 0, 0);
        assertThat(new TreeSet<>(lines)).hasSize(4);
    }
}
