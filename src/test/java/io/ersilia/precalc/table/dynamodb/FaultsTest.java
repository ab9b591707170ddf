package io.ersilia.precalc.table.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.aws.LoopbackEndpoint.Answer;
import io.ersilia.precalc.aws.StandInDynamoDb;
import io.ersilia.precalc.aws.StandInDynamoDb.Fate;
import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Sleeper;
import io.ersilia.precalc.store.MemoryObjectStore;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.Items;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Whatever the service does to a call, in the end every valid row is in the table exactly once; or serving fails, and
 * the number that it says is missing is the number that is missing. The seed of a failing case is its argument.
 */
@Timeout(120)
class FaultsTest {

    private static final Partition PARTITION = new Partition(new ModelId("eos3b5e"), new RunId("r1"), 1);
    private static final Pattern MISSING = Pattern.compile("(\\d+) of (\\d+) items of part-0001");

    private static final List<Answer> REFUSALS = List.of(
            StandInDynamoDb.error(500, "InternalServerError"),
            StandInDynamoDb.error(503, "ServiceUnavailable"),
            StandInDynamoDb.error(400, "ThrottlingException", "TableWriteKeyRangeThroughputExceeded"),
            StandInDynamoDb.error(
                    400,
                    "ProvisionedThroughputExceededException",
                    "TableWriteProvisionedThroughputExceeded",
                    "TableWriteAccountLimitExceeded"),
            StandInDynamoDb.error(400, "ThrottlingException", "TableWriteMaxOnDemandThroughputExceeded"),
            Answer.dropped(),
            Answer.ok("half an ans"));

    private final AtomicLong nanos = new AtomicLong();
    private final Sleeper sleeper = duration -> nanos.addAndGet(duration.toNanos());

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    /** Of trouble that differs only in which rows it takes. */
    static LongStream fewSeeds() {
        return LongStream.rangeClosed(1, 12);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void passingTroubleLosesAndDoublesNothing(long seed) throws IOException {
        Random random = new Random(seed);
        Rows rows = new Rows(random);
        try (StandInDynamoDb service = new StandInDynamoDb()) {
            service.follow(items -> trouble(random, items));

            ServedManifest served = serve(service, rows);

            assertThat(found(service)).isEqualTo(rows.expected);
            assertThat(served.items()).isEqualTo(rows.expected.size());
            assertThat(served.unaccounted()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ofATableThatDoesNotRecoverTheMissingRowsAreSaid(long seed) throws IOException {
        Random random = new Random(seed);
        Rows rows = new Rows(random);
        Answer end = random.nextInt(4) == 0
                ? StandInDynamoDb.error(400, "AccessDeniedException")
                : REFUSALS.get(random.nextInt(REFUSALS.size()));
        boolean keeps = random.nextBoolean();
        AtomicLong left = new AtomicLong(random.nextInt(20));
        try (StandInDynamoDb service = new StandInDynamoDb()) {
            service.follow(items -> left.getAndDecrement() > 0
                    ? trouble(random, items)
                    : new Fate(some(random, items, keeps), end, Duration.ZERO));

            Throwable failure = catchThrowable(() -> serve(service, rows));

            if (failure == null) { // the trouble began after the last call
                assertThat(found(service)).isEqualTo(rows.expected);
                return;
            }
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
            Matcher said = MISSING.matcher(failure.getMessage());
            assertThat(said.find()).as(failure.getMessage()).isTrue();
            assertThat(Integer.parseInt(said.group(2))).isEqualTo(rows.expected.size());
            assertThat(Integer.parseInt(said.group(1)))
                    .as(failure.getMessage())
                    .isEqualTo(rows.expected.size() - found(service).size());
            assertThat(rows.expected).containsAllEntriesOf(found(service));

            service.follow(StandInDynamoDb::well);
            serve(service, rows);
            assertThat(found(service)).isEqualTo(rows.expected);
        }
    }

    @ParameterizedTest
    @MethodSource("fewSeeds")
    void whatCannotBeReadBackIsSaidToBeInDoubt(long seed) throws IOException {
        Random random = new Random(seed);
        Rows rows = new Rows(random);
        try (StandInDynamoDb service = new StandInDynamoDb()) {
            service.readable(false);
            service.follow(items -> new Fate(some(random, items, true), Answer.dropped(), Duration.ZERO));

            Throwable failure = catchThrowable(() -> serve(service, rows));

            assertThat(failure)
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(
                            "up to %d of %1$d items of part-0001 of eos3b5e run r1 are not in the table",
                            rows.expected.size());
        }
    }

    /** Mostly no trouble, else one of all kinds; what was written is written whatever is answered. */
    private static Fate trouble(Random random, int items) {
        synchronized (random) {
            return switch (random.nextInt(8)) {
                case 0 -> new Fate(some(random, items, true), null, Duration.ZERO);
                case 1 ->
                    new Fate(some(random, items, true), REFUSALS.get(random.nextInt(REFUSALS.size())), Duration.ZERO);
                case 2 ->
                    new Fate(some(random, items, false), REFUSALS.get(random.nextInt(REFUSALS.size())), Duration.ZERO);
                case 3 -> new Fate(Collections.nCopies(items, true), Answer.dropped(), Duration.ZERO);
                case 4 -> new Fate(Collections.nCopies(items, true), null, Duration.ofMillis(random.nextInt(60)));
                default -> StandInDynamoDb.well(items);
            };
        }
    }

    private static List<Boolean> some(Random random, int items, boolean keeps) {
        synchronized (random) {
            int part = random.nextInt(4);
            return IntStream.range(0, items)
                    .mapToObj(i -> keeps && random.nextInt(4) <= part)
                    .toList();
        }
    }

    private ServedManifest serve(StandInDynamoDb service, Rows rows) {
        MemoryObjectStore objects = new MemoryObjectStore();
        objects.save("out/eos3b5e/r1/part-0001.csv", rows.csv.toString().getBytes(StandardCharsets.UTF_8));
        AwsSettings settings = new AwsSettings(service.environment());
        Backoff backoff =
                new Backoff(BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(20)), sleeper);
        WritePace pace = new WritePace(WritePace.UNLIMITED, nanos::get, sleeper);
        try (DynamoDbTable table = new DynamoDbTable(
                "predictions",
                () -> settings.prepare(DynamoDbClient.builder(), AwsApi.DYNAMODB)
                        .overrideConfiguration(retries -> retries.retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .build(), // its repeating would wait in real time, and is not what is tried here
                keys -> new HttpBatchWrite("predictions", keys, settings, 8),
                backoff,
                pace)) {
            return new ServeJob(new RunStore(objects), table, Clock.systemUTC(), Progress.NONE)
                    .run(PARTITION, null, true);
        }
    }

    /** What is stored of the model, by key: the first value. */
    private static Map<String, String> found(StandInDynamoDb service) {
        Map<String, String> found = new HashMap<>();
        service.items().forEach((key, item) -> {
            if (key.startsWith("INPUTKEY#")) {
                JsonNode value = item.path("Precalculation").path("L").path(0).path("N");
                found.put(item.path("PK").path("S").asText().substring("INPUTKEY#".length()), value.asText());
            }
        });
        return found;
    }

    /** A partition of up to 700 rows, some without a valid key, some with the key of another row. */
    private static final class Rows {
        private final StringBuilder csv = new StringBuilder("key,input,weight\n");
        private final Map<String, String> expected = new HashMap<>();

        Rows(Random random) {
            List<String> keys = new ArrayList<>();
            int rows = 1 + random.nextInt(700);
            for (int row = 0; row < rows; row++) {
                String key = random.nextInt(20) == 0 && !keys.isEmpty()
                        ? keys.get(random.nextInt(keys.size()))
                        : Items.key(row).value();
                keys.add(key);
                if (random.nextInt(30) == 0) {
                    csv.append("no-key,CCO,1\n");
                    continue;
                }
                csv.append("%s,CCO,%d\n".formatted(key, row));
                expected.put(key, Integer.toString(row));
            }
            if (expected.isEmpty()) {
                csv.append("%s,CCO,0\n".formatted(Items.key(0)));
                expected.put(Items.key(0).value(), "0");
            }
        }
    }
}
