package io.ersilia.precalc;

import static io.ersilia.precalc.PseudoTerminal.CTRL_C;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program on a terminal, where a person presses Ctrl-C: the key, not the signal, in each phase of its work. What is sent
 * through pipes is in {@link SignalsIT}.
 */
class TerminalIT {

    private static final String STOPPED = "precalc: stopped with the work kept; run the same command again to resume";
    private static final int STOPPED_CODE = 75;
    private static final int ENDED_AT_ONCE = 130;
    private static final int WIDTH = 100;
    private static final long PATIENCE_NANOS = 100_000_000_000L;
    private static final Pattern CODES = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");

    @TempDir
    private Path folder = Path.of("");

    private LongWork work = new LongWork(folder);

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeRoom() throws IOException, InterruptedException {
        PseudoTerminal.require();
        work = new LongWork(folder);
        Files.createDirectories(folder.resolve("tmp"));
        environment.putAll(Map.of(
                "PATH",
                System.getenv().getOrDefault("PATH", ""),
                "HOME",
                folder.toString(),
                "TERM",
                "xterm-256color",
                "LC_ALL",
                "C.UTF-8",
                "JAVA_HOME",
                System.getProperty("java.home"),
                "AWS_EC2_METADATA_DISABLED",
                "true"));
    }

    @Test
    void ctrlCWhilePlanning() throws Exception {
        Path library = work.planning();
        try (PseudoTerminal terminal = start("run", library, "--runner", "embedded")) {
            await(terminal, () -> work.isPlanning(terminal.pid(), library));

            assertStops(terminal);
        }
    }

    @Test
    void ctrlCWhileScreening() throws Exception {
        Path library = work.screening(3_000);
        try (PseudoTerminal terminal = start("predict", library, "--runner", "embedded")) {
            await(terminal, () -> work.isScreening(terminal.pid()));

            assertStops(terminal);
        }
    }

    /** By the jar and by the launcher; in either case the key reaches the program of the model, too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ctrlCInACallOfTheModelLeavesNoProcess(boolean byLauncher) throws Exception {
        try (FakeErsiliaHome home = FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0")) {
            home.faults("hang", "CCCCN");
            environment.putAll(home.environment());
            List<String> program = byLauncher ? List.of(launcher().toString()) : jar();
            try (PseudoTerminal terminal = start(program, "run", work.molecules(12), "--ersilia", program())) {
                await(terminal, () -> home.requests().size() >= 2);
                assertThat(home.living()).isNotEmpty();

                assertStops(terminal);

                assertThat(home.living()).isEmpty();
                assertThat(work.files("home/tmp")).isEmpty();
            }
        }
    }

    @Test
    void ctrlCWhileWritingThePartition() throws Exception {
        Path library = work.rejecting(500);
        try (PseudoTerminal terminal = start("run", library, "--runner", "embedded", "--workers", "1")) {
            await(terminal, work::isWritingThePartition);

            assertStops(terminal);
        }
    }

    @Test
    void ctrlCWhileServing() throws Exception {
        work.partition(300_000);
        List<String> serve = with(jar(), "serve", "-m", "eos3b5e", "--store", work.store());
        try (PseudoTerminal terminal = PseudoTerminal.start(folder, environment, WIDTH, serve, "")) {
            await(terminal, work::isServing);

            assertStops(terminal);
        }
    }

    /**
     * The server of the model does not let itself be closed: whoever does not want to wait says so by the same key. The
     * model's programs have a session of their own, so that the terminal tells precalc alone.
     */
    @Test
    void ctrlCAgainEndsAtOnceAndSaysWhatMayBeLeft() throws Exception {
        try (FakeErsiliaHome home = FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0")) {
            home.faults("hang", "CCCCN");
            environment.putAll(home.environment());
            try (PseudoTerminal terminal = start("run", work.molecules(12), "--ersilia", inItsOwnSession(program()))) {
                await(terminal, () -> home.requests().size() >= 2);
                home.faults("hangs", "close");
                terminal.press(CTRL_C);
                await(
                        terminal,
                        () -> home.commands().stream().anyMatch(line -> line.startsWith("close"))
                                && terminal.screen().contains("Ctrl-C again"));

                terminal.press(CTRL_C);

                PseudoTerminal.Result result = terminal.await();
                assertThat(result.code()).isEqualTo(ENDED_AT_ONCE);
                assertThat(onOneLine(result.screen()))
                        .matches(".*precalc: ended at once; what may be left: eos3b5e run by ersilia"
                                + " \\('kill [0-9 ]+' ends it\\) and its folder \\S+; temporary files in"
                                + " \\S+( run .*)?");
            }
        }
    }

    private String inItsOwnSession(String program) throws IOException {
        Path script = Files.createFile(
                folder.resolve("ersilia"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(script, "#!/bin/sh\nexec setsid '%s' \"$@\"\n".formatted(program));
        return script.toString();
    }

    private List<String> runOfSixty() throws IOException {
        String library = work.molecules(60).toString();
        return with(jar(), "run", "-m", "eos3b5e", "--runner", "embedded", "-i", library, "--store", work.store());
    }

    @Test
    void aBarIsDrawnWhereStandardErrorIsATerminalWhateverTheOthersAre() throws Exception {
        PseudoTerminal.Result result;
        try (PseudoTerminal terminal =
                PseudoTerminal.start(folder, environment, WIDTH, runOfSixty(), ">out </dev/null")) {
            result = terminal.await();
        }

        assertThat(result.code()).isZero();
        assertThat(result.screen()).contains("60/60");
        assertThat(folder.resolve("out")).content().startsWith("run ").doesNotContain("\u001b");
    }

    @Test
    void noBarAndNoEscapeCodeIsDrawnIntoAFile() throws Exception {
        PseudoTerminal.Result result;
        try (PseudoTerminal terminal = PseudoTerminal.start(folder, environment, WIDTH, runOfSixty(), "2>log")) {
            result = terminal.await();
        }

        assertThat(result.code()).isZero();
        assertThat(folder.resolve("log")).content().doesNotContain("\u001b", "\r", "60/60");
        assertThat(Files.readAllLines(folder.resolve("log")))
                .as("no line is broken at words either")
                .anyMatch(line -> line.startsWith("precalc: 60 rows in: 60 stored; next: ")
                        && line.endsWith(" --store " + work.store())
                        && line.length() > WIDTH);
    }

    @Test
    void withNoColorThereIsNoColour() throws Exception {
        environment.put("NO_COLOR", "1");
        try (PseudoTerminal terminal = start("run", work.molecules(60), "--runner", "embedded")) {
            PseudoTerminal.Result result = terminal.await();

            assertThat(result.screen()).contains("60/60").doesNotContainPattern("\u001b\\[[0-9;]*m");
        }
    }

    @Test
    void aNarrowWindowAndOneMadeNarrowerKeepOneLine() throws Exception {
        try (FakeErsiliaHome home = FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0")) {
            home.faults("hang", "CCCCCCCCCCCCCN");
            environment.putAll(home.environment());
            List<String> run = arguments("run", work.molecules(40), "--batch-size", "5", "--ersilia", program());
            try (PseudoTerminal terminal =
                    PseudoTerminal.start(folder, environment, 40, with(jar(), run.toArray(String[]::new)), "")) {
                await(terminal, () -> terminal.screen().contains("10/40"));
                assertThat(drawn(terminal.screen())).isNotEmpty().allMatch(line -> line.length() < 40);
                int before = terminal.screen().length();

                terminal.resize(25);
                await(terminal, () -> drawn(terminal.screen().substring(before)).size() > 2);

                List<String> after = drawn(terminal.screen().substring(before));
                assertThat(after.get(after.size() - 1)).isNotBlank().hasSizeLessThan(25);
                assertStops(terminal);
            }
        }
    }

    @Test
    void stoppingTheApiSaysThatItStoppedAndNoMore() throws Exception {
        List<String> api = with(jar(), "api", "--port", "0", "--store", work.store());
        run(work.molecules(3));
        try (PseudoTerminal terminal = PseudoTerminal.start(folder, environment, WIDTH, api, "")) {
            await(terminal, () -> terminal.screen().contains("http://"));

            terminal.press(CTRL_C);

            PseudoTerminal.Result result = terminal.await();
            assertThat(result.code()).isEqualTo(STOPPED_CODE);
            assertThat(lines(result.screen()))
                    .filteredOn(line -> line.contains("precalc:"))
                    .allMatch(line -> line.matches("(\\^C)?precalc: stopped"))
                    .hasSize(1);
        }
    }

    @Test
    void okWarningAndErrorHaveTheirColoursUnlessNoneAreWanted() throws Exception {
        Files.writeString(folder.resolve("test_input.csv"), "smiles\nCCO\n");
        List<String> doctor = with(jar(), "doctor", "--store", work.store(), "--runner", "ersilia");
        String coloured = shown(doctor, WIDTH);
        environment.put("NO_COLOR", "1");
        String plain = shown(doctor, WIDTH);

        assertThat(coloured)
                .contains("\u001b[32mok      \u001b[39m", "\u001b[31merror   \u001b[39m")
                .contains("\u001b[33mwarning \u001b[39m");
        assertThat(plain).contains("ok ", "error ", "warning ").doesNotContain("\u001b");
    }

    @Test
    void anErrorIsRedAndAWarningYellow() throws Exception {
        String error = shown(with(jar(), "run", "--modle", "eos3b5e"), WIDTH);
        run(work.molecules(3));

        assertThat(error).startsWith("\u001b[31mprecalc:\u001b[39m Unknown option: '--modle'");
        assertThat(shown(with(jar(), "query", "-m", "eos4e40", "--smiles", "CCO", "--store", work.store()), WIDTH))
                .contains("\u001b[33mprecalc:\u001b[39m the table has no predictions of eos4e40");
    }

    /** As wide as the window, each word as in a wide one. */
    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "run --help all", "query --help all", "serve --help all"})
    void inANarrowWindowNoWordOfHelpIsBroken(String command) throws Exception {
        List<String> words = with(jar(), command.split(" ", -1));
        environment.put("NO_COLOR", "1");
        String narrow = shown(words, 60);
        String wide = shown(words, 200);

        assertThat(narrow.lines()).allMatch(line -> line.length() <= 60);
        assertThat(wide.lines()).anyMatch(line -> line.length() > 80);
        assertThat(List.of(narrow.strip().split("\\s+", -1)))
                .containsExactlyElementsOf(List.of(wide.strip().split("\\s+", -1)));
    }

    private String shown(List<String> command, int width) throws IOException, InterruptedException {
        try (PseudoTerminal terminal = PseudoTerminal.start(folder, environment, width, command, "")) {
            return terminal.await().screen();
        }
    }

    private void run(Path library) throws IOException, InterruptedException {
        try (PseudoTerminal terminal = start("run", library, "--runner", "embedded")) {
            assertThat(terminal.await().code()).isZero();
        }
    }

    /** What was drawn, each time from the beginning of the line. */
    private static List<String> drawn(String screen) {
        return Stream.of(CODES.matcher(screen).replaceAll("").split("[\r\n]+", -1))
                .filter(line -> line.contains("run  ") || line.contains("%"))
                .toList();
    }

    /** Presses the key and looks that the command ends as promised, its last line whole and below the bar. */
    private void assertStops(PseudoTerminal terminal) throws IOException, InterruptedException {
        terminal.press(CTRL_C);
        PseudoTerminal.Result result = terminal.await();

        assertThat(result.code()).as(result.screen()).isEqualTo(STOPPED_CODE);
        String said = CODES.matcher(result.screen()).replaceAll("");
        int last = said.lastIndexOf("precalc:");
        assertThat(said.substring(0, last)).endsWith("\r\n");
        assertThat(onOneLine(said.substring(last))).isEqualTo(STOPPED);
        assertThat(result.screen()).as("the cursor stays").doesNotContain("\u001b[?25l");
        assertThat(work.files("tmp")).isEmpty();
        assertThat(work.files("store")).noneMatch(file -> file.contains(".tmp") || file.endsWith(".claim"));
    }

    /** A line as it was before it was broken at words. */
    private static String onOneLine(String screen) {
        return CODES.matcher(screen).replaceAll("").replaceAll("[\r\n]+", " ").strip();
    }

    private static List<String> lines(String screen) {
        return List.of(CODES.matcher(screen).replaceAll("").split("[\r\n]+", -1));
    }

    private PseudoTerminal start(String command, Path library, String... more) throws IOException {
        return start(jar(), command, library, more);
    }

    private PseudoTerminal start(List<String> program, String command, Path library, String... more)
            throws IOException {
        List<String> words = with(program, arguments(command, library, more).toArray(String[]::new));
        return PseudoTerminal.start(folder, environment, WIDTH, words, "");
    }

    private List<String> arguments(String command, Path library, String... more) {
        return with(
                List.of(command, "-m", "eos3b5e", "-i", library.toString(), "--run", "r", "--store", work.store()),
                more);
    }

    private List<String> jar() {
        return List.of(
                QuickJava.program().toString(),
                "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                "-jar",
                PackagedPrecalc.jar().toString());
    }

    /** A copy of the launcher that finds the packaged jar and its archives of classes beside it, newer than any source. */
    private Path launcher() throws IOException {
        Path launcher = folder.resolve("precalc");
        Files.copy(Path.of(System.getProperty("basedir", ""), "precalc").toAbsolutePath(), launcher);
        Path target = Files.createDirectories(folder.resolve("target"));
        Files.createSymbolicLink(target.resolve("precalc.jar"), PackagedPrecalc.jar());
        for (Path archive : QuickJava.archives()) {
            Files.createSymbolicLink(target.resolve(archive.getFileName()), archive);
        }
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        return launcher;
    }

    private static String program() {
        return FakeErsiliaHome.program().toString();
    }

    private static List<String> with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    private static void await(PseudoTerminal terminal, Callable<Boolean> phase) throws Exception {
        long begin = System.nanoTime();
        while (!phase.call()) {
            assertThat(terminal.isAlive()).as(terminal.screen()).isTrue();
            assertThat(System.nanoTime() - begin)
                    .as("waited; " + terminal.screen())
                    .isLessThan(PATIENCE_NANOS);
            Thread.sleep(2);
        }
    }
}
