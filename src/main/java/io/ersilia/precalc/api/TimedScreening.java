package io.ersilia.precalc.api;

import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.InParallel;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Screens SMILES within the time of a request. The chemistry kit calls native code, which cannot be interrupted: it runs on
 * its own threads, one per processor, and a request stops waiting for it when its time is over. A molecule under way is
 * still finished then; one that waits is not started. Each request screens one molecule at a time, so that a request with
 * a thousand slow ones does not delay all others.
 */
final class TimedScreening {

    /** A molecule is too complex once computing it, without waiting, took this share of the request's time. */
    private static final double TOO_COMPLEX = 0.5;

    /** Screens SMILES; thread-safe. */
    interface Screener {

        /**
         * The molecule of the SMILES.
         *
         * @param left how long the request still waits; zero once its client is gone
         * @throws CancellationException if the molecule takes longer
         */
        LookupInput screen(String smiles, Supplier<Duration> left);
    }

    private final Screener screening;
    private final ToLongFunction<Thread> processorTime;
    private final ThreadPoolExecutor threads;

    TimedScreening(Screener screening, int processors) {
        this(
                screening,
                processors,
                thread -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()));
    }

    /** @param processorTime measures how much processor time a thread has used, in nanoseconds */
    TimedScreening(Screener screening, int processors, ToLongFunction<Thread> processorTime) {
        this.screening = screening;
        this.processorTime = processorTime;
        threads = new DaemonThreads("chemistry").pool(processors);
    }

    /**
     * The molecule of the SMILES; empty if the time is over before it is known.
     *
     * @param mustAnswer whether the answer has nothing else. If time runs out then, a molecule that was long computed is
     *     reported as too complex; if the threads were busy with others, the request is refused
     */
    Optional<LookupInput> screen(String smiles, TimeBudget budget, boolean mustAnswer) {
        Molecule molecule = new Molecule(smiles, budget);
        FutureTask<LookupInput> task = new FutureTask<>(molecule::screen);
        threads.execute(task);
        try {
            return Optional.of(task.get(budget.left(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            stop(task);
        } catch (InterruptedException e) {
            stop(task);
            budget.requireClient();
            throw Problem.busy();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof CancellationException)) {
                throw InParallel.unchecked(e);
            }
        }
        budget.requireClient();
        return mustAnswer ? Optional.of(molecule.tooComplex()) : Optional.empty();
    }

    private void stop(FutureTask<LookupInput> task) {
        task.cancel(true);
        threads.remove(task);
    }

    /** One molecule, and how long it has been computed. */
    private final class Molecule {
        private final String smiles;
        private final TimeBudget budget;
        private volatile @Nullable Thread worker;
        private volatile long nanos;

        Molecule(String smiles, TimeBudget budget) {
            this.smiles = smiles;
            this.budget = budget;
        }

        LookupInput screen() {
            Thread self = Thread.currentThread();
            long before = processorTime.applyAsLong(self);
            nanos = -before;
            worker = self;
            try {
                return screening.screen(smiles, () -> Duration.ofNanos(budget.left()));
            } finally {
                worker = null;
                nanos = processorTime.applyAsLong(self) - before;
            }
        }

        LookupInput tooComplex() {
            Thread computing = worker;
            long computed = computing == null ? nanos : nanos + processorTime.applyAsLong(computing);
            if (computed < TOO_COMPLEX * budget.time().toNanos()) {
                throw Problem.busy();
            }
            return new LookupInput(
                    smiles,
                    null,
                    "too_complex: not known after %d s of computing, within this request's time"
                            .formatted(TimeUnit.NANOSECONDS.toSeconds(computed)));
        }
    }
}
