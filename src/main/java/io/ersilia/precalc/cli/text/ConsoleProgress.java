package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.pipeline.shared.Passes;
import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.words.Words;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress for a person, on standard error: a bar if that is a terminal, else a line every ten seconds. */
public abstract class ConsoleProgress implements Passes.Pass {

    /** For work whose number of rows is not known beforehand. */
    public static final long UNKNOWN = -1;

    @Override
    public abstract void close();

    public static ConsoleProgress of(
            String task, long rows, boolean quiet, Map<String, String> environment, PrintWriter err) {
        if (quiet) {
            return new Silent();
        }
        return Terminal.isStderr() && !"dumb".equals(environment.get("TERM"))
                ? new Bar(task, rows, environment)
                : new Lines(task, rows, environment, err);
    }

    private static final class Silent extends ConsoleProgress {
        @Override
        public void advance(long rows) {}

        @Override
        public void close() {}
    }

    /** Drawn by a library that never opens the terminal itself: it would take its signals from the JVM. */
    private static final class Bar extends ConsoleProgress {
        private final PrintStream terminal = System.err;
        private final TerminalLine line;
        private final ProgressBar bar;
        private final TimeLeft left;

        Bar(String task, long rows, Map<String, String> environment) {
            line = new TerminalLine(terminal, () -> Window.ofStderr(environment));
            left = new TimeLeft(rows);
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(rows)
                    .setStyle(
                            environment.containsKey("NO_COLOR")
                                    ? ProgressBarStyle.ASCII
                                    : ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                    .setUnit(" molecules", 1)
                    .setEtaFunction(state -> left.at(state.getTotalElapsed()))
                    .setConsumer(line)
                    .continuousUpdate()
                    .build();
            System.setErr(line.above()); // the log goes there
        }

        @Override
        public void advance(long rows) {
            left.advance(rows, bar.getTotalElapsed());
            bar.stepBy(rows);
        }

        @Override
        public void close() {
            boolean interrupted = Thread.interrupted(); // else it is drawn once more behind our back
            bar.close();
            line.close();
            System.setErr(terminal);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Lines extends ConsoleProgress {
        private static final Duration EVERY = Duration.ofSeconds(10);

        private final AtomicLong done = new AtomicLong();
        private final ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(new DaemonThreads("progress"));

        Lines(String task, long rows, Map<String, String> environment, PrintWriter err) {
            var unused = timer.scheduleAtFixedRate(
                    () -> {
                        String line = "%s: %s"
                                .formatted(
                                        task,
                                        rows == UNKNOWN
                                                ? Words.many(done.get(), "molecule")
                                                : Words.count(done.get()) + " of " + Words.many(rows, "molecule"));
                        err.println(Message.of(line, environment));
                        err.flush();
                    },
                    EVERY.toSeconds(),
                    EVERY.toSeconds(),
                    TimeUnit.SECONDS);
        }

        @Override
        public void advance(long rows) {
            done.addAndGet(rows);
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }
}
