package io.ersilia.precalc.model.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ModelCallException;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.ProcessMark;
import io.ersilia.precalc.model.Processes;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a container, by a stand-in for Docker that keeps its containers as processes. */
@Timeout(120)
class DockerRunnerTest {

    private static final ModelId MODEL = new ModelId("eos3b5e");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String A = "sha256:" + "a".repeat(64);
    private static final String B = "sha256:" + "b".repeat(64);
    private static final String LOCAL = "sha256:" + "1".repeat(64);

    private final FakeErsiliaHome home;
    private final Path work;
    private final List<Duration> sleeps = new ArrayList<>();
    private Duration readiness = LONG;
    private @Nullable String network;

    DockerRunnerTest(@TempDir Path folder) throws IOException {
        home = FakeErsiliaHome.in(folder);
        work = folder.resolve("work");
    }

    @AfterEach
    void endWhatIsLeft() {
        home.close();
    }

    static Path program() {
        return FakeErsiliaHome.program().resolveSibling("docker");
    }

    private DockerRunner runner(String program) {
        Map<String, String> environment = new HashMap<>(home.environment());
        environment.put("DOCKER_HOST", "unix:///nowhere");
        environment.put("PRECALC_STORE", "s3://secret");
        return new DockerRunner(
                new DockerSettings(program, "2g", network, 3, new ServerLimits(readiness, LONG, LONG, LONG), work),
                environment,
                new Pauses(sleeps::add, () -> 1.0));
    }

    private ModelSession start(@Nullable String version) throws InterruptedException {
        return runner(program().toString()).start(MODEL, version);
    }

    private void image(String tag, String content) throws IOException {
        Path images = Files.createDirectories(home.eos().resolve("images"));
        Files.writeString(images.resolve("ersiliaos_eos3b5e_" + tag), content);
    }

    private List<String> commands(String command) {
        return home.commands().stream().filter(said -> said.startsWith(command)).toList();
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(home.living()).isEmpty();
        assertThat(names(home.eos().resolve("containers"))).isEmpty();
        assertThat(names(work)).isEmpty();
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName).map(Path::toString).toList();
        }
    }

    private void assertRefused(Failure.Kind kind, @Nullable String version, String... words) throws IOException {
        assertThatThrownBy(() -> start(version))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(kind))
                .hasMessageContainingAll(words);
        assertNothingIsLeft();
    }

    @Test
    void runsTheNewestImageByItsDigestAndRemovesItsContainer() throws Exception {
        try (ModelSession session = start(null)) {
            assertThat(session.predict(List.of("CCO", "C")).rows())
                    .containsExactly(FakeModel.cells("CCO"), FakeModel.cells("C"));
            assertThat(session.modelVersion()).isEqualTo("v1.0.0@" + A);
            assertThat(session.runnerVersion()).isEqualTo("28.2.2");
            assertThat(session.deterministic()).isTrue();
            assertThat(session.inFlight()).isEqualTo(3);
            assertThat(session.isAlive()).isTrue();
            assertThat(home.living()).hasSize(1);
            assertThat(new String(session.logTail(1000), StandardCharsets.UTF_8))
                    .contains("serving in precalc-eos3b5e-");
        }

        assertThat(commands("pull")).containsExactly("pull ersiliaos/eos3b5e:latest");
        assertThat(commands("run"))
                .singleElement()
                .asString()
                .matches("run --detach --name precalc-eos3b5e-[0-9a-f]{8} --memory 2g --publish 127\\.0\\.0\\.1::80"
                        + " --pull never --label io\\.ersilia\\.precalc\\.owner=\\d+:\\d+:\\S+ --cap-drop ALL"
                        + " --security-opt no-new-privileges --pids-limit 4096 --network precalc --dns 127\\.0\\.0\\.1"
                        + " --read-only --tmpfs /tmp:exec --tmpfs /run ersiliaos/eos3b5e@" + A);
        assertNothingIsLeft();
    }

    @Test
    void theNetworkWithoutAWayOutIsMadeOnce() throws Exception {
        start(null).close();
        start(null).close();

        assertThat(commands("network create"))
                .containsExactly(
                        "network create --driver bridge --opt com.docker.network.bridge.enable_ip_masquerade=false --opt"
                                + " com.docker.network.bridge.enable_icc=false precalc");
    }

    @Test
    void whereThatNetworkCannotBeMadeTheModelRunsInTheUsualOne() throws Exception {
        home.faults("network.fails", "true");

        start(null).close();

        assertThat(commands("run")).singleElement().asString().contains(" --network bridge --read-only ");
    }

    @Test
    void aNetworkThatIsNamedIsTaken() throws Exception {
        network = "mirror-only";

        start(null).close();

        assertThat(commands("network")).isEmpty();
        assertThat(commands("run")).singleElement().asString().contains(" --network mirror-only --read-only ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "host", "container:other", "", "-x"})
    void aNetworkThroughWhichNoServerIsReachedIsRefused(String name) {
        network = name;

        assertThatThrownBy(() -> runner("docker"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "--network %s: expected the name of a Docker network through which a server is reached, e.g. bridge",
                        name.isEmpty() ? "''" : name);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"exits", "500", "empty"})
    void anImageThatWritesAmongItsFilesMayDoSoAfterItFailedToAnswer(String how) throws Exception {
        home.faults("read.only", how);

        try (ModelSession session = start(null)) {
            assertThat(session.predict(List.of("CCO", "C")).rows())
                    .containsExactly(FakeModel.cells("CCO"), FakeModel.cells("C"));
            session.restart();
            assertThat(session.predict(List.of("C")).rows()).containsExactly(FakeModel.cells("C"));
        }

        assertThat(commands("run"))
                .hasSize(3)
                .satisfiesExactly(
                        first -> assertThat(first).contains(" --read-only "),
                        second ->
                                assertThat(second).doesNotContain("--read-only").contains("--cap-drop ALL"),
                        third -> assertThat(third).doesNotContain("--read-only"));
        assertNothingIsLeft();
    }

    @Test
    void aModelThatAnsweredIsNotLoosenedWhenItFailsLater() throws Exception {
        home.faults("die.at.request", "2");

        try (ModelSession session = start(null)) {
            session.predict(List.of("C"));
            assertThatThrownBy(() -> session.predict(List.of("CC"))).isInstanceOf(ModelCallException.class);
            session.restart();
        }

        assertThat(commands("run")).hasSize(2).allMatch(command -> command.contains(" --read-only "));
    }

    @Test
    void theProgramGetsWhatItNeedsOfOurEnvironmentAndNoSecret() throws Exception {
        start(null).close();

        assertThat(Files.readString(home.eos().resolve("environment.log")))
                .contains("DOCKER_HOST")
                .doesNotContain("AWS_")
                .doesNotContain("PRECALC_");
    }

    @Test
    void aTagThatIsHereIsNotPulled() throws Exception {
        image("v1.0.0", "%s [\"ersiliaos/eos3b5e@%s\"]".formatted(LOCAL, B));
        home.faults("pull.fails", "true", "release", "v3.0.0");

        try (ModelSession session = start("v1.0.0")) {
            assertThat(session.modelVersion()).isEqualTo("v1.0.0@" + B);
        }

        assertThat(commands("pull")).isEmpty();
    }

    @Test
    void aTagThatIsAbsentIsPulledOnce() throws Exception {
        start("v1.0.0").close();
        start("v1.0.0").close();

        assertThat(commands("pull")).containsExactly("pull ersiliaos/eos3b5e:v1.0.0");
    }

    @Test
    void theVersionThatWasRecordedRunsTheSameImageAgain() throws Exception {
        image("v1.0.0", "%s [\"ersiliaos/eos3b5e@%s\"]".formatted(LOCAL, B)); // the tag was moved meanwhile

        try (ModelSession session = start("v1.0.0@" + A)) {
            assertThat(session.modelVersion()).isEqualTo("v1.0.0@" + A);
        }

        assertThat(commands("pull")).containsExactly("pull ersiliaos/eos3b5e@" + A);
        assertThat(commands("run")).singleElement().asString().endsWith("ersiliaos/eos3b5e@" + A);
    }

    @Test
    void anImageThatWasBuiltHereIsRunByItsId() throws Exception {
        image("latest", LOCAL + " []");
        home.faults("pull.fails", "true");
        String version;
        try (ModelSession session = start(null)) {
            version = session.modelVersion();
        }

        start(version).close();

        assertThat(version).isEqualTo("v1.0.0@" + LOCAL);
        assertThat(commands("run")).hasSize(2).allMatch(command -> command.endsWith(" " + LOCAL));
    }

    @Test
    void anImageThatIsNotThereIsNamed() throws IOException {
        home.faults("pull.fails", "true");

        assertRefused(
                Failure.Kind.MODEL,
                "v9.9.9",
                "cannot get image ersiliaos/eos3b5e:v9.9.9: 'docker pull': exit code 1, 'Error response from daemon:"
                        + " manifest for ersiliaos/eos3b5e:v9.9.9 not found'; try 'docker pull");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "a b", "v1@sha256:12", ""})
    void whatIsNoTagIsRefused(String version) throws IOException {
        assertRefused(
                Failure.Kind.USAGE,
                version,
                (version.isEmpty() ? "--model-version ''" : "--model-version " + version)
                        + ": expected the version of an image");
    }

    @Test
    void saysWhatToDoWhenTheProgramIsMissingOrItsDaemonOff() throws IOException {
        assertThatThrownBy(() -> runner("no-such-program").start(MODEL, null))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessageStartingWith("no-such-program cannot be run (")
                .hasMessageEndingWith("; install Docker, or name its program with --docker PROGRAM");

        home.faults("daemon.off", "true");
        assertRefused(Failure.Kind.UNAVAILABLE, null, "Is the docker daemon running?", "start Docker, or name another");
    }

    @Test
    void aContainerThatCannotBeStartedIsRemoved() throws IOException {
        home.faults("run.fails", "true");

        assertRefused(Failure.Kind.MODEL, null, "could not be started", "no space left on device");
    }

    @Test
    void aContainerThatEndsAtOnceSaysWhy() throws IOException {
        home.faults("exits", "137", "out.of.memory", "true");

        assertRefused(
                Failure.Kind.MODEL,
                null,
                "the container of eos3b5e ended with exit code 137, out of memory: it had 2g, give it more with"
                        + " --model-memory, 'Killed: the model needs more'");
    }

    @Test
    void aServerThatIsNeverReadyIsGivenUp() throws IOException {
        readiness = Duration.ofSeconds(2);
        home.faults("not.ready", "100000");

        assertRefused(Failure.Kind.MODEL, null, "no model server answers at http://127.0.0.1:", "HTTP 503, loading");
    }

    @Test
    void anImageOfAnotherModelIsRefused() throws IOException {
        home.faults("model", "eos4e40");

        assertRefused(Failure.Kind.UNAVAILABLE, null, "runs", "not eos3b5e");
    }

    @Test
    void aContainerThatDiesIsReplacedAndEveryMoleculeGetsItsValue() throws Exception {
        home.faults("die.at.request", "2", "out.of.memory", "true");
        List<String> molecules =
                IntStream.rangeClosed(1, 40).mapToObj(i -> "N" + "C".repeat(i)).toList();

        try (CheckedModel model = new CheckedModel(
                runner(program().toString()), MODEL, null, CheckedModel.CONTROLS, new Random(5), wait -> {})) {
            assertThat(model.predict(molecules).answers())
                    .containsExactlyElementsOf(molecules.stream()
                            .map(text -> (Answer) new Answer.Predicted(FakeModel.cells(text)))
                            .toList());
            assertThat(new String(model.logTail(10_000), StandardCharsets.UTF_8))
                    .contains("it had 2g, give it more with --model-memory");
        }

        assertThat(commands("run")).hasSize(2);
        assertNothingIsLeft();
    }

    /** The server outlives the program that it starts for a call, so the container tells nothing of it. */
    @Test
    void aCallWhoseProgramTookTooMuchMemorySaysSoAndLaterCallsDoNot() throws Exception {
        try (ModelSession session = start(null)) {
            session.predict(List.of("C"));
            home.faults("fail", "CC", "events", "oom");

            assertThatThrownBy(() -> session.predict(List.of("CC")))
                    .isInstanceOf(ModelCallException.class)
                    .hasMessageEndingWith(", out of memory: it had 2g, give it more with --model-memory");
            assertThatThrownBy(() -> session.predict(List.of("CC")))
                    .isInstanceOf(ModelCallException.class)
                    .message()
                    .doesNotContain("memory");
        }
    }

    @Test
    void noticesADeadContainer() throws Exception {
        try (ModelSession session = start(null)) {
            session.predict(List.of("C"));
            Processes.end(home.living());

            assertThat(session.isAlive()).isFalse();
            assertThatThrownBy(() -> session.predict(List.of("C"))).isInstanceOf(ModelCallException.class);
        }
        assertNothingIsLeft();
    }

    @ParameterizedTest(name = "during {0}")
    @ValueSource(strings = {"version", "pull", "run", "port"})
    void anInterruptRemovesTheContainer(String step) throws Exception {
        home.faults("hangs", step);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try (ModelSession session = start(null)) {
                end.complete(new AssertionError("started " + session));
            } catch (InterruptedException | RuntimeException e) {
                end.complete(e);
            }
        });
        caller.start();
        while (commands(step).isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }

        caller.interrupt();

        assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        caller.join();
        assertNothingIsLeft();
    }

    @Test
    void cleansUpForAnInterruptedThreadAndLeavesItInterrupted() throws Exception {
        ModelSession session = start(null);

        Thread.currentThread().interrupt();
        session.close();

        assertThat(Thread.interrupted()).isTrue();
        session.close();
        assertNothingIsLeft();
    }

    @Test
    void removesWhatAKilledProcessLeftAndNothingElse() throws Exception {
        ProcessMark self = ProcessMark.self();
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path containers = Files.createDirectories(home.eos().resolve("containers"));
        for (String[] one : new String[][] {
            {"dead", "d0d0d0d0d0d0", "%d:5:%s".formatted(gone.pid(), self.host())},
            {"reborn", "d1d1d1d1d1d1", "%d:5:%s".formatted(self.pid(), self.host())},
            {"alive", "a0a0a0a0a0a0", "%d:%d:%s".formatted(self.pid(), self.started(), self.host())},
            {"elsewhere", "e0e0e0e0e0e0", "%d:5:%s.other".formatted(gone.pid(), self.host())}
        }) {
            Files.writeString(containers.resolve(one[0]), "%s %s %s 0 0".formatted(one[0], one[1], one[2]));
        }

        start(null).close();

        assertThat(names(containers)).containsExactlyInAnyOrder("alive", "elsewhere");
    }

    @ParameterizedTest(name = "during {0}")
    @ValueSource(strings = {"pull", "run", "predict"})
    void aProgramThatIsTerminatedLeavesNothingBehind(String step, @TempDir Path logs) throws Exception {
        Path log = logs.resolve("log");
        home.faults(step.equals("predict") ? "hang" : "hangs", step.equals("predict") ? "N" : step);
        Process program = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongContainer.class.getName(),
                        home.home().resolve("..").normalize().toString(),
                        work.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (program.isAlive()
                && (step.equals("predict")
                        ? home.requests().size() < 2
                        : commands(step).isEmpty())) {
            LockSupport.parkNanos(10_000_000);
        }

        program.destroy();

        assertThat(program.waitFor(60, TimeUnit.SECONDS))
                .as(Files.readString(log))
                .isTrue();
        assertThat(program.exitValue()).as(Files.readString(log)).isEqualTo(143);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "8 g", "lots", "-1g", ""})
    void whatIsNoSizeOfMemoryIsRefused(String memory) {
        assertThatThrownBy(() -> new DockerSettings("docker", memory, null, 1, ServerLimits.OWN, work))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--model-memory %s: expected a size, e.g. 8g or 500m", memory.isEmpty() ? "''" : memory);
        assertThat(DockerSettings.usualMemory()).matches("[1-9]\\d{8,}b");
    }
}
