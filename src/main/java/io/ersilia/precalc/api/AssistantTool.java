package io.ersilia.precalc.api;

import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Printable;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an assistant can ask for through the Model Context Protocol. Each tool makes one lookup request and only reads. */
enum AssistantTool {
    LIST_MODELS("List models", """
            Lists the AI models whose predictions are stored: id, title, columns, version and number of molecules. A long list \
            comes in pages: pass "next" of an answer as "from".""", """
            {"type": "object", "additionalProperties": false, "properties": {
              "from": {"type": "string", "description": "Id of the model to start with."}}}
            """) {
        @Override
        ApiRequest request(Map<String, Object> arguments, ApiRequest by) {
            return get("/models", arguments.get("from"), by);
        }
    },
    EXPLAIN_COLUMNS("Explain the columns of a model", """
            Says what a model predicts and, where its author says so, what each column means: description, type, unit, and whether \
            high or low values are active ("direction"). Facts that are not known are absent: do not guess them.""", """
            {"type": "object", "additionalProperties": false, "required": ["model"], "properties": {
              "model": {"type": "string", "description": "Id of the model, e.g. eos3b5e."}}}
            """) {
        @Override
        ApiRequest request(Map<String, Object> arguments, ApiRequest by) {
            String model = String.valueOf(arguments.getOrDefault("model", ""));
            return get("/models/" + ApiOperations.model("model", model), null, by);
        }
    },
    LOOKUP_PREDICTIONS("Look up predictions", """
            Looks up stored predictions of one model for 1 to 1,000 molecules, given as SMILES or as standard InChIKeys (one of both). \
            Each molecule is in exactly one list: "output" has its values, one per column, "missing" has no prediction, "rejected" \
            cannot be predicted, "invalid" is no molecule. "stale" values are of an older version. A long answer has "next": ask \
            again with it as "from". Nothing is computed: never estimate the value of a molecule that is missing.""", """
            {"type": "object", "additionalProperties": false, "required": ["model"], "properties": {
              "model": {"type": "string", "description": "Id of the model, e.g. eos3b5e."},
              "smiles": {"type": "array", "items": {"type": "string"}, "maxItems": 1000, "description": "SMILES."},
              "keys": {"type": "array", "items": {"type": "string"}, "maxItems": 1000, "description": "Standard InChIKeys."},
              "from": {"type": "integer", "minimum": 0, "description": "Index of the first molecule to answer (0)."},
              "percentiles": {"type": "boolean", "description": "Adds for each number the share of the reference library below it."}}}
            """) {
        @Override
        ApiRequest request(Map<String, Object> arguments, ApiRequest by) {
            Map<String, Object> body = new LinkedHashMap<>();
            arguments.forEach((name, value) -> body.put(FIELDS.getOrDefault(name, name), value));
            return new ApiRequest("POST", "/predictions", null, by.headers(), Json.bytes(body), by.id());
        }
    };

    /** The API's names for arguments that assistants call differently. */
    private static final Map<String, String> FIELDS =
            Map.of("model", "modelId", "smiles", "smilesArray", "keys", "inputKeyArray");

    private final String title;
    private final String description;
    private final String schema;

    AssistantTool(String title, String description, String schema) {
        this.title = title;
        this.description = description;
        this.schema = schema;
    }

    /**
     * The lookup request for these arguments; throws a {@link Problem} if there is none.
     *
     * @param by the assistant's request, which provides the key and the id
     */
    abstract ApiRequest request(Map<String, Object> arguments, ApiRequest by);

    /** Throws a {@link Problem} that names unknown arguments: ignoring them would answer another question. */
    void requireKnown(Map<String, Object> arguments) {
        McpSchema.Tool tool = described();
        Map<?, ?> properties =
                (Map<?, ?>) Objects.requireNonNull(tool.inputSchema().get("properties"));
        List<String> known = properties.keySet().stream().map(String::valueOf).toList();
        List<String> unknown = arguments.keySet().stream()
                .filter(one -> !known.contains(one))
                .map(one -> "'" + Printable.of(one) + "'")
                .toList();
        if (!unknown.isEmpty()) {
            throw Problem.of(
                    null,
                    "%s has no argument %s: it has %s"
                            .formatted(tool.name(), String.join(", ", unknown), String.join(", ", known)));
        }
    }

    private static ApiRequest get(String path, @Nullable Object from, ApiRequest by) {
        return new ApiRequest("GET", path, from == null ? null : from.toString(), by.headers(), new byte[0], by.id());
    }

    /** The tool's description for the protocol. */
    McpSchema.Tool described() {
        return McpSchema.Tool.builder(name().toLowerCase(Locale.ROOT), McpEndpoint.JSON, schema)
                .title(title)
                .description(description)
                .annotations(McpSchema.ToolAnnotations.builder()
                        .readOnlyHint(true)
                        .openWorldHint(false)
                        .build())
                .build();
    }
}
