package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErsiliaShutdownTest {

    private static final long LOOK_NANOS = 10_000_000;

    @ParameterizedTest(name = "during {0}")
    @ValueSource(strings = {"fetch", "serve", "run"})
    @Timeout(60)
    void aProgramThatIsTerminatedLeavesNothingBehind(String step, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path work = folder.resolve("work");
        Path log = folder.resolve("log");
        try (FakeErsiliaHome home = FakeErsiliaHome.in(folder).faults("hangs", step)) {
            Process program = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LongPrediction.class.getName(),
                            folder.toString(),
                            work.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            while (program.isAlive() && home.commands().stream().noneMatch(command -> command.startsWith(step))) {
                LockSupport.parkNanos(LOOK_NANOS);
            }

            program.destroy();

            assertThat(program.waitFor(30, TimeUnit.SECONDS))
                    .as(Files.readString(log))
                    .isTrue();
            assertThat(program.exitValue()).as(Files.readString(log)).isEqualTo(143);
            assertThat(home.living()).isEmpty();
            assertThat(work).isEmptyDirectory();
        }
    }
}
