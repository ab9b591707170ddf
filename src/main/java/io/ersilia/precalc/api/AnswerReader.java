package io.ersilia.precalc.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.api.MoleculeAnswer.InModel;
import io.ersilia.precalc.api.PredictionSource.CurrentModel;
import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Missing;
import io.ersilia.precalc.api.PredictionsAnswer.Rejected;
import io.ersilia.precalc.api.PredictionsAnswer.Row;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a lookup API elsewhere answered, and believes only what fits the question: an answer about other molecules,
 * or about one of them twice, is none.
 */
final class AnswerReader {

    /** No number of a table has more digits before or after its point. */
    private static final int MAX_SCALE = 400;

    private AnswerReader() {}

    /** It is not the answer to what was asked. */
    static final class WrongAnswerException extends Exception {
        WrongAnswerException(String message) {
            super(message);
        }
    }

    /**
     * A part of the answer to a list of keys.
     *
     * @param rows from the first that was asked for on, in order
     * @param next the first key that is not answered; the number of keys where all are
     * @param run that lookups saw; null for an answer without other parts, or of an earlier version
     */
    record Page(
            List<String> columns,
            Meaning meaning,
            List<Row> rows,
            boolean mayVary,
            int next,
            @Nullable String run) {}

    /** @param from the first of the keys that was asked for */
    static Page page(byte[] body, ModelId model, List<InchiKey> keys, int from) throws WrongAnswerException {
        JsonNode answer = object(body);
        require(model.value().equals(answer.path("model_id").asText()), "it is about another model");
        int next = answer.hasNonNull("next") ? answer.get("next").asInt() : keys.size();
        require(next > from && next <= keys.size(), "its next is not an index");
        Map<Integer, Row> rows = new TreeMap<>();
        for (JsonNode row : array(answer, "output")) {
            add(rows, found(row, keys));
        }
        for (JsonNode row : array(answer, "missing")) {
            int index = index(row, keys);
            add(rows, new Missing(index, keys.get(index).value()));
        }
        for (JsonNode row : array(answer, "rejected")) {
            int index = index(row, keys);
            add(rows, new Rejected(index, keys.get(index).value(), key(row, keys, index), reason(row)));
        }
        require(array(answer, "invalid").isEmpty(), "it calls a valid key invalid");
        require(
                rows.size() == next - from
                        && (rows.isEmpty() || rows.keySet().iterator().next() == from),
                "it does not mention every molecule once");
        return new Page(
                texts(answer, "columns"),
                meaning(answer),
                List.copyOf(rows.values()),
                varies(answer),
                next,
                textOrNull(answer, "run_id"));
    }

    private static void add(Map<Integer, Row> rows, Row row) throws WrongAnswerException {
        require(rows.put(row.index(), row) == null, "it mentions a molecule twice");
    }

    private static Found found(JsonNode row, List<InchiKey> keys) throws WrongAnswerException {
        int index = index(row, keys);
        return new Found(
                index,
                keys.get(index).value(),
                key(row, keys, index),
                text(row, "smiles"),
                values(row),
                textOrNull(row, "model_version"),
                row.path("stale").asBoolean(),
                row.hasNonNull("columns") ? texts(row, "columns") : null,
                null,
                row.hasNonNull("percentiles") ? percentiles(row) : null);
    }

    /** One molecule in some models, the first of them that was asked for. */
    static MoleculeAnswer molecule(byte[] body, InchiKey key) throws WrongAnswerException {
        JsonNode answer = object(body);
        require(key.value().equals(answer.path("key").asText()), "it is about another molecule");
        List<InModel> models = new ArrayList<>();
        for (JsonNode one : array(answer, "predictions")) {
            models.add(new InModel(
                    model(text(one, "model_id")),
                    texts(one, "columns"),
                    meaning(one),
                    values(one),
                    textOrNull(one, "model_version"),
                    one.path("stale").asBoolean() ? Boolean.TRUE : null,
                    run(text(one, "run_id")),
                    varies(one) ? Boolean.FALSE : null));
        }
        List<MoleculeAnswer.Rejected> rejected = new ArrayList<>();
        for (JsonNode one : answer.path("rejected")) {
            rejected.add(new MoleculeAnswer.Rejected(
                    model(text(one, "model_id")),
                    reason(one),
                    textOrNull(one, "model_version"),
                    run(text(one, "run_id"))));
        }
        require(!models.isEmpty() || !rejected.isEmpty(), "it has neither a prediction nor a reject");
        String next = textOrNull(answer, "next");
        return new MoleculeAnswer(
                key.value(), text(answer, "smiles"), models, rejected, next == null ? null : model(next));
    }

    static CurrentModel model(byte[] body, ModelId model) throws WrongAnswerException {
        JsonNode answer = object(body);
        require(model.value().equals(answer.path("model_id").asText()), "it is about another model");
        return new CurrentModel(textOrNull(answer, "model_version"), texts(answer, "columns"));
    }

    private static Meaning meaning(JsonNode answer) throws WrongAnswerException {
        try {
            return Meaning.of(Json.MAPPER.treeToValue(answer, ModelFacts.class)); // which ignores other fields
        } catch (JsonProcessingException e) {
            throw new WrongAnswerException("what it says of its columns is not known here");
        }
    }

    private static JsonNode object(byte[] body) throws WrongAnswerException {
        try {
            JsonNode answer = Json.MAPPER.readTree(body);
            require(answer != null && answer.isObject(), "it is not a JSON object");
            return answer;
        } catch (IOException e) {
            throw new WrongAnswerException("it is not JSON");
        }
    }

    private static JsonNode array(JsonNode of, String name) throws WrongAnswerException {
        JsonNode array = of.path(name);
        require(array.isArray(), "its %s is not an array".formatted(name));
        return array;
    }

    private static int index(JsonNode row, List<InchiKey> keys) throws WrongAnswerException {
        JsonNode index = row.path("index");
        require(
                index.isInt() && index.asInt() >= 0 && index.asInt() < keys.size(),
                "it has a molecule that was not asked for");
        return index.asInt();
    }

    /** The molecule's key, which must be the one that was asked for at its place. */
    private static String key(JsonNode row, List<InchiKey> keys, int index) throws WrongAnswerException {
        String key = keys.get(index).value();
        require(key.equals(text(row, "key")), "it has another molecule where %s was asked for".formatted(key));
        return key;
    }

    private static List<@Nullable Object> values(JsonNode row) throws WrongAnswerException {
        List<@Nullable Object> values = new ArrayList<>();
        for (JsonNode value : array(row, "value")) {
            require(value.isNull() || value.isTextual() || value.isNumber(), "a value is neither number nor text");
            values.add(value.isNull() ? null : value.isTextual() ? value.asText() : number(value));
        }
        return values;
    }

    private static List<@Nullable BigDecimal> percentiles(JsonNode row) throws WrongAnswerException {
        List<@Nullable BigDecimal> percentiles = new ArrayList<>();
        for (JsonNode one : array(row, "percentiles")) {
            require(one.isNull() || one.isNumber(), "a percentile is no number");
            percentiles.add(one.isNull() ? null : number(one));
        }
        return percentiles;
    }

    /** A number whose plain notation would have a billion zeros is rejected before it is written out. */
    private static BigDecimal number(JsonNode value) throws WrongAnswerException {
        BigDecimal number = value.decimalValue();
        require(Math.abs((long) number.scale()) <= MAX_SCALE, "a number is outside the range of a table");
        return number;
    }

    private static List<String> texts(JsonNode of, String name) throws WrongAnswerException {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : array(of, name)) {
            require(one.isTextual(), "its %s are not strings".formatted(name));
            texts.add(one.asText());
        }
        return texts;
    }

    private static String text(JsonNode of, String name) throws WrongAnswerException {
        require(of.path(name).isTextual(), "its %s is not a string".formatted(name));
        return of.get(name).asText();
    }

    private static @Nullable String textOrNull(JsonNode of, String name) throws WrongAnswerException {
        return of.hasNonNull(name) ? text(of, name) : null;
    }

    private static boolean varies(JsonNode of) {
        return of.has("deterministic") && !of.get("deterministic").asBoolean(true);
    }

    private static Reason reason(JsonNode row) throws WrongAnswerException {
        try {
            return Reason.ofLabel(text(row, "reason"));
        } catch (IllegalArgumentException e) {
            throw new WrongAnswerException("its reason is not a known one");
        }
    }

    private static ModelId model(String id) throws WrongAnswerException {
        try {
            return new ModelId(id);
        } catch (IllegalArgumentException e) {
            throw new WrongAnswerException("it names a model with an invalid id");
        }
    }

    private static RunId run(String id) throws WrongAnswerException {
        try {
            return new RunId(id);
        } catch (IllegalArgumentException e) {
            throw new WrongAnswerException("it names a run with an invalid id");
        }
    }

    private static void require(boolean fits, String why) throws WrongAnswerException {
        if (!fits) {
            throw new WrongAnswerException(why);
        }
    }
}
