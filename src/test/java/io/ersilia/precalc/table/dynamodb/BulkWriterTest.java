package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.Items.key;
import static io.ersilia.precalc.table.Items.prediction;
import static io.ersilia.precalc.table.Items.predictions;
import static io.ersilia.precalc.table.Items.rejection;
import static io.ersilia.precalc.table.dynamodb.FakeDynamoDb.dropped;
import static io.ersilia.precalc.table.dynamodb.FakeDynamoDb.failing;
import static io.ersilia.precalc.table.dynamodb.FakeDynamoDb.losingAnswers;
import static io.ersilia.precalc.table.dynamodb.FakeDynamoDb.refusal;
import static io.ersilia.precalc.table.dynamodb.FakeDynamoDb.stingy;
import static io.ersilia.precalc.table.dynamodb.FakeDynamoDb.willing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.BackoffStrategy;

@Timeout(60)
class BulkWriterTest {

    private static final BackoffStrategy DOUBLING =
            BackoffStrategy.exponentialDelayWithoutJitter(Duration.ofMillis(50), Duration.ofSeconds(20));

    private final List<Duration> sleeps = Collections.synchronizedList(new ArrayList<>());

    @Test
    void writesInBatchesOfTwentyFive() throws InterruptedException {
        FakeDynamoDb dynamo = willing();

        assertThat(write(dynamo, predictions(0, 60))).isEqualTo(new ItemWriter.Written(60, 0, 60));

        assertThat(dynamo.calls).containsExactly(25, 25, 10);
        assertThat(dynamo.items()).containsExactlyElementsOf(predictions(0, 60));
        assertThat(sleeps).isEmpty();
    }

    @Test
    void resendsOnlyWhatWasLeftUnprocessedAndBacksOffBetween() throws InterruptedException {
        FakeDynamoDb dynamo = stingy(10);

        assertThat(write(dynamo, predictions(0, 25))).isEqualTo(new ItemWriter.Written(25, 0, 25));

        assertThat(dynamo.calls).containsExactly(25, 15, 5);
        assertThat(dynamo.items()).containsExactlyElementsOf(predictions(0, 25));
        assertThat(sleeps).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @Test
    void saysOnceWhatHelpsATableThatLeavesItemsUnprocessed() throws InterruptedException {
        Logger log = (Logger) LoggerFactory.getLogger(ThrottlingAdvice.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        log.addAppender(logged);
        try {
            write(stingy(10), predictions(0, 25));
            write(failing(1, refusal(400, "ThrottlingException", "slow down")), predictions(0, 25));
        } finally {
            log.detachAppender(logged);
        }

        assertThat(logged.list)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getFormattedMessage())
                        .startsWith("dynamodb:predictions accepts less than it is sent and gives no reason: "));
    }

    @Test
    void slowsDownToWhatAThrottlingTableLastTook() throws InterruptedException {
        assertThat(limitAfter(20, refusal(400, "ThrottlingException", "slow down")))
                .isBetween(1_000.0, 2_000.0);
        assertThat(limitAfter(20, dropped())).as("of a lost answer").isInfinite();
    }

    /** The pace of 500 items that are taken in no time, after a failure behind so many calls. */
    private double limitAfter(int calls, SdkException failure) throws InterruptedException {
        AtomicLong nanos = new AtomicLong();
        WritePace pace =
                new WritePace(WritePace.UNLIMITED, nanos::get, duration -> nanos.addAndGet(duration.toNanos()));
        FakeDynamoDb dynamo = new FakeDynamoDb((call, items, store) -> {
            if (call == calls) {
                throw failure;
            }
            return List.of();
        });
        write(writer(dynamo, new Backoff(DOUBLING, sleeps::add), pace, 1), predictions(0, 500));
        return pace.limit();
    }

    @Test
    void slowsDownForATableThatLeavesItemsUnprocessed() throws InterruptedException {
        AtomicLong nanos = new AtomicLong();
        WritePace pace =
                new WritePace(WritePace.UNLIMITED, nanos::get, duration -> nanos.addAndGet(duration.toNanos()));

        write(writer(stingy(24), new Backoff(DOUBLING, sleeps::add), pace, 1), predictions(0, 25));

        assertThat(pace.limit()).isFinite();
    }

    @Test
    void doesNotGiveUpWhileThereIsProgress() throws InterruptedException {
        FakeDynamoDb dynamo = stingy(1);

        write(dynamo, predictions(0, 25));

        assertThat(dynamo.items()).hasSize(25);
        assertThat(sleeps).hasSize(24);
    }

    static Stream<SdkException> troubleThatPasses() {
        return Stream.of(
                refusal(400, "ProvisionedThroughputExceededException", "slow down"),
                refusal(400, "ThrottlingException", "slow down"),
                refusal(400, "RequestLimitExceeded", "slow down"),
                refusal(500, "InternalServerError", "oops"),
                refusal(503, "ServiceUnavailable", "oops"),
                dropped(),
                ApiCallTimeoutException.create(20_000));
    }

    @ParameterizedTest
    @MethodSource("troubleThatPasses")
    void repeatsACallWhoseTroublePasses(SdkException trouble) throws InterruptedException {
        FakeDynamoDb dynamo = failing(3, trouble);

        assertThat(write(dynamo, predictions(0, 5))).isEqualTo(new ItemWriter.Written(5, 0, 5));

        assertThat(dynamo.calls).containsExactly(5, 5, 5, 5);
        assertThat(sleeps).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @Test
    void writesAgainWhenTheAnswerWasLostButCountsOnce() throws InterruptedException {
        FakeDynamoDb dynamo = losingAnswers(1);

        assertThat(write(dynamo, predictions(0, 25))).isEqualTo(new ItemWriter.Written(25, 0, 25));

        assertThat(dynamo.calls).containsExactly(25, 25);
        assertThat(dynamo.items()).containsExactlyElementsOf(predictions(0, 25));
    }

    @Test
    void countsRejectionsApart() throws InterruptedException {
        List<Item> items = new ArrayList<>(predictions(0, 20));
        items.add(rejection(key(20), Reason.EMPTY_OUTPUT));
        items.add(rejection(key(21), Reason.MODEL_FAILED));

        assertThat(write(stingy(21), items)).isEqualTo(new ItemWriter.Written(20, 2, 22));
    }

    @Test
    void givesUpOnATableThatTakesNothingForTooLong() {
        FakeDynamoDb dynamo = stingy(0);

        assertThatThrownBy(() -> write(dynamo, predictions(0, 7)))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessage(
                        "cannot write dynamodb:predictions: it left items unprocessed 20 times in a row: raise its write capacity or run the same command later");
        assertThat(dynamo.calls).hasSize(20);
        assertThat(sleeps).hasSize(19);
    }

    @Test
    void givesUpOnAThrottledTableAndSaysHowManyItemsAreMissing() {
        FakeDynamoDb dynamo = new FakeDynamoDb((call, items, store) -> {
            if (call == 1) {
                store.accept(items.subList(0, 15));
                return items.subList(15, items.size());
            }
            throw refusal(400, "ThrottlingException", "slow down");
        });

        assertThatThrownBy(() -> write(dynamo, predictions(0, 25)))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "cannot write dynamodb:predictions: throttled for too long (ThrottlingException): run the same command later or with fewer workers at once");
        assertThat(dynamo.items()).hasSize(15);
        assertThat(sleeps).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ResourceNotFoundException",
                "AccessDeniedException",
                "ValidationException",
                "UnrecognizedClientException"
            })
    void stopsAtOnceAtWhatDoesNotPass(String code) {
        FakeDynamoDb dynamo = failing(1, refusal(400, code, "no"));
        BulkWriter writer = writer(dynamo, 1);

        assertThatThrownBy(() -> {
                    for (Item item : predictions(0, 3)) {
                        writer.write(item);
                    }
                    writer.finish();
                })
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessageStartingWith("cannot write dynamodb:predictions: ")
                .hasMessageContaining(code);
        assertThatThrownBy(() -> writer.write(predictions(3, 4).get(0))).isInstanceOf(Failure.class);
        assertThatThrownBy(writer::finish).isInstanceOf(Failure.class);
        writer.close();

        assertThat(dynamo.calls).containsExactly(3);
        assertThat(sleeps).isEmpty();
    }

    @Test
    void expiredCredentialsStopTheWorkButKeepIt() {
        FakeDynamoDb dynamo = new FakeDynamoDb((call, items, store) -> {
            if (call == 2) {
                throw refusal(400, "ExpiredTokenException", "The security token included in the request is expired");
            }
            store.accept(items);
            return List.of();
        });

        assertThatThrownBy(() -> write(dynamo, predictions(0, 50)))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.STOPPED))
                .hasMessageContaining("the AWS credentials have expired");
        assertThat(dynamo.items()).hasSize(25);
    }

    @Test
    void aBugIsNoFailureOfTheTable() {
        assertThatThrownBy(() -> write(failing(1, new NullPointerException("bug")), predictions(0, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("bug");
    }

    @Test
    void aFailureIsSaidOnlyWhenTheOtherCallsHaveEnded() throws Exception {
        CountDownLatch slowCallIsUnderWay = new CountDownLatch(1);
        CountDownLatch otherHasFailed = new CountDownLatch(1);
        FakeDynamoDb dynamo = new FakeDynamoDb((call, items, store) -> {
            if (call == 1) {
                slowCallIsUnderWay.countDown();
                await(otherHasFailed);
                store.accept(items);
                return List.of();
            }
            await(slowCallIsUnderWay);
            otherHasFailed.countDown();
            throw refusal(400, "AccessDeniedException", "no");
        });

        try (BulkWriter writer = writer(dynamo, 2)) {
            Throwable failure = catchThrowable(() -> {
                for (Item item : predictions(0, 50)) {
                    writer.write(item);
                }
                writer.finish();
            });

            assertThat(failure).isInstanceOf(Failure.class);
            assertThat(writer.written().items()).isEqualTo(25);
            assertThat(dynamo.items()).hasSize(25);
        }
    }

    @Test
    void whatWasWrittenBeforeItsAnswerWasLostIsCountedAfterAFailure() {
        FakeDynamoDb dynamo = new FakeDynamoDb((call, items, store) -> {
            if (call == 1) {
                store.accept(items.subList(0, 20));
                throw dropped();
            }
            throw refusal(400, "AccessDeniedException", "no");
        });
        BulkWriter writer = writer(dynamo, 1);

        assertThatThrownBy(() -> write(writer, predictions(0, 25))).isInstanceOf(Failure.class);

        assertThat(writer.written().items()).isEqualTo(20);
    }

    @Test
    void batchesThatWaitAreNotSentAfterAFailure() throws InterruptedException {
        CountDownLatch secondWaits = new CountDownLatch(1);
        FakeDynamoDb dynamo = new FakeDynamoDb((call, items, store) -> {
            await(secondWaits);
            throw refusal(400, "AccessDeniedException", "no");
        });

        try (BulkWriter writer = writer(dynamo, 1)) {
            for (Item item : predictions(0, 51)) {
                writer.write(item);
            }
            secondWaits.countDown();
            assertThatThrownBy(writer::finish).isInstanceOf(Failure.class);
        }

        assertThat(dynamo.calls).containsExactly(25);
    }

    @Test
    void aFailureEndsTheWaitingOfOtherCalls() {
        CountDownLatch sleeping = new CountDownLatch(1);
        FakeDynamoDb dynamo = new FakeDynamoDb((call, items, store) -> {
            if (call == 1) {
                return items;
            }
            await(sleeping);
            throw refusal(400, "AccessDeniedException", "no");
        });
        Backoff forEver = new Backoff(DOUBLING, duration -> {
            sleeping.countDown();
            new CountDownLatch(1).await();
        });

        assertThatThrownBy(() -> write(writer(dynamo, forEver, 2), predictions(0, 50)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("AccessDeniedException");
    }

    @Test
    void waitsForASlowTableWithBoundedMemoryAndEndsItsCallsWhenInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch underWay = new CountDownLatch(2);
        FakeDynamoDb dynamo = new FakeDynamoDb((call, items, store) -> {
            underWay.countDown();
            await(interrupted);
            store.accept(items);
            return List.of();
        });
        AtomicInteger taken = new AtomicInteger();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        BulkWriter writer = writer(dynamo, 2);
        CountDownLatch full = new CountDownLatch(2400);
        Future<Throwable> end = thread.submit(() -> catchThrowable(() -> {
            for (Item item : predictions(0, 10_000)) {
                writer.write(item);
                taken.incrementAndGet();
                full.countDown();
            }
        }));

        full.await();
        underWay.await();
        thread.shutdownNow();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        interrupted.countDown();
        writer.close();

        assertThat(taken.get()).isBetween(2400, 2425);
        assertThat(dynamo.calls).hasSizeGreaterThanOrEqualTo(2);
        assertThat(dynamo.items()).hasSize(25 * dynamo.calls.size());
    }

    @Test
    void cutsBatchesThatWouldBeTooLargeToSend() throws InterruptedException {
        FakeDynamoDb dynamo = willing();
        List<Item> large = IntStream.range(0, 20)
                .mapToObj(i -> prediction(key(i), Value.text("x".repeat(390 * 1024))))
                .toList();

        write(dynamo, large);

        assertThat(dynamo.calls).containsExactly(6, 6, 6, 2);
        assertThat(dynamo.items()).hasSize(20);
    }

    @Test
    void aBudgetIsUsedByTheKilobytesOfItemsNotByTheirNumber() throws InterruptedException {
        AtomicLong nanos = new AtomicLong();
        WritePace pace = new WritePace(100, nanos::get, duration -> nanos.addAndGet(duration.toNanos()));
        List<Item> ofThreeUnits = IntStream.range(0, 50)
                .mapToObj(i -> prediction(key(i), Value.text("x".repeat(2_500))))
                .toList();

        write(writer(willing(), new Backoff(DOUBLING, sleeps::add), pace, 1), ofThreeUnits);

        assertThat(Duration.ofNanos(nanos.get())) // each batch waits until its 75 units have come together
                .isBetween(Duration.ofMillis(1_500), Duration.ofMillis(1_510));
    }

    @Test
    void aCallTakesNoMoreThanASecondOfTheBudget() throws InterruptedException {
        AtomicLong nanos = new AtomicLong();
        WritePace pace = new WritePace(30, nanos::get, duration -> nanos.addAndGet(duration.toNanos()));
        FakeDynamoDb dynamo = willing();
        List<Item> ofThreeUnits = IntStream.range(0, 25)
                .mapToObj(i -> prediction(key(i), Value.text("x".repeat(2_500))))
                .toList();

        write(writer(dynamo, new Backoff(DOUBLING, sleeps::add), pace, 1), ofThreeUnits);

        assertThat(dynamo.calls).containsExactly(10, 10, 5);
    }

    @Test
    void fewerLargeItemsThanSmallOnesAreUnderWay() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        FakeDynamoDb dynamo = new FakeDynamoDb((call, items, store) -> {
            await(ended);
            return List.of();
        });
        Value large = Value.text("x".repeat(390 * 1024)); // six to a batch, which takes three slots of 96
        AtomicInteger taken = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(198); // 32 batches under way and one full
        BulkWriter writer = writer(dynamo, 2);
        Thread thread = new Thread(() -> {
            var interrupted = catchThrowable(() -> {
                for (int i = 0; i < 250; i++) {
                    writer.write(prediction(key(i), large));
                    taken.incrementAndGet();
                    full.countDown();
                }
            });
            assertThat(interrupted).isNotNull();
        });

        thread.start();
        full.await();
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        thread.join();
        ended.countDown();
        writer.close();

        assertThat(taken.get()).isEqualTo(198);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverGoesWrongOnTheWayEveryItemArrivesOnce(long seed) throws InterruptedException {
        Random random = new Random(seed);
        FakeDynamoDb dynamo = new FakeDynamoDb((call, items, store) -> {
            List<Integer> parts;
            int fault;
            synchronized (random) {
                fault = random.nextInt(6);
                parts = List.of(random.nextInt(items.size() + 1));
            }
            switch (fault) {
                case 0 -> throw refusal(400, "ThrottlingException", "slow down");
                case 1 -> throw dropped();
                case 2 -> {
                    store.accept(items);
                    throw dropped();
                }
                case 3 -> {
                    store.accept(items.subList(0, parts.get(0)));
                    return items.subList(parts.get(0), items.size());
                }
                default -> {
                    store.accept(items);
                    return List.of();
                }
            }
        });

        ItemWriter.Written written = write(writer(dynamo, BulkWriter.CALLS_IN_FLIGHT), predictions(0, 2013));

        assertThat(written.predictions()).isEqualTo(2013);
        assertThat(dynamo.items()).containsExactlyInAnyOrderElementsOf(predictions(0, 2013));
    }

    /** One call at a time, so that their order is known. */
    @Test
    void whatWasConfirmedAndWhatWasReadBackAreAddedUp() {
        ItemWriter.Written sum = new ItemWriter.Written(1, 2, 3.5, 4).plus(new ItemWriter.Written(10, 20, 30, 40));

        assertThat(sum).isEqualTo(new ItemWriter.Written(11, 22, 33.5, 44));
        assertThat(sum.items()).isEqualTo(33);
    }

    private ItemWriter.Written write(FakeDynamoDb dynamo, List<Item> items) throws InterruptedException {
        return write(writer(dynamo, 1), items);
    }

    private BulkWriter writer(FakeDynamoDb dynamo, int callsInFlight) {
        return writer(dynamo, new Backoff(DOUBLING, sleeps::add), callsInFlight);
    }

    private static BulkWriter writer(FakeDynamoDb dynamo, Backoff backoff, int callsInFlight) {
        AtomicLong nanos = new AtomicLong();
        WritePace pace =
                new WritePace(WritePace.UNLIMITED, nanos::get, duration -> nanos.addAndGet(duration.toNanos()));
        return writer(dynamo, backoff, pace, callsInFlight);
    }

    private static BulkWriter writer(FakeDynamoDb dynamo, Backoff backoff, WritePace pace, int callsInFlight) {
        String name = "dynamodb:predictions";
        BatchCall calls = new BatchCall(dynamo, name, backoff, pace, new ThrottlingAdvice(name));
        return new BulkWriter(name, calls, dynamo::present, callsInFlight);
    }

    private static ItemWriter.Written write(BulkWriter writer, List<Item> items) throws InterruptedException {
        try (writer) {
            for (Item item : items) {
                writer.write(item);
            }
            return writer.finish();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("a call under way was interrupted", e);
        }
    }
}
