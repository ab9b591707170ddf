package io.ersilia.precalc.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ersilia.precalc.api.MoleculeAnswer.InModel;
import io.ersilia.precalc.api.PredictionSource.CurrentModel;
import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Rejected;
import io.ersilia.precalc.api.PredictionsAnswer.Row;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer of a remote lookup API, and accepts only what fits the question. An answer about other molecules, or
 * about one of them twice, is a {@link Failure} of kind UNAVAILABLE, as is anything that is not an answer.
 */
final class AnswerReader {

    private static final ObjectReader READER =
            Json.MAPPER.reader().without(DeserializationFeature.ACCEPT_FLOAT_AS_INT); // an index is never 0.5

    private final String api;

    /** @param api the API's name, as the user gave it */
    AnswerReader(String api) {
        this.api = api;
    }

    /** The facts about a model that lookups need. */
    private record AnsweredModel(
            ModelId modelId,
            @Nullable String modelVersion,
            List<String> columns,
            @Nullable RunId runId) {}

    /**
     * A part of the answer to a list of keys: one row for each key up to the next unanswered one, in order.
     *
     * @param from index of the first key asked for
     */
    PredictionsAnswer predictions(byte[] body, ModelId model, List<InchiKey> keys, int from) {
        PredictionsAnswer answer = read(body, PredictionsAnswer.class);
        require(answer.modelId().equals(model), "it is about another model");
        require(answer.invalid().isEmpty(), "it calls a valid key invalid");
        int next = answer.next() == null ? keys.size() : answer.next();
        require(next > from && next <= keys.size(), "its next is not an index");
        List<Row> rows = answer.rows();
        require(rows.size() == next - from, "it does not mention every molecule once");
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            String key = keys.get(from + i).value();
            require(row.index() == from + i, "it does not mention every molecule once");
            require(
                    !(row instanceof Found found && !found.key().equals(key))
                            && !(row instanceof Rejected rejected
                                    && !rejected.key().equals(key)),
                    "it has another molecule where %s was asked for".formatted(key));
        }
        return answer;
    }

    /** One molecule in some models, starting with the model asked for. */
    MoleculeAnswer molecule(byte[] body, InchiKey key) {
        MoleculeAnswer answer = read(body, MoleculeAnswer.class);
        List<InModel> models = answer.predictions();
        require(key.value().equals(answer.key()), "it is about another molecule");
        require(answer.smiles() != null, "it does not say the molecule's smiles");
        require(!models.isEmpty() || !answer.rejected().isEmpty(), "it has neither a prediction nor a reject");
        require(
                answer.next() == null || (!models.isEmpty() && answer.next().compareTo(last(models)) > 0),
                "its next is not an index");
        return answer;
    }

    private static ModelId last(List<InModel> models) {
        return models.get(models.size() - 1).modelId();
    }

    CurrentModel model(byte[] body, ModelId model) {
        AnsweredModel said = read(body, AnsweredModel.class);
        require(said.modelId().equals(model), "it is about another model");
        return new CurrentModel(said.modelVersion(), said.columns(), said.runId());
    }

    private <T> T read(byte[] body, Class<T> type) {
        try {
            T answer = READER.forType(type).readValue(body);
            require(answer != null, "it is not a JSON object");
            Json.requireWhole(answer);
            return answer;
        } catch (JsonMappingException e) {
            throw wrong(e.getPath().stream()
                    .flatMap(part -> Stream.ofNullable(part.getFieldName()))
                    .reduce((outer, inner) -> inner)
                    .map("its %s is malformed"::formatted)
                    .orElse("it is not a JSON object"));
        } catch (JsonProcessingException e) {
            throw wrong("it is not JSON");
        } catch (IOException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private void require(boolean fits, String why) {
        if (!fits) {
            throw wrong(why);
        }
    }

    private Failure wrong(String why) {
        return Failure.unavailable(
                "%s does not answer as a lookup API does: %s; name one with --api".formatted(api, why));
    }
}
