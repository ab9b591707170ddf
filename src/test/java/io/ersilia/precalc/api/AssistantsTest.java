package io.ersilia.precalc.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.Rank;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an assistant gets, message by message; {@code AssistantsIT} has a client of other people ask. */
class AssistantsTest {

    private static final ModelId MODEL = new ModelId("eos1aaa");

    private final MemoryTable table = new MemoryTable();
    private final List<String> log = new ArrayList<>();
    private final LookupApi api = new LookupApi(table, Screening::new, null);

    @BeforeEach
    void oneModelWithOneMolecule() throws InterruptedException {
        table.save(
                new ModelRecord(MODEL, "v1", List.of("weight"), new Rank(Items.RUN, Items.TIME, false), true, 1L, 0L));
        Items.write(table, List.of(Items.prediction(Items.key(0), MODEL, List.of(Value.number("46.069")))));
    }

    private JsonNode answer(String message) throws IOException {
        Optional<String> answer = api.message(message, log::add);
        assertThat(answer).isPresent();
        return Json.MAPPER.readTree(answer.get());
    }

    private JsonNode called(String tool, String arguments) throws IOException {
        return answer("""
                {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"%s","arguments":%s}}""".formatted(tool, arguments)).path("result");
    }

    private static JsonNode content(JsonNode result) throws IOException {
        return Json.MAPPER.readTree(result.path("content").path(0).path("text").asText());
    }

    @ParameterizedTest
    @CsvSource({"2025-11-25,2025-11-25", "2025-06-18,2025-06-18", "1999-01-01,2025-11-25"})
    void theFirstMessageSettlesTheVersionOfTheProtocol(String asked, String settled) throws IOException {
        JsonNode result = answer("""
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"%s","capabilities":{},
                 "clientInfo":{"name":"test","version":"1"}}}""".formatted(asked)).path("result");

        assertThat(result.path("protocolVersion").asText()).isEqualTo(settled);
        assertThat(result.path("serverInfo").path("name").asText()).isEqualTo("precalc");
        assertThat(result.path("capabilities").has("tools")).isTrue();
    }

    @Test
    void everyToolSaysThatItOnlyReads() throws IOException {
        JsonNode tools = answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .path("result")
                .path("tools");

        assertThat(tools.findValuesAsText("name"))
                .containsExactlyInAnyOrder("list_models", "explain_columns", "lookup_predictions");
        assertThat(tools).allSatisfy(tool -> {
            assertThat(tool.path("annotations").path("readOnlyHint").asBoolean())
                    .isTrue();
            assertThat(tool.path("inputSchema").path("type").asText()).isEqualTo("object");
        });
    }

    @Test
    void aToolAnswersWithTheObjectOfTheApi() throws IOException {
        JsonNode found = content(called(
                "lookup_predictions", "{\"model\":\"eos1aaa\",\"keys\":[\"%s\",\"x\"]}".formatted(Items.key(0))));

        assertThat(found.path("output").path(0).path("value").path(0).decimalValue())
                .isEqualByComparingTo("46.069");
        assertThat(found.path("invalid").path(0).path("index").asInt()).isEqualTo(1);
        assertThat(content(called("explain_columns", "{\"model\":\"eos1aaa\"}"))
                        .path("columns")
                        .path(0)
                        .asText())
                .isEqualTo("weight");
        assertThat(content(called("list_models", "{}"))
                        .path("models")
                        .path(0)
                        .path("model_id")
                        .asText())
                .isEqualTo("eos1aaa");
        assertThat(log).anySatisfy(line -> assertThat(line).contains("/predictions", "\"found\":1", "\"invalid\":1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lookup_predictions|{\"model\":\"eos1aaa\"}|send exactly one of them",
                "lookup_predictions|{\"model\":\"eos9zzz\",\"keys\":[\"x\"]}|eos9zzz",
                "lookup_predictions|{\"model\":\"eos1aaa\",\"keys\":[\"x\"],\"colour\":1}|has no argument 'colour': it has model, smiles",
                "explain_columns|{\"model\":\"eos1aaa\",\"a\":1,\"b\":2}|explain_columns has no argument 'a', 'b': it has model",
                "list_models|{\"page\":2}|list_models has no argument 'page': it has from",
                "explain_columns|{}|model id",
                "explain_columns|{\"model\":\"../predictions\"}|model id",
                "list_models|{\"from\":\"x\"}|model id"
            })
    void aCallThatTheApiRefusesIsAnErrorInItsWords(String tool, String arguments, String words) throws IOException {
        JsonNode result = called(tool, arguments);

        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(content(result).path("detail").asText()).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "{\"jsonrpc\":\"2.0\"}"})
    void whatIsNoMessageIsAnsweredAsTheProtocolSays(String text) throws IOException {
        assertThat(answer(text).path("error").path("code").asInt()).isEqualTo(-32_700);
    }

    @Test
    void aToolAndAMethodThatDoNotExistAreErrors() throws IOException {
        assertThat(answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/destroy\"}")
                        .has("error"))
                .isTrue();
        assertThat(answer("""
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"purge","arguments":{}}}""").has("error")).isTrue();
    }

    @Test
    void aNotificationHasNoAnswer() {
        assertThat(api.message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", log::add))
                .isEmpty();
    }
}
