package io.ersilia.precalc.bench;

import io.ersilia.precalc.aws.LoopbackEndpoint;
import io.ersilia.precalc.aws.LoopbackEndpoint.Answer;
import java.io.IOException;
import java.time.Duration;

/**
 * Takes whatever is written and keeps nothing, answering after that many milliseconds, until it is killed: {@code PORT
 * MILLISECONDS}. A process of its own, so that the client's processor time is the client's.
 */
final class DynamoDbStandIn {

    private static final String PUT = "\"PutRequest\"";

    private static final String TABLE = """
            {"Table":{"TableName":"bench","TableId":"11111111-2222-3333-4444-555555555555","TableStatus":"ACTIVE",
             "KeySchema":[{"AttributeName":"PK","KeyType":"HASH"},{"AttributeName":"SK","KeyType":"RANGE"}],
             "AttributeDefinitions":[{"AttributeName":"PK","AttributeType":"S"},{"AttributeName":"SK","AttributeType":"S"}],
             "BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"}}}
            """;

    private DynamoDbStandIn() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Duration delay = Duration.ofMillis(Long.parseLong(args[1]));
        try (LoopbackEndpoint endpoint =
                new LoopbackEndpoint(Integer.parseInt(args[0]), request -> answer(request, delay))) {
            LargeFiles.say("answers at " + endpoint.uri());
            Thread.currentThread().join();
        }
    }

    private static Answer answer(LoopbackEndpoint.Request request, Duration delay) {
        return switch (request.operation()) {
            case "BatchWriteItem" ->
                Answer.ok(
                                "{\"ConsumedCapacity\":[{\"CapacityUnits\":%d.0,\"TableName\":\"bench\"}],\"UnprocessedItems\":{}}"
                                        .formatted(puts(request.body())))
                        .after(delay);
            case "DescribeTable" -> Answer.ok(TABLE);
            default -> Answer.ok("{}");
        };
    }

    private static int puts(String body) {
        int count = 0;
        for (int at = body.indexOf(PUT); at >= 0; at = body.indexOf(PUT, at + PUT.length())) {
            count++;
        }
        return count;
    }
}
