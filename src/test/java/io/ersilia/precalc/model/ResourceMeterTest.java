package io.ersilia.precalc.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.run.Resources;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a worker is said to have used, of memory and of processor time. */
class ResourceMeterTest {

    private static final long ENOUGH = TimeUnit.MILLISECONDS.toNanos(200);

    private final ResourceMeter meter = new ResourceMeter(Set::of);

    private static void work() {
        long begun =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
        while (ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() - begun < ENOUGH) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theWorkOfThisProcessIsCountedSinceTheMeterWasMade() {
        work();
        double used = meter.used().cpuSeconds();

        assertThat(used).isGreaterThanOrEqualTo(0.19);
        assertThat(new ResourceMeter(Set::of).used().cpuSeconds()).isLessThan(used);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux says how much memory a process held")
    void aProcessThatWasStartedAddsItsTimeAndItsMemory() throws IOException, InterruptedException {
        Process shell = new ProcessBuilder(
                        "sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo done; read x")
                .start();
        try {
            assertThat(shell.inputReader().readLine()).isEqualTo("done");

            Resources now = meter.used();

            double ofShell = shell.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
            assertThat(ofShell).isPositive();
            assertThat(now.cpuSeconds()).isGreaterThanOrEqualTo(ofShell);
            shell.outputWriter().close();
            shell.waitFor();
            assertThat(meter.used().cpuSeconds()).as("after its end").isGreaterThanOrEqualTo(ofShell);
            assertThat(meter.used().maxRssBytes()).isPositive().isLessThan(now.maxRssBytes());
        } finally {
            shell.destroyForcibly();
        }
    }
}
