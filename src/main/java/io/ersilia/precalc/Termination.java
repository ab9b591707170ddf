package io.ersilia.precalc;

import io.ersilia.precalc.cli.ExitCode;
import io.ersilia.precalc.cli.text.Message;
import io.ersilia.precalc.model.SessionEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.jline.utils.Signals;

/**
 * Lets a command end cleanly on SIGTERM, SIGINT and SIGHUP: its thread is interrupted, its own clean-up is waited for,
 * and the exit code is 75. A JVM that is merely terminated would say 143 and leave a model's processes behind. A second SIGINT
 * meanwhile ends it at once.
 */
final class Termination {

    /** Longer than closing a model takes; whoever sent the signal may send SIGKILL sooner. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    /** As every program that SIGINT ends. */
    private static final int ENDED_AT_ONCE = 130;

    private final Runnable notice;
    private volatile boolean requested;

    /** @param notice shows that the end takes a moment */
    Termination(Runnable notice) {
        this.notice = notice;
    }

    /** Whether the process was told to stop. */
    boolean isRequested() {
        return requested;
    }

    /** Runs the command on this thread and answers its exit code. */
    int run(IntSupplier command) {
        Thread worker = Thread.currentThread();
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(worker, ended), "termination"));
        int code = ExitCode.BUG;
        try {
            code = command.getAsInt();
        } finally {
            ended.complete(code);
        }
        return code;
    }

    private void end(Thread worker, CompletableFuture<Integer> ended) {
        if (ended.isDone()) {
            return; // the command ended by itself, and this is its exit
        }
        requested = true;
        Object unused = Signals.register("INT", Termination::endAtOnce);
        notice.run();
        worker.interrupt();
        Runtime.getRuntime().halt(codeOf(ended));
    }

    /** For a second signal: nothing is half visible in store or table by now, but not everything is cleaned up. */
    private static void endAtOnce() {
        try {
            List<String> left = new ArrayList<>(SessionEnd.underWay());
            left.add("temporary files in " + System.getProperty("java.io.tmpdir"));
            System.err.println(
                    Message.of("ended at once; what may be left: " + String.join("; ", left), System.getenv()));
            System.err.flush();
        } finally {
            Runtime.getRuntime().halt(ENDED_AT_ONCE);
        }
    }

    private static int codeOf(CompletableFuture<Integer> ended) {
        try {
            return ended.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return ExitCode.STOPPED;
        }
    }
}
