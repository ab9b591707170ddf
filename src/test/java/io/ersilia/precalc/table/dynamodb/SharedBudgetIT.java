package io.ersilia.precalc.table.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.PackagedPrecalc;
import io.ersilia.precalc.QuickJava;
import io.ersilia.precalc.aws.StandInDynamoDb;
import io.ersilia.precalc.aws.StandInDynamoDb.Use;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of their own, whose only common thing is the table, have one budget in common. */
class SharedBudgetIT {

    private static final int PROCESSES = 20;
    private static final int BUDGET = 500;
    private static final double WINDOW_SECONDS = 30;

    /** The last process ends after this time, so that there is a whole window in which all others come and go. */
    private static final int SECONDS = 32;

    @TempDir
    Path folder;

    private Process start(StandInDynamoDb service, int number, int seconds) throws IOException {
        String classes = String.join(
                File.pathSeparator,
                PackagedPrecalc.jar().toString(), // first, as in the archive of its classes
                Path.of("target/test-classes").toAbsolutePath().toString());
        ProcessBuilder builder = new ProcessBuilder(
                        QuickJava.program().toString(),
                        "-Xmx128m",
                        "-cp",
                        classes,
                        BudgetedWriter.class.getName(),
                        Integer.toString(BUDGET),
                        Integer.toString(seconds))
                .redirectErrorStream(true)
                .redirectOutput(log(number).toFile());
        builder.environment().putAll(service.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private Path log(int number) {
        return folder.resolve(number + ".log");
    }

    @Test
    void twentyThatComeLeaveAndDieStayWithinItInAnyThirtySeconds() throws Exception {
        List<Process> processes = new ArrayList<>();
        try (StandInDynamoDb service = new StandInDynamoDb()) {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(start(service, i, SECONDS - i)); // they leave one after another
            }
            processes.get(0).waitFor(SECONDS / 2, TimeUnit.SECONDS);
            for (Process dies : processes.subList(3, 6)) {
                dies.destroyForcibly();
            }
            for (int i = 0; i < PROCESSES; i++) {
                Process process = processes.get(i);
                assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
                if (i < 3 || i >= 6) {
                    assertThat(process.exitValue()).as(Files.readString(log(i))).isZero();
                }
            }

            double allowed = BUDGET * WINDOW_SECONDS;
            double most = mostInAWindow(service.used());
            System.out.printf(
                    "%d processes used at most %.0f %% of their budget in 30 s%n", PROCESSES, 100 * most / allowed);
            assertThat(most).isBetween(0.1 * allowed, 1.1 * allowed);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static double mostInAWindow(List<Use> used) {
        long window = Duration.ofSeconds((long) WINDOW_SECONDS).toNanos();
        double most = 0;
        double sum = 0;
        int first = 0;
        for (Use use : used) {
            sum += use.units();
            while (use.at() - used.get(first).at() >= window) {
                sum -= used.get(first++).units();
            }
            most = Math.max(most, sum);
        }
        return most;
    }
}
