package io.ersilia.precalc.api;

import io.ersilia.precalc.run.DaemonThreads;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Screens SMILES within the time of a request. The chemistry kit calls native code, which nobody can interrupt: it works on
 * threads of its own, as many as there are processors, and who waits for it goes when his time is over. A molecule under
 * way is then finished for nobody; none that waits is begun. Each request has one molecule there at a time, so that one
 * with a thousand slow ones does not stand before all others.
 */
final class TimedScreening {

    /** The share of a request's time that a molecule must have been computed, not waited for, to be too complex for it. */
    private static final double TOO_COMPLEX = 0.5;

    /** Makes of SMILES what they stand for. Safe for many threads. */
    interface Screener {

        /**
         * What the SMILES stand for.
         *
         * @param left how long the asker still waits; zero once nobody does
         * @throws CancellationException when it gave up, as the asker does not wait as long as it takes
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

    /** @param processorTime that a thread has used, in nanoseconds */
    TimedScreening(Screener screening, int processors, ToLongFunction<Thread> processorTime) {
        this.screening = screening;
        this.processorTime = processorTime;
        threads = new ThreadPoolExecutor(
                processors,
                processors,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DaemonThreads("chemistry"));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * What the SMILES stand for; empty when the time is over before that is known.
     *
     * @param mustAnswer whether there is nothing else to answer: then a molecule that was computed for long is said to be too
     *     complex, and where the threads were busy with others the request is refused
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
            budget.requireSomebody();
            throw Problem.busy();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof CancellationException)) {
                throw e.getCause() instanceof RuntimeException bug ? bug : new IllegalStateException(e.getCause());
            }
        }
        budget.requireSomebody();
        return mustAnswer ? Optional.of(molecule.tooComplex()) : Optional.empty();
    }

    private void stop(FutureTask<LookupInput> task) {
        task.cancel(true);
        threads.remove(task);
    }

    /** One molecule, and how long it was computed. */
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
