package io.ersilia.precalc.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ersilia.precalc.run.Json;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports">Model Context Protocol</a> for
 * assistants. Each message is answered by itself, without sessions and streams, which are optional for a server.
 */
final class McpEndpoint implements McpStatelessServerTransport {

    /** Nesting of a message: the capabilities of a 2025-11-25 client have seven levels, and more may be added. */
    private static final int MAX_DEPTH = 32;

    static final JacksonMcpJsonMapper JSON = new JacksonMcpJsonMapper(new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(ApiLimits.MAX_NAME)
                    .build())
            .build()));

    private static final String INSTRUCTIONS = """
            Predictions of AI models about molecules, computed once for a reference library and looked up here. Choose a model by \
            list_models, read what its columns mean by explain_columns, then use lookup_predictions.""";

    private static final String CALL = "call";

    private static final int PARSE_ERROR = -32_700;
    private static final int INVALID_PARAMS = -32_602;

    private final Door door;
    private @Nullable McpStatelessServerHandler handler;

    /** Answers the tools' requests. */
    interface Door {
        ApiAnswer answer(ApiRequest request, TimeBudget budget, Consumer<String> log);
    }

    /** A message under way. */
    private record Call(ApiRequest request, TimeBudget budget, Consumer<String> log) {}

    McpEndpoint(Door door) {
        this.door = door;
        McpServer.sync(this)
                .serverInfo(
                        "precalc",
                        Objects.requireNonNullElse(
                                McpEndpoint.class.getPackage().getImplementationVersion(), "unknown"))
                .instructions(INSTRUCTIONS)
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                .jsonMapper(JSON)
                .jsonSchemaValidator(
                        (schema, content) -> ValidationResponse.asValid("")) // the API checks the arguments
                .immediateExecution(true)
                .tools(Arrays.stream(AssistantTool.values())
                        .map(this::specified)
                        .toList())
                .build();
    }

    private SyncToolSpecification specified(AssistantTool tool) {
        return new SyncToolSpecification(
                tool.described(), (context, asked) -> called((Call) context.get(CALL), tool, asked.arguments()));
    }

    private McpSchema.CallToolResult called(Call call, AssistantTool tool, @Nullable Map<String, Object> arguments) {
        ApiAnswer answer;
        try {
            Map<String, Object> given = arguments == null ? Map.of() : arguments;
            tool.requireKnown(given);
            ApiRequest request = tool.request(given, call.request());
            answer = door.answer(request, call.budget(), call.log());
        } catch (Problem e) {
            answer = e.answer();
        }
        return McpSchema.CallToolResult.builder()
                .addTextContent(new String(answer.body(), StandardCharsets.UTF_8))
                .isError(answer.status() != 200)
                .build();
    }

    /** Answers one message of JSON-RPC; a notification has no answer. */
    ApiAnswer answer(ApiRequest request, TimeBudget budget, Consumer<String> log) {
        McpSchema.JSONRPCMessage message;
        try {
            message = McpSchema.deserializeJsonRpcMessage(JSON, new String(request.body(), StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) { // the library throws many things if this is no message
            return answer(400, error(null, PARSE_ERROR, "not a message of JSON-RPC 2.0: send one JSON object"));
        }
        McpTransportContext context = McpTransportContext.create(Map.of(CALL, new Call(request, budget, log)));
        McpStatelessServerHandler known = Objects.requireNonNull(handler, "the server sets it");
        if (message instanceof McpSchema.JSONRPCRequest asked) {
            return answer(200, answered(known, context, asked));
        }
        if (message instanceof McpSchema.JSONRPCNotification told) {
            known.handleNotification(context, told).block();
        }
        return new ApiAnswer(202, Map.of(), new byte[0], ResultCounts.NONE);
    }

    /** The response. Tools never throw, so an exception of the library means invalid parameters. */
    private static @Nullable Object answered(
            McpStatelessServerHandler known, McpTransportContext context, McpSchema.JSONRPCRequest asked) {
        try {
            return known.handleRequest(context, asked).block();
        } catch (RuntimeException e) {
            return error(asked.id(), INVALID_PARAMS, "not the params of %s: send an object".formatted(asked.method()));
        }
    }

    /** @param id null if unknown, which the library's records do not allow */
    private static Map<String, Object> error(@Nullable Object id, int code, String message) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("jsonrpc", "2.0");
        response.put("id", id);
        response.put("error", Map.of("code", code, "message", message));
        return response;
    }

    /** The answer to a message that was refused before it came here; on one line, like every message. */
    static ApiAnswer refused(ApiAnswer problem) {
        try {
            String detail = Json.MAPPER.readTree(problem.body()).path("detail").asText();
            return answer(problem.status(), error(null, PARSE_ERROR, detail));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what was written", e);
        }
    }

    private static ApiAnswer answer(int status, @Nullable Object response) {
        try {
            return ApiAnswer.json(status, JSON.writeValueAsBytes(response));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the answer", e);
        }
    }

    @Override
    public void setMcpHandler(McpStatelessServerHandler newHandler) {
        handler = newHandler;
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2025_03_26, ProtocolVersions.MCP_2025_06_18, ProtocolVersions.MCP_2025_11_25);
    }
}
