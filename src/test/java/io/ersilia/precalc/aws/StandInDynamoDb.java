package io.ersilia.precalc.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.aws.LoopbackEndpoint.Answer;
import io.ersilia.precalc.aws.LoopbackEndpoint.Request;
import io.ersilia.precalc.run.Json;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of DynamoDB with one table, {@code predictions}, that fails by script: of each BatchWriteItem the script
 * says which items are kept and what is answered. It knows the operations by which predictions are written and read.
 */
public final class StandInDynamoDb implements Closeable {

    /** The table's id. */
    public static final String TABLE_ID = "11111111-2222-3333-4444-555555555555";

    /** What becomes of a call of BatchWriteItem; asked by many threads. */
    @FunctionalInterface
    public interface Script {
        Fate of(int items);
    }

    /**
     * A call's fate.
     *
     * @param keeps for each item of the call whether it is written
     * @param instead what is answered instead of the regular answer, in which what was not written is unprocessed
     */
    public record Fate(List<Boolean> keeps, @Nullable Answer instead, Duration delay) {}

    /**
     * Write units that a call used.
     *
     * @param at in nanoseconds of {@link System#nanoTime}
     */
    public record Use(long at, int units) {}

    private final Map<String, JsonNode> items = new ConcurrentHashMap<>();
    private final Queue<Use> used = new ConcurrentLinkedQueue<>();
    private final LoopbackEndpoint endpoint;
    private volatile Script script = StandInDynamoDb::well;
    private volatile boolean readable = true;

    public StandInDynamoDb() throws IOException {
        endpoint = new LoopbackEndpoint(this::answer);
    }

    /** Takes everything. */
    public static Fate well(int items) {
        return new Fate(java.util.Collections.nCopies(items, true), null, Duration.ZERO);
    }

    /** An error as DynamoDB tells it, with reasons for throttling or without. */
    public static Answer error(int status, String type, String... reasons) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("__type", "com.amazonaws.dynamodb.v20120810#" + type).put("message", "so it is written");
        ArrayNode list = body.putArray("ThrottlingReasons");
        for (String reason : reasons) {
            list.addObject().put("reason", reason).put("resource", "arn:aws:dynamodb:us-east-1:1:table/predictions");
        }
        return new Answer(status, body.toString(), Duration.ZERO);
    }

    public void follow(Script next) {
        script = next;
    }

    /** Whether BatchGetItem is answered. */
    public void readable(boolean answers) {
        readable = answers;
    }

    /** The stored items by partition and sort key, e.g. {@code INPUTKEY#…|MODELID#eos3b5e}, in DynamoDB's JSON. */
    public Map<String, JsonNode> items() {
        return new HashMap<>(items);
    }

    /** The write units of all calls, a small item being one, in the order in which these were answered. */
    public List<Use> used() {
        return List.copyOf(used);
    }

    /** What a client needs to find it. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB", endpoint.uri().toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_EC2_METADATA_DISABLED", "true");
    }

    private Answer answer(Request request) {
        JsonNode body = tree(request.body());
        return switch (request.operation()) {
            case "BatchWriteItem" -> write(body.path("RequestItems").path("predictions"));
            case "BatchGetItem" -> readable ? read(body) : error(500, "InternalServerError");
            case "DescribeTable" -> Answer.ok(description());
            case "PutItem" -> put(body.path("Item"));
            case "GetItem" -> get(body.path("Key"));
            case "Query" -> query(body);
            default -> error(400, "UnknownOperationException");
        };
    }

    private Answer write(JsonNode requests) {
        List<JsonNode> puts = new ArrayList<>();
        requests.forEach(puts::add);
        Fate fate = script.of(puts.size());
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ObjectNode unprocessed = answer.putObject("UnprocessedItems");
        int kept = 0;
        for (int i = 0; i < puts.size(); i++) {
            JsonNode item = puts.get(i).path("PutRequest").path("Item");
            JsonNode gone = puts.get(i).path("DeleteRequest").path("Key");
            if (fate.keeps().get(i)) {
                if (gone.isMissingNode()) {
                    items.put(key(item), item);
                } else {
                    items.remove(key(gone));
                }
                kept++;
            } else {
                unprocessed.withArray("predictions").add(puts.get(i));
            }
        }
        use(kept);
        answer.putArray("ConsumedCapacity")
                .addObject()
                .put("TableName", "predictions")
                .put("CapacityUnits", kept);
        return (fate.instead() == null ? Answer.ok(answer.toString()) : fate.instead()).after(fate.delay());
    }

    private Answer read(JsonNode body) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode found = answer.putObject("Responses").putArray("predictions");
        for (JsonNode key : body.path("RequestItems").path("predictions").path("Keys")) {
            JsonNode item = items.get(key(key));
            if (item != null) {
                found.add(item);
            }
        }
        answer.putObject("UnprocessedKeys");
        return Answer.ok(answer.toString());
    }

    private Answer put(JsonNode item) {
        use(1);
        items.put(key(item), item);
        return Answer.ok("{}");
    }

    private Answer get(JsonNode key) {
        JsonNode item = items.get(key(key));
        return Answer.ok(
                item == null
                        ? "{}"
                        : Json.MAPPER.createObjectNode().set("Item", item).toString());
    }

    /** All items of one partition key. */
    private Answer query(JsonNode body) {
        String prefix =
                body.path("ExpressionAttributeValues").path(":pk").path("S").asText() + "|";
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode found = answer.putArray("Items");
        items.forEach((key, item) -> {
            if (key.startsWith(prefix)) {
                found.add(item);
            }
        });
        return Answer.ok(answer.toString());
    }

    private void use(int units) {
        used.add(new Use(System.nanoTime(), units));
    }

    private static String key(JsonNode item) {
        return item.path("PK").path("S").asText() + "|"
                + item.path("SK").path("S").asText();
    }

    private static String description() {
        return """
                {"Table":{"TableName":"predictions","TableId":"%s","TableStatus":"ACTIVE",
                 "KeySchema":[{"AttributeName":"PK","KeyType":"HASH"},{"AttributeName":"SK","KeyType":"RANGE"}],
                 "AttributeDefinitions":[{"AttributeName":"PK","AttributeType":"S"},{"AttributeName":"SK","AttributeType":"S"}],
                 "BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"}}}
                """.formatted(TABLE_ID);
    }

    private static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        endpoint.close();
    }
}
