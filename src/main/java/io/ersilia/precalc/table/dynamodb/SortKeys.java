package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.dynamodb.DynamoItem.MODEL_PREFIX;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.PK;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.SK;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.text;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.ModelRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The keys under which a table has items and records: a staged run has its own sort keys.
 *
 * @param stage the staged run; null if not staged
 */
record SortKeys(@Nullable RunId stage) {

    static final SortKeys PLAIN = new SortKeys(null);

    private static final String RUN = "#RUN#";
    private static final String CURRENT = "METADATA";
    private static final String STAGED = "STAGED#";
    private static final String RANKS = "STATS";
    private static final String UNKNOWN = "unknown";

    /** The keys of the items that belong to the record. */
    static SortKeys of(ModelRecord record) {
        return record.staged() ? new SortKeys(record.run()) : PLAIN;
    }

    /** The key attributes of the molecule in the model, in a modifiable map. */
    Map<String, AttributeValue> item(InchiKey key, ModelId model) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put(PK, text(DynamoItem.INPUT_PREFIX + key));
        attributes.put(SK, text(item(model)));
        return attributes;
    }

    /** The sort key of the model's items. */
    String item(ModelId model) {
        return MODEL_PREFIX + model + (stage == null ? "" : RUN + stage);
    }

    /** The model of an item with that sort key. */
    static ModelId model(String sortKey) {
        int run = sortKey.indexOf(RUN);
        return new ModelId(sortKey.substring(MODEL_PREFIX.length(), run < 0 ? sortKey.length() : run));
    }

    /** The key of the model's current record; for a staged run, of its only record. */
    Map<String, AttributeValue> current(ModelId model) {
        return record(model, stage == null ? CURRENT : STAGED + stage);
    }

    /** The key of the record of a version; for a staged run, of its only record. */
    Map<String, AttributeValue> version(ModelId model, @Nullable String version) {
        return stage == null
                ? record(model, CURRENT + "#" + Objects.requireNonNullElse(version, UNKNOWN))
                : current(model);
    }

    /** The key of the model's ranks in the library. */
    Map<String, AttributeValue> ranks(ModelId model) {
        return record(model, RANKS + (stage == null ? "" : "#" + stage));
    }

    /** The key of a model's record. */
    static Map<String, AttributeValue> record(ModelId model, String sortKey) {
        return Map.of(PK, text(MODEL_PREFIX + model), SK, text(sortKey));
    }
}
