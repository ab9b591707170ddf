package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.ModelUser;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Ersilia CLI as another user, by its stand-in; what needs root is skipped without. */
@Timeout(120)
class ModelUserTest {

    private static final ModelId MODEL = new ModelId("eos3b5e");

    private final Path folder;
    private final FakeErsiliaHome home;

    ModelUserTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        home = FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0");
    }

    @AfterEach
    void endWhatIsLeft() {
        home.close();
    }

    /** Notes who it is and whether it can read the environment of the process that started it; then it is the stand-in. */
    private Path spy() throws IOException {
        Path seen = Files.createFile(folder.resolve("seen"));
        Files.setPosixFilePermissions(seen, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path spy = folder.resolve("spy");
        Files.writeString(spy, """
                #!/bin/sh
                { id -un; tr '\\0' '\\n' </proc/$PPID/environ | grep -c . >/dev/null && echo reads; echo "$HOME"; } >>'%s' 2>/dev/null
                exec '%s' "$@"
                """.formatted(seen, FakeErsiliaHome.program()));
        Files.setPosixFilePermissions(spy, PosixFilePermissions.fromString("rwxr-xr-x"));
        return spy;
    }

    private ErsiliaRunner runner(@Nullable ModelUser user) throws IOException {
        return new ErsiliaRunner(
                new ErsiliaSettings(
                        spy().toString(), List.of(), List.of(), user, TimeLimits.GENEROUS, folder.resolve("work")),
                home.environment());
    }

    private ModelUser nobody() throws IOException {
        ModelUser nobody = ModelUser.named("nobody", System.getenv());
        return new ModelUser("nobody", nobody.uid(), nobody.gid(), home.home());
    }

    private List<String> seen() throws IOException {
        return Files.readAllLines(folder.resolve("seen"));
    }

    @Test
    void aProgramOfTheSameUserReadsTheEnvironmentOfTheProcessThatStartsIt() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc: nobody's environment can be read");
        runner(null).look();

        assertThat(seen()).contains("reads");
    }

    @Test
    void aModelOfAnotherUserReadsNothingOfThatAndItsValuesAreTheSame() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "not root: no other user's program can be started");
        assumeTrue(isReadableByAll(FakeErsiliaHome.program()), "nobody cannot read this project: no stand-in to start");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        ModelUser nobody = nobody();
        try (Stream<Path> all = Files.walk(home.home())) {
            for (Path path : all.toList()) {
                Files.setAttribute(path, "unix:uid", nobody.uid());
            }
        }
        Path work = folder.resolve("work");

        try (ModelSession session = runner(nobody).start(MODEL, null)) {
            assertThat(session.predict(List.of("CCO", "C")).rows())
                    .containsExactly(FakeModel.cells("CCO"), FakeModel.cells("C"));
            try (Stream<Path> files = Files.walk(work)) {
                assertThat(files.filter(file -> file.endsWith("batch.csv")))
                        .singleElement()
                        .satisfies(input -> assertThat(Files.getAttribute(input, "unix:uid"))
                                .isEqualTo(0)); // no link of the model's can be in the place of what root writes
            }
            session.restart();
        }

        assertThat(seen()).contains("nobody", home.home().toString()).doesNotContain("reads", "root");
        assertThat(home.living()).isEmpty();
        assertThat(work).isEmptyDirectory();
    }

    private static boolean isReadableByAll(Path program) throws IOException {
        for (Path path = program.toRealPath(); path != null; path = path.getParent()) {
            if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                    .endsWith("x")) {
                return false;
            }
        }
        return true;
    }

    @Test
    void theCommandIsTheUsersAndKeepsItsParent() {
        assertThat(new ModelUser("model", 1001, 1002, Path.of("/users/model")).command(List.of("ersilia", "close")))
                .containsExactly(
                        "setpriv",
                        "--reuid",
                        "model",
                        "--regid",
                        "1002",
                        "--init-groups",
                        "--no-new-privs",
                        "--",
                        "ersilia",
                        "close");
    }

    @Test
    void theUsersHomeAndNameReplaceOurs() {
        Map<String, String> ours =
                new HashMap<>(Map.of("HOME", "/root", "USER", "root", "SHELL", "/bin/sh", "TZ", "UTC"));

        assertThat(new ModelUser("model", 1001, 1002, Path.of("/users/model")).environment(ours))
                .containsOnly(
                        Map.entry("HOME", "/users/model"),
                        Map.entry("USER", "model"),
                        Map.entry("LOGNAME", "model"),
                        Map.entry("TZ", "UTC"));
    }

    @Test
    void aUserThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ModelUser.named("no-such-user", System.getenv()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessage("this machine has no user no-such-user: create one, e.g. with 'sudo useradd --create-home"
                        + " no-such-user', or name another with --model-user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "-x", "a:b", "../x"})
    void whatIsNoUserIsRefused(String name) {
        assertThatThrownBy(() -> ModelUser.named(name, System.getenv()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--model-user %s: expected the name of a user, e.g. nobody", name.isEmpty() ? "''" : name);
    }
}
