package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.Items.key;
import static io.ersilia.precalc.table.Items.prediction;
import static io.ersilia.precalc.table.Items.predictions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.aws.LoopbackEndpoint;
import io.ersilia.precalc.aws.LoopbackEndpoint.Answer;
import io.ersilia.precalc.aws.LoopbackEndpoint.Handler;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** The writer's calls over HTTP, against an endpoint that answers as it likes. What real DynamoDB takes, DynamoDbTableTest shows. */
@Timeout(60)
class HttpBatchWriteTest {

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void readsWhatWasConsumedAndWhatWasLeft() throws IOException {
        List<Item> items = predictions(0, 4);
        String left = """
                {"UnprocessedItems":{"predictions":[
                  {"PutRequest":{"Item":{"PK":{"S":"INPUTKEY#%s"},"SK":{"S":"MODELID#eos3b5e"},"Smiles":{"S":"CCO"}}}},
                  {"PutRequest":{"Item":{"SK":{"S":"MODELID#eos3b5e"},"PK":{"S":"INPUTKEY#%s"}}}}]},
                 "ConsumedCapacity":[{"TableName":"predictions","CapacityUnits":3.5}],"New":"field"}
                """.formatted(key(2), key(0));

        assertThat(writing(items, request -> Answer.ok(left)))
                .isEqualTo(new BatchWrite.Answer(List.of(items.get(0), items.get(2)), 3.5));
    }

    @Test
    void signsTheRequestForTheRegionAndNamesTheOperation() throws IOException {
        List<LoopbackEndpoint.Request> requests = Collections.synchronizedList(new ArrayList<>());

        writing(List.of(prediction(key(1), Value.number("0.5"), Value.text("µ\"\n"), Value.MISSING)), request -> {
            requests.add(request);
            return Answer.ok("{}");
        });

        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).operation()).isEqualTo("BatchWriteItem");
        assertThat(requests.get(0).header("authorization"))
                .contains("AWS4-HMAC-SHA256 Credential=test/")
                .contains("/eu-central-1/dynamodb/aws4_request");
        assertThat(requests.get(0).header("x-amz-security-token")).isEqualTo("session");
        assertThat(requests.get(0).body()).isEqualTo("""
                {"RequestItems":{"predictions":[{"PutRequest":{"Item":{"PK":{"S":"INPUTKEY#%s"},"SK":{"S":"MODELID#eos3b5e"},\
                "Smiles":{"S":"CCO"},"Precalculation":{"L":[{"N":"0.5"},{"S":"µ\\"\\n"},{"NULL":true}]},\
                "Timestamp":{"S":"2026-11-01T12:00:00Z"},"RunId":{"S":"r1"},"ModelVersion":{"S":"v1.0.0"}}}}]},\
                "ReturnConsumedCapacity":"TOTAL"}""".formatted(key(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "400, com.amazonaws.dynamodb.v20120810#ThrottlingException, true",
        "400, com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException, true",
        "400, com.amazon.coral.service#UnrecognizedClientException, false",
        "500, com.amazonaws.dynamodb.v20120810#InternalServerError, true",
        "503, com.amazonaws.dynamodb.v20120810#ServiceUnavailable, true",
        "400, com.amazonaws.dynamodb.v20120810#ResourceNotFoundException, false"
    })
    void knowsWhichErrorsPass(int status, String type, boolean passes) {
        assertThatThrownBy(() -> writing(
                        predictions(0, 1),
                        request -> new Answer(
                                status, "{\"__type\":\"%s\",\"message\":\"no\"}".formatted(type), Duration.ZERO)))
                .isInstanceOfSatisfying(AwsServiceException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(status);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(type.substring(type.indexOf('#') + 1));
                    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("no");
                    assertThat(TransientFailure.is(e)).isEqualTo(passes);
                });
    }

    @Test
    void readsWhyTheTableThrottles() {
        String body = """
                {"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"slow down",
                 "ThrottlingReasons":[{"reason":"TableWriteKeyRangeThroughputExceeded","resource":"arn:aws:dynamodb:…"},
                                      {"reason":"TableWriteAccountLimitExceeded"}]}
                """;

        assertThatThrownBy(() -> writing(predictions(0, 1), request -> new Answer(400, body, Duration.ZERO)))
                .isInstanceOfSatisfying(
                        Refusal.RefusedException.class,
                        e -> assertThat(e.throttlingReasons())
                                .containsExactly(
                                        "TableWriteKeyRangeThroughputExceeded", "TableWriteAccountLimitExceeded"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>gateway</html>", "", "[]"})
    void aPageOfSomebodyBetweenIsTroubleOfTheService(String page) {
        assertThatThrownBy(() -> writing(predictions(0, 1), request -> new Answer(502, page, Duration.ZERO)))
                .isInstanceOfSatisfying(
                        SdkException.class,
                        e -> assertThat(TransientFailure.is(e)).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>ok</html>", "{\"UnprocessedItems\":{\"predictions\":[{\"PutRequest\":{}}]}}"})
    void anAnswerThatIsNoneIsAskedAgain(String body) {
        assertThatThrownBy(() -> writing(predictions(0, 1), request -> Answer.ok(body)))
                .isInstanceOfSatisfying(
                        SdkClientException.class,
                        e -> assertThat(TransientFailure.is(e)).isTrue());
    }

    @Test
    void correctsAClockThatIsWrongByTheServicesOwn() throws IOException {
        Instant there = Instant.now().minus(Duration.ofHours(3));
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(there.atOffset(ZoneOffset.UTC));

        writing(predictions(0, 1), request -> {
            Instant signed = Instant.from(DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
                    .withZone(ZoneOffset.UTC)
                    .parse(request.header("x-amz-date")));
            return Duration.between(there, signed).abs().compareTo(Duration.ofMinutes(1)) < 0
                    ? Answer.ok("{}")
                    : new Answer(
                                    400,
                                    "{\"__type\":\"com.amazon.coral.service#InvalidSignatureException\",\"message\":\"Signature expired\"}",
                                    Duration.ZERO)
                            .with("Date", date);
        });

        assertThat(calls).hasValue(2);
    }

    @Test
    void repeatsCallsWhoseConnectionIsDroppedAndNobodyElseDoes() throws Exception {
        try (LoopbackEndpoint endpoint = endpoint(request -> Answer.dropped())) {
            assertThatThrownBy(() -> write(endpoint.uri(), predictions(0, 3)))
                    .isInstanceOf(Failure.class)
                    .hasMessageStartingWith("cannot write dynamodb:predictions: ");
        }
        assertThat(calls).hasValue(Backoff.MAX_ATTEMPTS);
    }

    @Test
    void repeatsCallsThatFindNoServer() throws Exception {
        int closed;
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            closed = server.getLocalPort();
        }

        assertThatThrownBy(() -> write(URI.create("http://127.0.0.1:" + closed), predictions(0, 3)))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("cannot write dynamodb:predictions: no connection (");
    }

    @Test
    void callsTheRegionsOwnAddressWithoutAnEndpoint() {
        AwsSettings settings = new AwsSettings(Map.of("AWS_REGION", "eu-central-1"));

        assertThat(settings.dynamoDbUrl()).isEqualTo(URI.create("https://dynamodb.eu-central-1.amazonaws.com"));
    }

    private BatchWrite.Answer writing(List<Item> items, Handler handler) throws IOException {
        try (LoopbackEndpoint endpoint = endpoint(handler);
                BatchWrite table = new HttpBatchWrite("predictions", SortKeys.PLAIN, settings(endpoint.uri()), 1)) {
            return table.write(items);
        }
    }

    private LoopbackEndpoint endpoint(Handler handler) throws IOException {
        return new LoopbackEndpoint(request -> {
            calls.incrementAndGet();
            return handler.answer(request);
        });
    }

    private static void write(URI endpoint, List<Item> items) throws InterruptedException {
        String name = "dynamodb:predictions";
        Backoff backoff = new Backoff(BackoffStrategy.retryImmediately(), duration -> {});
        WritePace pace = new WritePace(WritePace.UNLIMITED, System::nanoTime, duration -> {});
        try (BatchWrite table = new HttpBatchWrite("predictions", SortKeys.PLAIN, settings(endpoint), 1);
                BulkWriter writer = new BulkWriter(
                        name,
                        new BatchCall(table, name, backoff, pace, new ThrottlingAdvice(name)),
                        doubtful -> new ItemWriter.Written(0, 0, 0))) {
            for (Item item : items) {
                writer.write(item);
            }
            writer.finish();
        }
    }

    private static AwsSettings settings(URI endpoint) {
        return new AwsSettings(Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB", endpoint.toString(),
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_SESSION_TOKEN", "session"));
    }
}
