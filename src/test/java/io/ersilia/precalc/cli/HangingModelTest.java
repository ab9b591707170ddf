package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.model.ersilia.fake.FakeModelServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Deadlines that come while a call of the model is under way. Each fake waits for ever, and closing it for minutes: what is
 * not ended for the deadline's sake outlasts the test.
 */
@Timeout(100)
class HangingModelTest {

    private final Scene scene;
    private final FakeErsiliaHome home;

    HangingModelTest(@TempDir Path folder) throws IOException {
        scene = new Scene(folder).file("lib.csv", "smiles", "CCN", "CCCN", "CCCCN");
        home = FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0");
    }

    @AfterEach
    void endWhatIsLeft() {
        home.close();
    }

    private void assertStopsAtTheDeadline(String runner) {
        Precalc.Result result = scene.run(
                home.environment(),
                "run --model eos3b5e --store {dir}/store --library {dir}/lib.csv --run r --deadline 4s " + runner);

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.STOPPED);
        assertThat(result.err()).contains("stopped at the deadline").contains("run the same command again to resume");
        assertThat(scene.path("store/out/eos3b5e/r/part-0001.json")).doesNotExist();
        assertThat(scene.path("store/out/eos3b5e/r/rejects-0001.csv")).doesNotExist();
    }

    @Test
    void aModelServerThatHangsIsLeftInTime() throws IOException {
        home.faults("hang", "CCCN");
        try (FakeModelServer server = FakeModelServer.start(home.eos())) {
            assertStopsAtTheDeadline("--runner http --model-url " + server.url());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve close", "run close"})
    void aProgramThatHangsEvenWhenItIsToCloseIsEndedInTime(String steps) throws IOException {
        home.faults("hangs", steps);

        assertStopsAtTheDeadline("--ersilia " + FakeErsiliaHome.program());

        assertThat(home.living()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "logs rm"})
    void aContainerThatHangsIsLeftInTime(String steps) throws IOException {
        home.faults("hangs", steps, "hang", "CCCN");

        assertStopsAtTheDeadline(
                "--runner docker --docker " + FakeErsiliaHome.program().resolveSibling("docker"));
    }
}
