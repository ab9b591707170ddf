package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.dynamodb.DynamoItem.INPUT_PREFIX;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.LastTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * BatchWriteItem in DynamoDB's JSON, as its API reference defines it. Written straight from the items: the SDK's
 * own request model costs more than all other work on a row, see docs/decisions.
 */
final class BatchJson {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_ITEM_BYTES = 512;

    private BatchJson() {}

    /** The body of a request that puts the items. */
    static byte[] request(String table, SortKeys keys, List<Item> items) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(items.size() * USUAL_ITEM_BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(body)) {
            json.writeStartObject();
            json.writeObjectFieldStart("RequestItems");
            json.writeArrayFieldStart(table);
            LastTime time = new LastTime();
            for (Item item : items) {
                json.writeStartObject();
                json.writeObjectFieldStart("PutRequest");
                json.writeObjectFieldStart("Item");
                write(item, keys.item(item.model()), time.text(item.timestamp()), json);
                json.writeEndObject();
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeStringField("ReturnConsumedCapacity", "TOTAL");
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return body.toByteArray();
    }

    private static void write(Item item, String sortKey, String time, JsonGenerator json) throws IOException {
        text(json, DynamoItem.PK, INPUT_PREFIX + item.key().value());
        text(json, DynamoItem.SK, sortKey);
        text(json, DynamoItem.SMILES, item.smiles());
        Reason rejected = item.rejected();
        byte[] packed = DynamoItem.packed(item);
        if (rejected != null) {
            text(json, DynamoItem.REJECTED, rejected.label());
        } else if (packed != null) {
            json.writeObjectFieldStart(DynamoItem.PACKED_VALUES);
            json.writeBinaryField("B", packed);
            json.writeEndObject();
        } else {
            json.writeObjectFieldStart(DynamoItem.VALUES);
            json.writeArrayFieldStart("L");
            for (Value value : item.values()) {
                write(value, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        text(json, DynamoItem.TIMESTAMP, time);
        text(json, DynamoItem.RUN, item.run().value());
        if (item.modelVersion() != null) {
            text(json, DynamoItem.MODEL_VERSION, item.modelVersion());
        }
    }

    private static void write(Value value, JsonGenerator json) throws IOException {
        json.writeStartObject();
        switch (value.kind()) {
            case NUMBER -> json.writeStringField("N", value.text());
            case TEXT -> json.writeStringField("S", value.text());
            case MISSING -> json.writeBooleanField("NULL", true);
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String text) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("S", text);
        json.writeEndObject();
    }

    /** Reads the response to these items; throws an {@link IOException} when it is not one. */
    static BatchWrite.Answer answer(byte[] body, SortKeys keys, List<Item> sent) throws IOException {
        JsonNode answer = Json.MAPPER.readTree(body);
        double capacity = 0;
        for (JsonNode consumed : answer.path("ConsumedCapacity")) {
            capacity += consumed.path("CapacityUnits").asDouble();
        }
        Set<String> left = new HashSet<>();
        for (JsonNode requests : answer.path("UnprocessedItems")) {
            for (JsonNode request : requests) {
                JsonNode item = request.path("PutRequest").path("Item");
                left.add(item.path(DynamoItem.PK).path("S").asText()
                        + item.path(DynamoItem.SK).path("S").asText());
            }
        }
        return new BatchWrite.Answer(left.isEmpty() ? List.of() : those(sent, keys, left), capacity);
    }

    private static List<Item> those(List<Item> sent, SortKeys keys, Set<String> left) throws IOException {
        List<Item> items = new ArrayList<>();
        for (Item item : sent) {
            if (left.contains(INPUT_PREFIX + item.key().value() + keys.item(item.model()))) {
                items.add(item);
            }
        }
        if (items.size() != left.size()) {
            throw new IOException(
                    "%d of %d unprocessed items were never sent".formatted(left.size() - items.size(), left.size()));
        }
        return items;
    }
}
