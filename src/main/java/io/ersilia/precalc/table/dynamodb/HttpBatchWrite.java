package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.aws.SignedPost;
import io.ersilia.precalc.table.Item;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * BatchWriteItem without the SDK's DynamoDB client, whose layers take two thirds of the processor time of a call, see
 * docs/decisions. Retries nothing.
 */
final class HttpBatchWrite implements BatchWrite {

    /** Longer than a healthy table takes for any batch: a lost answer must not hold up the writer. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private static final Map<String, String> HEADERS =
            Map.of("X-Amz-Target", "DynamoDB_20120810.BatchWriteItem", "Content-Type", "application/x-amz-json-1.0");

    private final String table;
    private final SortKeys keys;
    private final SignedPost dynamoDb;
    private volatile Clock clock = Clock.systemUTC();

    /** @param connections open at the same time */
    HttpBatchWrite(String table, SortKeys keys, AwsSettings settings, int connections) {
        this.table = table;
        this.keys = keys;
        this.dynamoDb = new SignedPost(
                settings,
                new SignedPost.Target(
                        settings.dynamoDbUrl(),
                        "dynamodb",
                        settings.region(AwsApi.DYNAMODB).id()),
                connections,
                SILENCE);
    }

    @Override
    public Answer write(List<Item> items) {
        byte[] body = BatchJson.request(table, keys, items);
        try {
            SignedPost.Answer answer = dynamoDb.send(HEADERS, body, clock);
            if (!answer.head().isSuccessful()) {
                Refusal refusal = Refusal.of(answer.head(), answer.body());
                if (refusal.isForTheTime(clock)) { // this machine's clock is wrong: sign by the service's from now on
                    clock = refusal.clock();
                    return write(items);
                }
                throw refusal.exception();
            }
            return BatchJson.answer(answer.body(), keys, items);
        } catch (IOException e) {
            throw SdkClientException.create("no answer of DynamoDB: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        dynamoDb.close();
    }
}
