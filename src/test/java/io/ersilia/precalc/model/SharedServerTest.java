package io.ersilia.precalc.model;

import static io.ersilia.precalc.model.CheckedModelTest.assertTrue;
import static io.ersilia.precalc.model.CheckedModelTest.molecules;
import static io.ersilia.precalc.model.CheckedModelTest.some;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.Seeded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** One model asked by several threads at once. */
@Timeout(60)
class SharedServerTest {

    private static final ModelId ID = new ModelId("eos3b5e");
    private static final int THREADS = 4;
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(SharedServerTest.class.getPackageName());

    private final CrowdedModel crowded = new CrowdedModel(THREADS);
    private final CheckedModel model =
            new CheckedModel(crowded, ID, null, CheckedModel.CONTROLS, new Random(5), wait -> {});
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @BeforeEach
    void sayNothing() {
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        LOG.setLevel(null);
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(crowded.wrongs).isEmpty();
    }

    /** Asks for all molecules, in batches of that size, by all threads at once, and proves every answer. */
    private void predictAll(List<String> asked, int batchSize, Set<String> refused) throws Exception {
        List<Callable<Answers>> batches = new ArrayList<>();
        for (int from = 0; from < asked.size(); from += batchSize) {
            List<String> batch = asked.subList(from, Math.min(from + batchSize, asked.size()));
            batches.add(() -> model.predict(batch));
        }
        List<Answer> answers = new ArrayList<>();
        List<String> columns = List.of();
        for (Future<Answers> batch : threads.invokeAll(batches)) {
            answers.addAll(batch.get().answers());
            columns = batch.get().columns();
        }
        assertTrue(asked, new Answers(columns, answers), refused, Reason.MODEL_FAILED);
        assertThat(model.callCount()).isEqualTo(crowded.calls.size());
    }

    @RepeatedTest(20)
    void isStartedOnceAndAsksItsControlsOnce() throws Exception {
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<Callable<Boolean>> starts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            starts.add(() -> {
                together.await();
                model.start();
                return model.started();
            });
        }
        for (Future<Boolean> start : threads.invokeAll(starts)) {
            assertThat(start.get()).isTrue();
        }
        assertThat(crowded.starts).hasValue(1);
        assertThat(crowded.calls).hasSize(MoodyModel.START).first().isEqualTo(WellKnown.with(CheckedModel.CONTROLS));
    }

    @RepeatedTest(20)
    void makesAsManyCallsAtOnceAsTheModelTakes() throws Exception {
        predictAll(molecules(60), 3, Set.of());

        assertThat(crowded.mostAtOnce.get()).isBetween(2, THREADS);
    }

    @Test
    void makesNoMoreCallsAtOnceThanTheModelTakes() throws Exception {
        CrowdedModel single = new CrowdedModel(1);
        try (CheckedModel checked =
                new CheckedModel(single, ID, null, CheckedModel.CONTROLS, new Random(5), wait -> {})) {
            List<Callable<Answers>> batches = IntStream.range(0, 20)
                    .<Callable<Answers>>mapToObj(i -> () -> checked.predict(molecules(2)))
                    .toList();
            for (Future<Answers> batch : threads.invokeAll(batches)) {
                batch.get();
            }
        }
        assertThat(single.mostAtOnce).hasValue(1);
    }

    @ExtendWith(Seeded.class)
    @RepeatedTest(30)
    void aMoleculeThatKillsTheServerCondemnsNobodyBesideIt(Random random) throws Exception {
        List<String> asked = molecules(64);
        crowded.killing.addAll(some(asked, 2, random.nextInt()));

        predictAll(asked, 8, crowded.killing);

        assertThat(crowded.restarts.get()).isLessThanOrEqualTo(crowded.deaths.get());
    }

    @ExtendWith(Seeded.class)
    @RepeatedTest(30)
    void aMoleculeThatHangsCondemnsNobodyBesideIt(Random random) throws Exception {
        List<String> asked = molecules(64);
        crowded.hanging.addAll(some(asked, 2, random.nextInt()));

        predictAll(asked, 8, crowded.hanging);
    }

    @ExtendWith(Seeded.class)
    @RepeatedTest(30)
    void culpritsOfAllKindsAreFoundAndNobodyElse(Random random) throws Exception {
        List<String> asked = molecules(80);
        List<String> poison = List.copyOf(some(asked, 6, random.nextInt()));
        crowded.killing.addAll(poison.subList(0, 2));
        crowded.hanging.addAll(poison.subList(2, 4));
        crowded.failing.addAll(poison.subList(4, 6));

        predictAll(asked, 10, new HashSet<>(poison));
    }

    @RepeatedTest(20)
    void aMoleculeThatFailsOnlyInCompanyIsNotRefused() throws Exception {
        List<String> asked = molecules(24);
        crowded.shy.addAll(asked);

        predictAll(asked, 2, Set.of());
    }

    @Test
    void isServedAfreshOnlyWhenNobodyCallsIt() throws Exception {
        SharedServer server = new SharedServer(ID, crowded);
        CompletableFuture<Thread> other = new CompletableFuture<>();
        Future<Integer> served;
        try (SharedServer.Turn turn = server.turn(false)) {
            crowded.restartAllowed = true;
            server.requireRestart(turn.server());
            served = threads.submit(() -> {
                other.complete(Thread.currentThread());
                try (SharedServer.Turn next = server.turn(false)) {
                    return next.server();
                }
            });
            while (other.get().getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(crowded.restarts).hasValue(0);
        }
        assertThat(served.get()).isEqualTo(1);
        assertThat(crowded.restarts).hasValue(1);
    }

    @Test
    void whoSawAnEarlierServerDieDoesNotCondemnTheOneServedSince() throws Exception {
        SharedServer server = new SharedServer(ID, crowded);
        crowded.restartAllowed = true;
        server.requireRestart(0);
        server.requireRestart(0);
        try (SharedServer.Turn turn = server.turn(false)) {
            assertThat(turn.server()).isEqualTo(1);
        }

        server.requireRestart(0);

        try (SharedServer.Turn turn = server.turn(false)) {
            assertThat(turn.server()).isEqualTo(1);
            assertThat(turn.hadCompany()).isFalse();
        }
        assertThat(crowded.restarts).hasValue(1);
    }

    @Test
    void whoWaitsForAServerThatIsServedAfreshCanBeInterrupted() throws Exception {
        model.start();
        crowded.restartGate = new Phaser(2); // the other party never comes
        crowded.killing.add("NC");
        List<Future<Answers>> asking = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            asking.add(threads.submit(() -> model.predict(List.of("NC"))));
        }
        while (crowded.restartGate.getArrivedParties() == 0) {
            Thread.onSpinWait();
        }

        threads.shutdownNow();

        for (Future<Answers> one : asking) {
            assertThatThrownBy(one::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @RepeatedTest(20)
    void whoWaitedForAServerThatCouldNotBeServedFailsAsItDid() throws Exception {
        model.start();
        crowded.restartFailure = Failure.model("could not be served");
        crowded.killing.add("NC");
        List<Future<Answers>> asking = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            asking.add(threads.submit(() -> model.predict(List.of("NC"))));
        }

        for (Future<Answers> one : asking) {
            assertThatThrownBy(one::get).hasCauseInstanceOf(Failure.class).hasMessageContaining("could not be served");
        }
        assertThat(crowded.restarts.get()).isBetween(1, THREADS);
    }
}
