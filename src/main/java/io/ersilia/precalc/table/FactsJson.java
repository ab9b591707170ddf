package io.ersilia.precalc.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;
import org.jspecify.annotations.Nullable;

/** What is known of a model as a table keeps it: {@code model.json} on one line. */
public final class FactsJson {

    private FactsJson() {}

    /** Null for a model about which nothing is known. */
    public static @Nullable String write(ModelFacts facts) {
        try {
            return facts.isEmpty() ? null : Json.MAPPER.writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("facts that JSON cannot carry", e);
        }
    }

    /** Reads the facts; null, as in tables of earlier versions, is none. Rejects any other text. */
    public static ModelFacts read(@Nullable String json) {
        try {
            return json == null ? ModelFacts.NONE : Json.MAPPER.readValue(json, ModelFacts.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("facts are not those of a model", e);
        }
    }
}
