package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.model.ModelCallException;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program that dies of a signal a moment before this process learns that it is to stop. */
@Timeout(60)
class ErsiliaStopTest {

    private static final ModelId MODEL = new ModelId("eos3b5e");
    private static final long LOOK_NANOS = 2_000_000;

    private final FakeErsiliaHome home;
    private final ErsiliaRunner runner;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    ErsiliaStopTest(@TempDir Path folder) throws IOException {
        home = FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0");
        runner = new ErsiliaRunner(
                new ErsiliaSettings(
                        FakeErsiliaHome.program().toString(),
                        List.of(),
                        List.of(),
                        null,
                        TimeLimits.GENEROUS,
                        folder.resolve("work")),
                home.environment());
    }

    @AfterEach
    void endWhatIsLeft() {
        thread.shutdownNow();
        home.close();
    }

    /** Waits until the program has died of its fault. */
    private void awaitDeath() throws IOException {
        Path exiting = home.eos().resolve("exiting");
        while (!Files.exists(exiting) || Files.readString(exiting).isBlank()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        long pid = Long.parseLong(Files.readString(exiting).strip());
        while (ProcessHandle.of(pid).isPresent()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"run.exits, 129", "run.exits, 130", "run.exits, 137", "run.exits, 143", "run.aborts, true"})
    void aCallIsAbandonedWhenWeAreToStopToo(String fault, String value) throws Exception {
        home.faults(fault, value);
        ModelSession session = runner.start(MODEL, null);
        Future<?> call = thread.submit(() -> session.predict(List.of("CCO")));
        awaitDeath();

        session.close();

        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"run.exits, 130", "run.aborts, true"})
    void aCallIsAbandonedWhenItsThreadIsInterrupted(String fault, String value) throws Exception {
        home.faults(fault, value);
        try (ModelSession session = runner.start(MODEL, null)) {
            Future<?> call = thread.submit(() -> session.predict(List.of("CCO")));
            awaitDeath();

            thread.shutdownNow();

            assertThatThrownBy(call::get).cause().isInstanceOf(InterruptedException.class);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"run.exits, 137", "run.exits, 143", "run.aborts, true"})
    void aCallHasFailedWhenNobodyStopsUs(String fault, String value) throws Exception {
        home.faults(fault, value);
        try (ModelSession session = runner.start(MODEL, null)) {
            assertThatThrownBy(() -> session.predict(List.of("CCO")))
                    .isInstanceOf(ModelCallException.class)
                    .hasMessageStartingWith("no output file: 'ersilia run': exit code ");
        }
    }
}
