package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.dynamodb.DynamoItem.MODEL_PREFIX;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.MODEL_VERSION;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.PK;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.RUN;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.SK;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.optional;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.text;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.Rank;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** The records of a model as DynamoDB items: one per version, and one for the current version. */
final class DynamoModel {

    static final String CURRENT = "METADATA";
    private static final String UNKNOWN = "unknown";

    private static final String COLUMNS = "Columns";
    private static final String CREATED = "Created";
    private static final String SAMPLE = "Sample";
    private static final String DETERMINISTIC = "Deterministic";
    private static final String ITEMS = "Items";
    private static final String REJECTED = "RejectedItems";

    /** Of fixed width, so that texts sort in the order of time. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** {@link Rank#mayReplace} as DynamoDB decides it, in one step with the write. */
    private static final String MAY_REPLACE =
            "attribute_not_exists(#pk) OR #run = :run OR (#sample = :sample AND #created <= :created)"
                    + " OR (#sample <> :sample AND :sample = :false)";

    private DynamoModel() {}

    static Map<String, AttributeValue> key(ModelId model, String sortKey) {
        return Map.of(PK, text(MODEL_PREFIX + model), SK, text(sortKey));
    }

    static String sortKey(@Nullable String version) {
        return CURRENT + "#" + (version == null ? UNKNOWN : version);
    }

    static PutItemRequest put(String table, ModelRecord model, String sortKey) {
        Map<String, AttributeValue> attributes = attributes(model, sortKey);
        return PutItemRequest.builder()
                .tableName(table)
                .item(attributes)
                .conditionExpression(MAY_REPLACE)
                .expressionAttributeNames(Map.of("#pk", PK, "#run", RUN, "#created", CREATED, "#sample", SAMPLE))
                .expressionAttributeValues(Map.of(
                        ":run", text(model.run().value()),
                        ":created", text(TIME.format(model.created())),
                        ":sample", AttributeValue.fromBool(model.sample()),
                        ":false", AttributeValue.fromBool(false)))
                .build();
    }

    /** Deletes the version's record, if it exists and is of the same run. */
    static DeleteItemRequest delete(String table, ModelRecord gone) {
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(key(gone.model(), sortKey(gone.version())))
                .conditionExpression("attribute_not_exists(#pk) OR #run = :run")
                .expressionAttributeNames(Map.of("#pk", PK, "#run", RUN))
                .expressionAttributeValues(Map.of(":run", text(gone.run().value())))
                .build();
    }

    /** Deletes the current record if it is of the removed version. */
    static DeleteItemRequest deleteCurrent(String table, ModelRecord gone) {
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(key(gone.model(), CURRENT))
                .conditionExpression(isOf(gone.version()))
                .expressionAttributeNames(Map.of("#version", MODEL_VERSION))
                .expressionAttributeValues(value(gone.version()))
                .build();
    }

    /** Replaces the current record with the next one if it is of the removed version. */
    static PutItemRequest replaceCurrent(String table, ModelRecord gone, ModelRecord next) {
        return PutItemRequest.builder()
                .tableName(table)
                .item(attributes(next, CURRENT))
                .conditionExpression(isOf(gone.version()))
                .expressionAttributeNames(Map.of("#version", MODEL_VERSION))
                .expressionAttributeValues(value(gone.version()))
                .build();
    }

    private static String isOf(@Nullable String version) {
        return version == null ? "attribute_not_exists(#version)" : "#version = :version";
    }

    /** The service refuses an empty map of values. */
    private static @Nullable Map<String, AttributeValue> value(@Nullable String version) {
        return version == null ? null : Map.of(":version", text(version));
    }

    private static Map<String, AttributeValue> attributes(ModelRecord model, String sortKey) {
        Map<String, AttributeValue> attributes = new HashMap<>(key(model.model(), sortKey));
        attributes.put(
                COLUMNS,
                AttributeValue.fromL(
                        model.columns().stream().map(DynamoItem::text).toList()));
        attributes.put(RUN, text(model.run().value()));
        attributes.put(CREATED, text(TIME.format(model.created())));
        attributes.put(SAMPLE, AttributeValue.fromBool(model.sample()));
        attributes.put(DETERMINISTIC, AttributeValue.fromBool(model.deterministic()));
        if (model.version() != null) {
            attributes.put(MODEL_VERSION, text(model.version()));
        }
        putCount(attributes, ITEMS, model.items());
        putCount(attributes, REJECTED, model.rejected());
        return attributes;
    }

    private static void putCount(Map<String, AttributeValue> attributes, String name, @Nullable Long count) {
        if (count != null) {
            attributes.put(name, AttributeValue.fromN(count.toString()));
        }
    }

    /** Reads a record; rejects an item that {@link #put} would not write with an {@link IllegalArgumentException}. */
    static ModelRecord model(Map<String, AttributeValue> attributes) {
        AttributeValue columns = attributes.get(COLUMNS);
        if (columns == null) {
            throw new IllegalArgumentException("no '%s' in item %s".formatted(COLUMNS, attributes.get(PK)));
        }
        return new ModelRecord(
                new ModelId(text(attributes, PK).substring(MODEL_PREFIX.length())),
                optional(attributes, MODEL_VERSION),
                columns.l().stream().map(AttributeValue::s).toList(),
                new Rank(
                        new RunId(text(attributes, RUN)),
                        Instant.parse(text(attributes, CREATED)),
                        flag(attributes, SAMPLE)),
                flag(attributes, DETERMINISTIC),
                count(attributes, ITEMS),
                count(attributes, REJECTED));
    }

    private static boolean flag(Map<String, AttributeValue> attributes, String name) {
        AttributeValue value = attributes.get(name);
        return value != null && Boolean.TRUE.equals(value.bool());
    }

    private static @Nullable Long count(Map<String, AttributeValue> attributes, String name) {
        AttributeValue value = attributes.get(name);
        return value == null ? null : Long.valueOf(value.n());
    }
}
