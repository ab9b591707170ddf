package io.ersilia.precalc.cli;

import io.ersilia.precalc.pipeline.shared.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress for a person: a bar on a terminal, a line every ten seconds elsewhere. */
abstract class ConsoleProgress implements Progress, AutoCloseable {

    /** For work of which nobody knows beforehand how many rows it has. */
    static final long UNKNOWN = -1;

    @Override
    public abstract void close();

    static ConsoleProgress of(String task, long rows, boolean quiet, Map<String, String> environment, PrintWriter err) {
        if (quiet) {
            return new Silent();
        }
        return isTerminal() && !"dumb".equals(environment.get("TERM"))
                ? new Bar(task, rows, environment.containsKey("NO_COLOR"))
                : new Lines(task, rows, err);
    }

    @SuppressWarnings(
            "SystemConsoleNull") // from JDK 22 on the launcher asks for the console of java.base, null as before
    private static boolean isTerminal() {
        return System.console() != null;
    }

    private static final class Silent extends ConsoleProgress {
        @Override
        public void advance(long rows) {}

        @Override
        public void close() {}
    }

    private static final class Bar extends ConsoleProgress {
        private final ProgressBar bar;

        Bar(String task, long rows, boolean plain) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(rows)
                    .setStyle(plain ? ProgressBarStyle.ASCII : ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                    .setUnit(" molecules", 1)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .build();
        }

        @Override
        public void advance(long rows) {
            bar.stepBy(rows);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private static final class Lines extends ConsoleProgress {
        private static final Duration EVERY = Duration.ofSeconds(10);

        private final AtomicLong done = new AtomicLong();
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });

        Lines(String task, long rows, PrintWriter err) {
            var unused = timer.scheduleAtFixedRate(
                    () -> {
                        err.println("precalc: %s: %d%s molecules"
                                .formatted(task, done.get(), rows == UNKNOWN ? "" : " of " + rows));
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
