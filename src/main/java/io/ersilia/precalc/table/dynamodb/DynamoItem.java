package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ValueJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A prediction as a DynamoDB item: the names and types of its attributes. */
final class DynamoItem {

    static final String PK = "PK";
    static final String SK = "SK";
    static final String SMILES = "Smiles";
    static final String VALUES = "Precalculation";
    static final String PACKED_VALUES = "PrecalculationZ";
    static final String TIMESTAMP = "Timestamp";
    static final String RUN = "RunId";
    static final String MODEL_VERSION = "ModelVersion";
    static final String REJECTED = "Rejected";

    static final String INPUT_PREFIX = "INPUTKEY#";
    static final String MODEL_PREFIX = "MODELID#";

    /** With more columns the values are packed: a list would take several times the write units. */
    static final int MAX_LISTED = 64;

    private DynamoItem() {}

    /** Reads an item; rejects one that {@link BatchJson} would not write with an {@link IllegalArgumentException}. */
    static Item item(Map<String, AttributeValue> attributes) {
        AttributeValue packed = attributes.get(PACKED_VALUES);
        AttributeValue listed = attributes.get(VALUES);
        String rejected = optional(attributes, REJECTED);
        return new Item(
                new InchiKey(text(attributes, PK).substring(INPUT_PREFIX.length())),
                SortKeys.model(text(attributes, SK)),
                text(attributes, SMILES),
                packed != null
                        ? ValueJson.read(Zlib.unpacked(packed.b()))
                        : listed != null
                                ? listed.l().stream().map(DynamoItem::value).toList()
                                : List.of(),
                rejected == null ? null : Reason.ofLabel(rejected),
                Instant.parse(text(attributes, TIMESTAMP)),
                new RunId(text(attributes, RUN)),
                optional(attributes, MODEL_VERSION));
    }

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    static String text(Map<String, AttributeValue> attributes, String name) {
        String text = optional(attributes, name);
        if (text == null) {
            throw new IllegalArgumentException("no string '%s' in item %s".formatted(name, attributes.get(PK)));
        }
        return text;
    }

    static @Nullable String optional(Map<String, AttributeValue> attributes, String name) {
        AttributeValue value = attributes.get(name);
        return value == null ? null : value.s();
    }

    private static Value value(AttributeValue value) {
        return switch (value.type()) {
            case N -> ValueJson.number(value.n());
            case S -> Value.text(value.s());
            case NUL -> Value.MISSING;
            default -> throw new IllegalArgumentException("neither number, text nor null among values: " + value);
        };
    }

    /** The values of a wide item in the zlib format (RFC 1950); null for a list. */
    static byte @Nullable [] packed(Item item) {
        if (item.values().size() <= MAX_LISTED) {
            return null;
        }
        return Zlib.packed(ValueJson.write(item.values()));
    }
}
