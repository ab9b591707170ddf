package io.ersilia.precalc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    private final Workbench bench = new Workbench();
    private final Partition partition =
            bench.predict(bench.plan(Workbench.chains(1), 1), 1).partition();
    private final Set<Integer> begun = new ConcurrentSkipListSet<>();
    private final Set<Integer> interrupted = new ConcurrentSkipListSet<>();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void forgetTheInterrupt() {
        assertThat(Thread.interrupted()).as("left for the next test").isFalse();
    }

    private static boolean isForAll(RuntimeException failure) {
        return failure instanceof Failure known && known.kind() != Failure.Kind.INPUT;
    }

    private SideBySide of(int atOnce, int workers, IntFunction<Partition> predict) {
        return new SideBySide(
                atOnce,
                workers,
                worker -> {
                    begun.add(worker);
                    return predict.apply(worker);
                },
                SideBySideTest::isForAll);
    }

    private Partition waitFor(CountDownLatch latch, int worker) {
        try {
            latch.await();
            return partition;
        } catch (InterruptedException e) {
            interrupted.add(worker);
            throw Failure.stopped("interrupted", e);
        }
    }

    @Test
    void asManyAsAreWantedAreUnderWayAtOnce() {
        CyclicBarrier three = new CyclicBarrier(3);
        try (SideBySide slices = of(3, 6, worker -> {
            try {
                three.await();
                return partition;
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        })) {
            for (int worker = 1; worker <= 6; worker++) {
                assertThat(slices.predicted(worker)).isSameAs(partition);
            }
        }
    }

    @Test
    void oneThatFailsByItselfIsToldInItsPlace() {
        try (SideBySide slices = of(2, 3, worker -> {
            if (worker == 2) {
                throw Failure.input("slice 2 is broken");
            }
            return partition;
        })) {
            assertThat(slices.predicted(1)).isSameAs(partition);
            assertThatThrownBy(() -> slices.predicted(2)).hasMessage("slice 2 is broken");
            assertThat(slices.predicted(3)).isSameAs(partition);
        }
    }

    @Test
    void whatFailsForAllIsToldAtOnceEndsTheOthersAndBeginsNoMore() {
        try (SideBySide slices = of(2, 9, worker -> {
            if (worker == 2) {
                throw Failure.usage("no model");
            }
            return waitFor(never, worker);
        })) {
            assertThatThrownBy(() -> slices.predicted(1)).hasMessage("no model");
        }
        assertThat(begun).isSubsetOf(1, 2);
        assertThat(interrupted).isEqualTo(begun.contains(1) ? Set.of(1) : Set.of());
    }

    @Test
    void whereNoTimeIsLeftForAnotherBatchThoseUnderWayAreLetEnd() {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        try (SideBySide slices = of(2, 9, worker -> {
            if (worker == 2) {
                waitFor(first, worker);
                throw Failure.stopped("no time", null);
            }
            first.countDown();
            return waitFor(told, worker);
        })) {
            assertThatThrownBy(() -> slices.predicted(1)).hasMessage("no time");
            whenItWaitsForTheOthers(Thread.currentThread(), told::countDown);
        }
        assertThat(begun).containsExactly(1, 2);
        assertThat(interrupted).isEmpty();
    }

    /** Nothing but the end of the others is waited for by this thread with a limit of time. */
    private static void whenItWaitsForTheOthers(Thread closing, Runnable action) {
        Thread watcher = new Thread(() -> {
            while (closing.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            action.run();
        });
        watcher.setDaemon(true);
        watcher.start();
    }

    @Test
    void whoeverIsToldToStopStopsAll() {
        CountDownLatch underWay = new CountDownLatch(2);
        assertThatThrownBy(() -> {
                    try (SideBySide slices = of(2, 2, worker -> {
                        underWay.countDown();
                        return waitFor(never, worker);
                    })) {
                        underWay.await();
                        Thread.currentThread().interrupt();
                        slices.predicted(1);
                    }
                })
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted).containsExactly(1, 2);
    }
}
