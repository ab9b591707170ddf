package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.dynamodb.DynamoItem.MODEL_PREFIX;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.MODEL_VERSION;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.PK;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.RUN;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.SK;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.optional;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.text;

import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.stats.LibraryRanks;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.Rank;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The records of a model as DynamoDB items: one per version, one for the current version, and a copy in the list of models. */
final class DynamoModel {

    /** The partition key of the list of all models. No molecule or model has it. */
    private static final String LIST = "MODELS";

    private static final String COLUMNS = "Columns";
    private static final String CREATED = "Created";
    private static final String SAMPLE = "Sample";
    private static final String DETERMINISTIC = "Deterministic";
    private static final String ITEMS = "Items";
    private static final String REJECTED = "RejectedItems";
    private static final String FACTS = "Facts";
    private static final String RANKS = "Ranks";
    private static final String STAGED = "Staged";
    private static final String BEFORE = "Before";

    /** The most bytes of packed ranks: an item may have 400 KB. */
    private static final int MAX_RANKS_BYTES = 350_000;

    /** The most bytes of packed facts: those of 2,048 columns with a sentence each fit, and the item still fits. */
    private static final int MAX_FACTS_BYTES = 100_000;

    /** Fixed width, so that the texts sort by time. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** {@link Rank#mayReplace} as DynamoDB decides it, in one step with the write; a published record stays. */
    private static final String MAY_REPLACE = "attribute_not_exists(#staged) AND (attribute_not_exists(#pk)"
            + " OR #run = :run OR (#sample = :sample AND #created <= :created)"
            + " OR (#sample <> :sample AND :sample = :false))";

    private static final String HAS_STAGED = "attribute_exists(#staged)";

    private static final Logger log = LoggerFactory.getLogger(DynamoModel.class);

    private DynamoModel() {}

    /** The key of the model's place in the list of all models, whose items have one partition key. */
    static Map<String, AttributeValue> listed(ModelId model) {
        return Map.of(PK, text(LIST), SK, text(MODEL_PREFIX + model));
    }

    static PutItemRequest put(String table, ModelRecord model, LibraryRanks ranks, Map<String, AttributeValue> key) {
        Map<String, AttributeValue> attributes = new HashMap<>(key);
        putOrigin(attributes, model);
        attributes.put(RANKS, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(packed(model, ranks))));
        return put(table, model, attributes);
    }

    private static byte[] packed(ModelRecord model, LibraryRanks ranks) {
        int all = ranks.columns().size();
        for (int columns = all; ; columns /= 2) {
            byte[] packed = Zlib.packed(Json.compact(ranks.first(columns)));
            if (packed.length <= MAX_RANKS_BYTES || columns == 0) {
                if (columns < all) {
                    log.warn(
                            "percentiles of {} are known of its first {} columns only: those of {} do not fit into an item of DynamoDB",
                            model.model(),
                            columns,
                            all);
                }
                return packed;
            }
        }
    }

    static LibraryRanks ranks(Map<String, AttributeValue> attributes) {
        AttributeValue ranks = attributes.get(RANKS);
        if (ranks == null) {
            throw new IllegalArgumentException("no '%s' in item %s".formatted(RANKS, attributes.get(PK)));
        }
        return Json.parse(Zlib.unpacked(ranks.b()), LibraryRanks.class);
    }

    /** Asks for the models listed from that one on. */
    static QueryRequest list(String table, @Nullable ModelId from, int most) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("#pk = :pk AND #sk >= :sk")
                .expressionAttributeNames(Map.of("#pk", PK, "#sk", SK))
                .expressionAttributeValues(
                        Map.of(":pk", text(LIST), ":sk", text(MODEL_PREFIX + (from == null ? "" : from))))
                .limit(most)
                .build();
    }

    /** The model's record under that key. */
    static PutItemRequest record(String table, ModelRecord model, Map<String, AttributeValue> key) {
        return put(table, model, attributes(model, key));
    }

    /** Needs no condition for a staged run: only that run writes its record. */
    private static PutItemRequest put(String table, ModelRecord model, Map<String, AttributeValue> attributes) {
        PutItemRequest.Builder put = PutItemRequest.builder().tableName(table).item(attributes);
        return model.staged()
                ? put.build()
                : put.conditionExpression(MAY_REPLACE)
                        .expressionAttributeNames(Map.of(
                                "#pk", PK, "#run", RUN, "#created", CREATED, "#sample", SAMPLE, "#staged", STAGED))
                        .expressionAttributeValues(Map.of(
                                ":run", text(model.run().value()),
                                ":created", text(TIME.format(model.created())),
                                ":sample", AttributeValue.fromBool(model.sample()),
                                ":false", AttributeValue.fromBool(false)))
                        .build();
    }

    /** Makes the record the current one if that is still the one expected; null for none. */
    static PutItemRequest publish(String table, ModelRecord next, @Nullable ModelRecord expected) {
        ModelId model = next.model();
        Map<String, AttributeValue> attributes = attributes(next, SortKeys.PLAIN.current(model));
        PutItemRequest.Builder put = PutItemRequest.builder().tableName(table);
        if (expected == null) {
            return put.item(attributes)
                    .conditionExpression("attribute_not_exists(#pk)")
                    .expressionAttributeNames(Map.of("#pk", PK))
                    .build();
        }
        attributes.put(
                BEFORE, SortKeys.of(expected).version(model, expected.version()).get(SK));
        return put.item(attributes)
                .conditionExpression("#run = :run AND %s%s".formatted(expected.staged() ? "" : "NOT ", HAS_STAGED))
                .expressionAttributeNames(Map.of("#run", RUN, "#staged", STAGED))
                .expressionAttributeValues(Map.of(":run", text(expected.run().value())))
                .build();
    }

    /** The key of the record that was current before; empty if unknown. */
    static Optional<Map<String, AttributeValue>> before(Map<String, AttributeValue> current) {
        return Optional.ofNullable(optional(current, BEFORE))
                .map(sortKey -> Map.of(PK, current.get(PK), SK, text(sortKey)));
    }

    /** Puts the current record into the list of models, whatever is there. */
    static PutItemRequest list(String table, ModelRecord current) {
        return PutItemRequest.builder()
                .tableName(table)
                .item(attributes(current, listed(current.model())))
                .build();
    }

    /** Deletes the version's record if it exists and is from the same run. */
    static DeleteItemRequest delete(String table, ModelRecord gone) {
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(SortKeys.of(gone).version(gone.model(), gone.version()))
                .conditionExpression("attribute_not_exists(#pk) OR #run = :run")
                .expressionAttributeNames(Map.of("#pk", PK, "#run", RUN))
                .expressionAttributeValues(Map.of(":run", text(gone.run().value())))
                .build();
    }

    /** Deletes the record with that key if it belongs to the removed version or the removed staged run. */
    static DeleteItemRequest delete(String table, Map<String, AttributeValue> key, ModelRecord gone) {
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(key)
                .conditionExpression(isOf(gone))
                .expressionAttributeNames(names(gone))
                .expressionAttributeValues(value(gone))
                .build();
    }

    /** Replaces the record with that key by the next one if it belongs to the removed version. */
    static PutItemRequest replace(String table, Map<String, AttributeValue> key, ModelRecord gone, ModelRecord next) {
        return PutItemRequest.builder()
                .tableName(table)
                .item(attributes(next, key))
                .conditionExpression(isOf(gone))
                .expressionAttributeNames(names(gone))
                .expressionAttributeValues(value(gone))
                .build();
    }

    private static String isOf(ModelRecord gone) {
        return gone.staged()
                ? HAS_STAGED + " AND #which = :which"
                : "NOT " + HAS_STAGED + " AND "
                        + (gone.version() == null ? "attribute_not_exists(#which)" : "#which = :which");
    }

    private static Map<String, String> names(ModelRecord gone) {
        return Map.of("#staged", STAGED, "#which", gone.staged() ? RUN : MODEL_VERSION);
    }

    /** The service refuses an empty map of values. */
    private static @Nullable Map<String, AttributeValue> value(ModelRecord gone) {
        String which = gone.staged() ? gone.run().value() : gone.version();
        return which == null ? null : Map.of(":which", text(which));
    }

    private static Map<String, AttributeValue> attributes(ModelRecord model, Map<String, AttributeValue> key) {
        Map<String, AttributeValue> attributes = new HashMap<>(key);
        attributes.put(
                COLUMNS,
                AttributeValue.fromL(
                        model.columns().stream().map(DynamoItem::text).toList()));
        putOrigin(attributes, model);
        attributes.put(DETERMINISTIC, AttributeValue.fromBool(model.deterministic()));
        putCount(attributes, ITEMS, model.items());
        putCount(attributes, REJECTED, model.rejected());
        ModelFacts facts = text(LIST).equals(key.get(PK)) ? model.facts().titleOnly() : model.facts();
        if (!facts.isEmpty()) {
            attributes.put(FACTS, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(packed(facts))));
        }
        return attributes;
    }

    /** Adds what {@link #MAY_REPLACE} compares, the version, and whether the run is staged. */
    private static void putOrigin(Map<String, AttributeValue> attributes, ModelRecord model) {
        attributes.put(RUN, text(model.run().value()));
        attributes.put(CREATED, text(TIME.format(model.created())));
        attributes.put(SAMPLE, AttributeValue.fromBool(model.sample()));
        if (model.version() != null) {
            attributes.put(MODEL_VERSION, text(model.version()));
        }
        if (model.staged()) {
            attributes.put(STAGED, AttributeValue.fromBool(true));
        }
    }

    /** As many facts as fit beside the columns; few, as every lookup reads them. */
    private static byte[] packed(ModelFacts facts) {
        List<ColumnFacts> brief = facts.columnFacts().stream()
                .map(one -> new ColumnFacts(one.name(), one.type(), one.direction(), null, one.unit()))
                .toList();
        return Stream.of(facts, facts.withColumns(brief))
                .map(some -> Zlib.packed(Json.compact(some)))
                .filter(packed -> packed.length <= MAX_FACTS_BYTES)
                .findFirst()
                .orElseGet(() -> Zlib.packed(Json.compact(facts.withColumns(List.of()))));
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
        AttributeValue facts = attributes.get(FACTS);
        String id = text(attributes, text(attributes, PK).equals(LIST) ? SK : PK);
        return new ModelRecord(
                new ModelId(id.substring(MODEL_PREFIX.length())),
                optional(attributes, MODEL_VERSION),
                columns.l().stream().map(AttributeValue::s).toList(),
                new Rank(
                        new RunId(text(attributes, RUN)),
                        Instant.parse(text(attributes, CREATED)),
                        flag(attributes, SAMPLE)),
                flag(attributes, DETERMINISTIC),
                count(attributes, ITEMS),
                count(attributes, REJECTED),
                facts == null ? ModelFacts.NONE : Json.parse(Zlib.unpacked(facts.b()), ModelFacts.class),
                flag(attributes, STAGED));
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
