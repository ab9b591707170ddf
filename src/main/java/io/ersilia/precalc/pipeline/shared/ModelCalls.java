package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.InParallel;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls to a model that run side by side. It must be closed before the model is. */
public final class ModelCalls implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ModelCalls.class);

    /** How long closing waits; a model's processes end sooner. */
    private static final long CLOSING_SECONDS = 60;

    private final ExecutorService threads = Executors.newCachedThreadPool(new DaemonThreads("model-call"));

    /** Makes the call in a thread of its own. */
    public <T> Future<T> submit(Callable<T> call) {
        return threads.submit(call);
    }

    /** Waits for the call; returns what it returned or throws what it threw, also if that was an interruption. */
    public static <T> T result(Future<T> call) throws InterruptedException {
        try {
            return call.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw InParallel.unchecked(e);
        }
    }

    /** Abandons the calls under way and waits until they have ended: the model is closed next. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                log.warn("a call of the model does not end");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
