package io.ersilia.precalc.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.table.MemoryTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as they come line by line; {@code assistant.py} has a real client's. */
class McpEndpointTest {

    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\"%s}";

    private final LookupApi api = new LookupApi(
            new MemoryTable(),
            () -> {
                throw new AssertionError("no SMILES is asked for");
            },
            null);

    private JsonNode answer(String message) throws IOException {
        String line = api.message(message, said -> {}).orElseThrow();
        assertThat(line).as("one message is one line").doesNotContain("\n");
        return Json.MAPPER.readTree(line);
    }

    @Test
    void aClientMaySayAllThatItCanDo() throws IOException {
        JsonNode answer = answer("""
                {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25",
                 "clientInfo": {"name": "x", "version": "1"}, "capabilities": {"elicitation": {"form": {}, "url": {}},
                 "tasks": {"requests": {"elicitation": {"create": {}}, "sampling": {"createMessage": {}}}}}}}""");

        assertThat(answer.at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | null",
                "[] | null",
                "5 | null",
                "{ | null",
                "{} | null",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"} | null",
                "without params | 7",
                ",\"params\":5 | 7",
                ",\"params\":{\"name\":\"list_models\",\"arguments\":[]} | 7",
                "too long | null",
            })
    void whatIsNoMessageIsAnsweredByOneLikeAnyOther(String message, String id) throws IOException {
        JsonNode answer = answer(
                switch (message) {
                    case "without params" -> CALL.formatted("");
                    case "too long" -> "x".repeat(ApiLimits.MAX_BODY_BYTES + 1);
                    default -> message.startsWith(",") ? CALL.formatted(message) : message;
                });

        assertThat(answer.path("jsonrpc").asText()).isEqualTo("2.0");
        assertThat(answer.path("id").asText()).isEqualTo(id);
        assertThat(answer.at("/error/code").asInt()).isNegative();
        assertThat(answer.at("/error/message").asText()).isNotEmpty();
    }
}
