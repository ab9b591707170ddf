package io.ersilia.precalc.cli.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;

/** An object of JSON with the values of a model, and beside its columns what is known of them. */
public final class DescribedModel {

    private DescribedModel() {}

    /** The object with the model's {@code title} and {@code column_facts}, where they are known. */
    public static ObjectNode of(Object values, ModelFacts facts) {
        ObjectNode plain = Json.MAPPER.valueToTree(values);
        ObjectNode described = Json.MAPPER.createObjectNode();
        plain.properties().forEach(field -> {
            described.set(field.getKey(), field.getValue());
            if (field.getKey().equals("model_id") && facts.title() != null) {
                described.put("title", facts.title());
            }
            if (field.getKey().equals("columns") && !facts.columnFacts().isEmpty()) {
                described.set("column_facts", Json.MAPPER.valueToTree(facts.columnFacts()));
            }
        });
        return described;
    }
}
