package io.ersilia.precalc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalCommandTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final Path folder;
    private final Path log;

    ExternalCommandTest(@TempDir Path folder) {
        this.folder = folder;
        this.log = folder.resolve("log");
    }

    private ExternalCommand shell(String script) {
        return new ExternalCommand(
                List.of("/bin/sh", "-c", script),
                folder,
                log,
                Map.of("MARK", folder.toString(), "PATH", "/usr/bin:/bin"));
    }

    private boolean anythingRuns() {
        return !Processes.startedWith("MARK=" + folder).isEmpty();
    }

    @Test
    void appendsBothStreamsToTheLog() throws IOException, InterruptedException {
        Files.writeString(log, "before\n");

        assertThat(shell("echo out; echo err >&2; exit 3").run(LONG)).hasValue(3);

        assertThat(log).hasContent("before\nout\nerr\n");
    }

    @Test
    void doesNotWaitForAnswersAndHasOnlyTheGivenEnvironment() throws IOException, InterruptedException {
        assertThat(shell("read answer || echo nobody there; echo ${HOME-none}").run(LONG))
                .hasValue(0);

        assertThat(log).hasContent("nobody there\nnone\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cannot run program \"x\" (in directory \"/y\"): error=2, No such file or directory",
                "Cannot run program \"x\" (in directory \"/y\"): Exec failed, error: 2 (No such file or directory) ",
                "No such file or directory"
            })
    void whyAProgramDoesNotStartIsToldInTheWordsOfTheSystem(String fromJava) {
        assertThat(ExternalCommand.reason(new IOException(fromJava))).isEqualTo("No such file or directory");
    }

    @Test
    void endsTheProgramAndItsDescendantsAtTheLimit() throws IOException, InterruptedException {
        assertThat(shell("sleep 100 & (sleep 100; echo) & wait").run(SHORT)).isEmpty();

        assertThat(anythingRuns()).isFalse();
    }

    @Test
    void killsAProgramThatIgnoresBeingAsked() throws IOException, InterruptedException {
        ExternalCommand stubborn = shell("trap '' TERM; echo ready; while :; do sleep 0.05; done");

        assertThat(stubborn.run(SHORT)).isEmpty();

        assertThat(anythingRuns()).isFalse();
    }

    @RepeatedTest(10)
    void endsTheProgramWhenInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> shell("sleep 100").run(LONG)).isInstanceOf(InterruptedException.class);

        assertThat(anythingRuns()).isFalse();
    }

    @Test
    void saysWhenThereIsNoSuchProgram() {
        ExternalCommand missing = new ExternalCommand(List.of("/no/such/program"), folder, log, Map.of());

        assertThatThrownBy(() -> missing.run(LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/no/such/program");
    }
}
