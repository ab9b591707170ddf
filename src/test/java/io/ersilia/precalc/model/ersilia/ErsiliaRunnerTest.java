package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.model.ModelCallException;
import io.ersilia.precalc.model.ModelEnvironment;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.Processes;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErsiliaRunnerTest {

    private static final String ID = "eos3b5e";
    private static final ModelId MODEL = new ModelId(ID);

    private final FakeErsiliaHome home;
    private final Path work;

    ErsiliaRunnerTest(@TempDir Path folder) throws IOException {
        home = FakeErsiliaHome.in(folder);
        work = folder.resolve("work");
    }

    @AfterEach
    void endWhatIsLeft() {
        home.close();
    }

    private ErsiliaRunner runner(String program) {
        return new ErsiliaRunner(
                new ErsiliaSettings(program, List.of("--from_github"), List.of(), null, TimeLimits.GENEROUS, work),
                home.environment());
    }

    private ModelSession start(@Nullable String version) throws InterruptedException {
        return runner(FakeErsiliaHome.program().toString()).start(MODEL, version);
    }

    private void assertNothingIsLeft() {
        assertThat(home.living()).isEmpty();
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void aServerIsAskedOnlyOnceItHasLoadedAsTheProgramDoesNotWaitForIt() throws Exception {
        home.installed(ID, "v1.0.0").faults("not.ready", "3");

        try (ModelSession session = start(null)) {
            assertThat(session.predict(List.of("CCO")).rows()).hasSize(1);
        }
    }

    @Test
    void fetchesServesAndAnswersAModelThatIsAbsent() throws Exception {
        try (ModelSession session = start("v1.2.3")) {
            assertThat(session.predict(List.of("CCO", "F/C=C\\F", "C,\"C")).rows())
                    .containsExactly(FakeModel.cells("CCO"), FakeModel.cells("F/C=C\\F"), FakeModel.cells("C,\"C"));
            assertThat(session.modelVersion()).isEqualTo("v1.2.3");
            assertThat(session.runnerVersion()).isEqualTo("0.1.63");
            assertThat(session.deterministic()).isTrue();
            assertThat(session.isAlive()).isTrue();
            assertThat(home.living()).hasSize(2);
            assertThat(session.processes()).containsAll(home.living());
            assertThat(home.requests()).containsExactly(3);
        }

        assertThat(home.commands().subList(0, 4))
                .containsExactly("--version", "close", "fetch eos3b5e --from_github --version v1.2.3", "serve eos3b5e");
        assertThat(home.eos()
                        .resolve("sessions/session_" + ProcessHandle.current().pid()))
                .doesNotExist();
        assertNothingIsLeft();
    }

    @Test
    void knowsTheVersionOfAFetchedModelWithoutStartingAnything() {
        ErsiliaRunner runner = runner("no-such-program");
        assertThat(runner.version(MODEL)).isEmpty();

        home.installed(ID, "v2.0.0");

        assertThat(runner.version(MODEL)).contains("v2.0.0");
    }

    @Test
    void refusesAnotherVersionThanTheOneAskedFor() throws IOException {
        home.installed(ID, "v1.0.0");

        assertThatThrownBy(() -> start("v2.0.0"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessage("eos3b5e is present in version v1.0.0, but v2.0.0 was asked for;"
                        + " 'ersilia delete eos3b5e' makes room for it");
        assertNothingIsLeft();
    }

    @Test
    void saysWhatToDoWhenTheProgramIsMissing() throws IOException {
        assertThatThrownBy(() -> runner("no-such-program").start(MODEL, null))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessageStartingWith("no-such-program cannot be run (")
                .hasMessageEndingWith(
                        "; install the Ersilia CLI (pip install ersilia), or name it with --ersilia PATH");
        assertNothingIsLeft();
    }

    @Test
    void saysWhatToDoWhenTheProgramIsNotExecutable(@TempDir Path folder) throws IOException {
        Path program = Files.writeString(folder.resolve("text"), "no program");

        assertThatThrownBy(() -> runner(program.toString()).start(MODEL, null))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessageContaining("cannot be run");
    }

    @Test
    void refusesAProgramThatIsTooOld() throws IOException {
        home.faults("version", "0.1.36");

        assertThatThrownBy(() -> start(null))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessageContaining("is too old: version 0.1.36, expected 0.1.38 or later");
    }

    @Test
    void goesOnWithAProgramWhoseVersionNobodyKnows() throws IOException, InterruptedException {
        home.installed(ID, "v1.0.0").faults("version", "unknown");

        try (ModelSession session = start(null)) {
            assertThat(session.runnerVersion()).isNull();
        }
    }

    @Test
    void keepsSecretsFromTheModel() throws IOException, InterruptedException {
        home.installed(ID, "v1.0.0");

        try (ModelSession session = start(null)) {
            assertThat(session.isAlive()).isTrue();
            Set<ProcessHandle> started = Processes.startedWith("HOME=" + home.home());
            assertThat(started).isNotEmpty();
            started.retainAll(Processes.startedWith("AWS_SECRET_ACCESS_KEY=secret"));
            assertThat(started).isEmpty();
        }
    }

    @Test
    void noticesADeadServerAndServesAgain() throws Exception {
        home.installed(ID, "v1.0.0");

        try (ModelSession session = start(null)) {
            Processes.end(home.living());
            assertThat(session.isAlive()).isFalse();
            assertThatThrownBy(() -> session.predict(List.of("CCO"))).isInstanceOf(ModelCallException.class);

            session.restart();

            assertThat(session.predict(List.of("CCO")).rows()).containsExactly(FakeModel.cells("CCO"));
        }
        assertNothingIsLeft();
    }

    @Test
    void cleansUpForAnInterruptedThreadAndLeavesItInterrupted() throws Exception {
        home.installed(ID, "v1.0.0");
        ModelSession session = start(null);

        Thread.currentThread().interrupt();
        session.close();

        assertThat(Thread.interrupted()).isTrue();
        session.close();
        assertNothingIsLeft();
    }

    @Test
    void closingFromAnotherThreadEndsTheCallUnderWay() throws Exception {
        home.installed(ID, "v1.0.0");
        ModelSession session = start(null);
        home.faults("hangs", "run");
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> {
            while (home.commands().stream().noneMatch(command -> command.startsWith("run"))) {
                Thread.onSpinWait();
            }
            session.close();
        });

        assertThatThrownBy(() -> session.predict(List.of("CCO")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED));

        closed.join();
        assertThatThrownBy(session::restart)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED));
        assertNothingIsLeft();
    }

    @Test
    void tellsTheEndOfBothLogsWithinTheLimit() throws Exception {
        home.installed(ID, "v1.0.0").faults("fail", "N");

        try (ModelSession session = start(null)) {
            assertThatThrownBy(() -> session.predict(List.of("N", "CCO"))).isInstanceOf(ModelCallException.class);

            assertThat(new String(session.logTail(10_000), StandardCharsets.UTF_8))
                    .contains(" serve eos3b5e\n")
                    .endsWith("Batch of size 2 failed: HTTP 500\n");
            assertThat(session.logTail(100)).hasSizeLessThanOrEqualTo(100);
        }
    }

    @Test
    void passesOnlyWhatIsOnTheListToTheModel() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HOME",
                "/h",
                "PATH",
                "/bin",
                "LC_ALL",
                "C",
                "CONDA_EXE",
                "/c",
                "https_proxy",
                "p",
                "no_proxy",
                "hub,localhost",
                "AWS_PROFILE",
                "x",
                "GITHUB_TOKEN",
                "x",
                "ACTIONS_ID",
                "x"));
        environment.put("PRECALC_STORE", "x");
        environment.put("EOS_CREDENTIALS", "x");

        assertThat(ModelEnvironment.of(environment, Path.of("/t")))
                .containsOnly(
                        Map.entry("HOME", "/h"),
                        Map.entry("PATH", "/bin"),
                        Map.entry("LC_ALL", "C"),
                        Map.entry("CONDA_EXE", "/c"),
                        Map.entry("https_proxy", "p"),
                        Map.entry("NO_PROXY", "127.0.0.1,0.0.0.0,localhost,hub"),
                        Map.entry("no_proxy", "127.0.0.1,0.0.0.0,localhost,hub"),
                        Map.entry("TMPDIR", "/t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONDA_TOKEN",
                "REDIS_PASSWORD",
                "LC_SECRET",
                "DOCKER_AUTH_CONFIG",
                "PIP_INDEX_URL",
                "ALL_PROXY",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
            })
    void noNameThatIsNotOnTheListPasses(String name) {
        assertThat(ModelEnvironment.of(Map.of(name, "secret"), Path.of("/t")).values())
                .doesNotContain("secret");
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "HTTPS_PROXY, http://me:secret@proxy:3128/, http://proxy:3128/",
        "https_proxy, me:se@cret@proxy:3128, proxy:3128",
        "http_proxy, //token@proxy, //proxy",
        "REDIS_URI, redis://:secret@cache:6379/0, redis://cache:6379/0",
        "HTTP_PROXY, http://proxy:3128/a@b, http://proxy:3128/a@b"
    })
    void anAddressPassesWithoutItsUser(String name, String value, String passed) {
        assertThat(ModelEnvironment.of(Map.of(name, value), Path.of("/t"))).containsEntry(name, passed);
    }
}
