package io.ersilia.precalc.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the body of a lookup asks for. It is read token by token, so that a refusal names the place and the field at fault.
 *
 * @param areSmiles whether the inputs are SMILES; otherwise InChIKeys
 * @param from index of the first input to answer; nothing is left if it is the number of inputs or more
 * @param percentiles whether the answer says where each number stands in the library
 * @param nearest whether the answer names the most similar molecule of the library beside each missing one
 */
record PredictionsRequest(
        ModelId model, boolean areSmiles, List<String> inputs, int from, boolean percentiles, boolean nearest) {

    private static final String MODEL = "modelId";
    private static final String KEYS = "inputKeyArray";
    private static final String SMILES = "smilesArray";
    private static final String FROM = "from";
    private static final String PERCENTILES = "percentiles";
    private static final String NEAREST = "nearest";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(ApiLimits.MAX_DEPTH)
                    .maxNameLength(ApiLimits.MAX_NAME)
                    .maxStringLength(ApiLimits.MAX_BODY_BYTES)
                    .build())
            .build();

    /** Throws a {@link Problem} if the body is not such a request. */
    static PredictionsRequest read(byte[] body) {
        String text = utf8(body);
        if (text.isBlank()) {
            throw Problem.of(null, "the body is empty: send {\"modelId\": …, \"inputKeyArray\": […]}");
        }
        try (JsonParser json = FACTORY.createParser(text)) {
            return new Draft().read(json);
        } catch (JsonProcessingException e) {
            throw Problem.of(null, "the body is not valid JSON: %s".formatted(said(e)));
        } catch (IOException e) {
            throw Problem.of(null, "the body is not valid JSON");
        }
    }

    /** JSON between systems must be UTF-8 (RFC 8259). */
    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.of(null, "the body is not UTF-8: encode it as UTF-8");
        }
    }

    /** The parser's message, without its internal names. */
    private static String said(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        String where = e.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        return Printable.of(message.replaceAll(",? from `[^`]*`| \\(start marker at .*", "")) + where;
    }

    /** The request as far as it has been read. */
    private static final class Draft {
        private @Nullable ModelId model;
        private @Nullable List<String> keys;
        private @Nullable List<String> smiles;
        private int from;
        private boolean percentiles;
        private boolean nearest;

        PredictionsRequest read(JsonParser json) throws IOException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw Problem.of(null, "the body is not a JSON object: send {\"modelId\": …, \"inputKeyArray\": […]}");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                field(json, json.currentName());
            }
            if (json.nextToken() != null) {
                throw Problem.of(null, "something follows the JSON object: send nothing but it");
            }
            return whole();
        }

        private void field(JsonParser json, String name) throws IOException {
            JsonToken value = json.nextToken();
            switch (name) {
                case MODEL -> model = model(json, value);
                case KEYS -> keys = inputs(KEYS, json, value);
                case SMILES -> smiles = inputs(SMILES, json, value);
                case FROM -> from = index(json, value);
                case PERCENTILES -> percentiles = flag(PERCENTILES, value);
                case NEAREST -> nearest = flag(NEAREST, value);
                default ->
                    throw Problem.of(
                            name,
                            "unknown field '%s': known are %s, %s, %s, %s, %s and %s"
                                    .formatted(Printable.of(name), MODEL, KEYS, SMILES, FROM, PERCENTILES, NEAREST));
            }
        }

        private PredictionsRequest whole() {
            if (model == null) {
                throw Problem.of(MODEL, "modelId is missing: name a model, e.g. eos3b5e");
            }
            if (keys != null && smiles != null) {
                throw Problem.of(SMILES, "both inputKeyArray and smilesArray are given: send exactly one of them");
            }
            List<String> inputs = keys != null ? keys : smiles;
            if (inputs == null) {
                throw Problem.of(KEYS, "neither inputKeyArray nor smilesArray is given: send exactly one of them");
            }
            return new PredictionsRequest(model, smiles != null, inputs, from, percentiles, nearest);
        }

        private static ModelId model(JsonParser json, JsonToken value) throws IOException {
            if (value != JsonToken.VALUE_STRING) {
                throw Problem.of(MODEL, "modelId is not a string: send the id of a model, e.g. \"eos3b5e\"");
            }
            return ApiOperations.model(MODEL, json.getText());
        }

        private static int index(JsonParser json, JsonToken value) throws IOException {
            double number = value.isNumeric() ? json.getDoubleValue() : Double.NaN; // however long it is
            if (number != Math.rint(number)) {
                throw Problem.of(FROM, "from is not a whole number: send the value of next in the previous answer");
            }
            if (number < 0 || number >= ApiLimits.MAX_INPUTS) {
                throw Problem.of(
                        FROM, "from is not the index of an input: send the value of next in the previous answer");
            }
            return (int) number;
        }

        private static boolean flag(String field, JsonToken value) {
            if (!value.isBoolean()) {
                throw Problem.of(field, "%s is neither true nor false: send one of them".formatted(field));
            }
            return value == JsonToken.VALUE_TRUE;
        }

        private static List<String> inputs(String field, JsonParser json, JsonToken value) throws IOException {
            if (value != JsonToken.START_ARRAY) {
                throw Problem.of(field, "%s is not an array: send an array of strings".formatted(field));
            }
            List<String> inputs = new ArrayList<>();
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                if (inputs.size() == ApiLimits.MAX_INPUTS) {
                    throw Problem.of(
                            field,
                            "%s has more than %d inputs: send them in several requests"
                                    .formatted(field, ApiLimits.MAX_INPUTS));
                }
                if (token != JsonToken.VALUE_STRING) {
                    throw Problem.of(
                            "%s[%d]".formatted(field, inputs.size()),
                            "%s[%d] is not a string".formatted(field, inputs.size()));
                }
                inputs.add(wellFormed(json.getText()));
            }
            if (inputs.isEmpty()) {
                throw Problem.of(field, "%s is empty: send 1 to %d inputs".formatted(field, ApiLimits.MAX_INPUTS));
            }
            return inputs;
        }

        /** Refuses half a surrogate pair: JSON can contain it, but an answer in UTF-8 cannot. */
        private static String wellFormed(String text) {
            return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }
    }
}
