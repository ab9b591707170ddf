package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.keys;
import static io.ersilia.precalc.table.Items.predictions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.Items;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

class BatchReaderTest {

    private final List<Duration> sleeps = new ArrayList<>();
    private final Backoff backoff = new Backoff(
            BackoffStrategy.exponentialDelayWithoutJitter(Duration.ofMillis(50), Duration.ofSeconds(20)), sleeps::add);

    private final ExecutorService one = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        one.shutdownNow();
    }

    @Test
    void asksAgainForWhatAnAnswerLeftOut() {
        StingyReads dynamo = new StingyReads(40);
        List<Item> items = predictions(0, 120);

        List<Item> read = new BatchReader(dynamo, "predictions", SortKeys.PLAIN, backoff, one).read(MODEL, keys(items));

        assertThat(read).containsExactlyElementsOf(items);
        assertThat(dynamo.calls).containsExactly(100, 60, 20, 20);
        assertThat(sleeps).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @Test
    void givesUpOnATableThatAnswersNothingForTooLong() {
        BatchReader reader = new BatchReader(new StingyReads(0), "predictions", SortKeys.PLAIN, backoff, one);

        assertThatThrownBy(() -> reader.read(MODEL, keys(predictions(0, 3))))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "cannot read dynamodb:predictions: 3 keys left unprocessed 20 times in a row: raise its read capacity or run the same command later");
        assertThat(sleeps).hasSize(19);
    }

    @Test
    void asksForAllHundredsAtTheSameTime() throws InterruptedException {
        CountDownLatch allAsked = new CountDownLatch(10);
        DynamoDbClient slow = new SlowReads(allAsked);
        ExecutorService many = Executors.newFixedThreadPool(BatchReader.CALLS_IN_FLIGHT);
        try {
            assertThat(new BatchReader(slow, "predictions", SortKeys.PLAIN, backoff, many)
                            .read(MODEL, keys(predictions(0, 1000))))
                    .isEmpty();
        } finally {
            many.shutdownNow();
        }
        assertThat(allAsked.getCount()).isZero();
    }

    @Test
    void aFailureOfOneCallIsTheFailureOfAll() {
        assertThatThrownBy(() -> new BatchReader(new StingyReads(0), "predictions", SortKeys.PLAIN, backoff, one)
                        .read(MODEL, keys(predictions(0, 101))))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("cannot read dynamodb:predictions: 100 keys left unprocessed");
    }

    /** Answers no call before all were made. */
    private record SlowReads(CountDownLatch allAsked) implements DynamoDbClient {

        @Override
        public BatchGetItemResponse batchGetItem(Consumer<BatchGetItemRequest.Builder> request) {
            allAsked.countDown();
            try {
                assertThat(allAsked.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return BatchGetItemResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    /** Has every item of {@link Items#predictions}, and answers at most the given number a call. */
    private static final class StingyReads implements DynamoDbClient {
        private final int most;
        private final List<Integer> calls = new ArrayList<>();
        private final Map<Map<String, AttributeValue>, Map<String, AttributeValue>> stored;

        StingyReads(int most) {
            this.most = most;
            this.stored = new HashMap<>();
            for (Item item : predictions(0, 120)) {
                Map<String, AttributeValue> attributes = SortKeys.PLAIN.item(item.key(), item.model());
                stored.put(Map.copyOf(attributes), attributes);
                attributes.put(DynamoItem.SMILES, fromS(item.smiles()));
                attributes.put(
                        DynamoItem.VALUES,
                        fromL(List.of(fromN(item.values().get(0).text()))));
                attributes.put(DynamoItem.TIMESTAMP, fromS(item.timestamp().toString()));
                attributes.put(DynamoItem.RUN, fromS(item.run().value()));
                attributes.put(DynamoItem.MODEL_VERSION, fromS(String.valueOf(item.modelVersion())));
            }
        }

        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            KeysAndAttributes asked = request.requestItems().values().iterator().next();
            assertThat(asked.consistentRead()).isTrue();
            List<Map<String, AttributeValue>> keys = asked.keys();
            calls.add(keys.size());
            int answered = Math.min(most, keys.size());
            BatchGetItemResponse.Builder answer = BatchGetItemResponse.builder()
                    .responses(Map.of(
                            "predictions",
                            keys.subList(0, answered).stream().map(stored::get).toList()));
            if (answered < keys.size()) {
                answer.unprocessedKeys(Map.of(
                        "predictions",
                        asked.toBuilder()
                                .keys(keys.subList(answered, keys.size()))
                                .build()));
            }
            return answer.build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
