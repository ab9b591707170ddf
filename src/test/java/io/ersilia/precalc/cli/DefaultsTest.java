package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What a file of properties may decide: that of the working folder, which may be somebody else's, and the user's own. */
class DefaultsTest {

    private static final Set<String> STARTS_OR_NAMES = Set.of("PROGRAM", "URL", "ARG", "SOURCE", "USER");

    @TempDir
    private Path folder = Path.of("");

    private Path here() throws IOException {
        return Files.createDirectories(folder.resolve("here"));
    }

    private void here(String... lines) throws IOException {
        Files.write(here().resolve("precalc.properties"), List.of(lines));
    }

    private Path own(String... lines) throws IOException {
        Path own =
                Files.createDirectories(folder.resolve("home/.config/precalc")).resolve("precalc.properties");
        return Files.write(own, List.of(lines));
    }

    private Precalc.Result run(Map<String, String> environment, String command) throws IOException {
        return new Precalc()
                .with("HOME", folder.resolve("home").toString())
                .with(environment)
                .in(here())
                .run(command.replace("{dir}", folder.toString()).split(" ", -1));
    }

    private void library() throws IOException {
        Files.write(folder.resolve("lib.csv"), List.of("smiles", "CCO", "CCN"));
    }

    @Test
    void aHomeThatTheLocaleCannotNameIsNamed() throws Exception {
        Precalc.Result result = run(Map.of("HOME", "/\ud800"), "status -m eos3b5e --store {dir}/store");

        assertThat(result.err())
                .startsWith("precalc: the path '/\\ud800' has characters that this locale cannot name (")
                .hasLineCount(1);
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    }

    private static final String PLAN = "plan -m eos3b5e -i {dir}/lib.csv --store {dir}/store --run r --format json";

    @Test
    void aProgramOfTheWorkingFolderIsNotStarted() throws Exception {
        library();
        Path mark = folder.resolve("started");
        Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\ntouch '%s'\n".formatted(mark));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        here("ersilia=" + program);
        Path own = folder.resolve("home/.config/precalc/precalc.properties");

        Precalc.Result result =
                run(Map.of(), "predict -m eos3b5e -i {dir}/lib.csv --store {dir}/store --worker 1 --workers 1");

        assertThat(mark).doesNotExist();
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .isEqualTo(("precalc: ersilia=%s in precalc.properties is not taken from the working folder: give"
                                + " --ersilia, set PRECALC_ERSILIA, or write it into %s (see precalc predict --help)\n")
                        .formatted(program, own));

        own("ersilia=" + program); // what is the user's own is not asked while the folder contradicts
        assertThat(run(Map.of(), "predict -m eos3b5e -i {dir}/lib.csv --store {dir}/store --worker 1 --workers 1")
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(mark).doesNotExist();
        Files.delete(here().resolve("precalc.properties"));
        run(Map.of(), "predict -m eos3b5e -i {dir}/lib.csv --store {dir}/store --worker 1 --workers 1");
        assertThat(mark).exists();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "api, http://127.0.0.1:1, query -m eos3b5e BSYNRYMUTXBXSQ-UHFFFAOYSA-N",
        "docker, /bin/false, plan -m eos3b5e",
        "fetch-from, dir=/tmp, run -m eos3b5e",
        "model-url, http://127.0.0.1:1, plan -m eos3b5e",
        "serve-args, --port 1, run -m eos3b5e",
        "output, {dir}/profile, models",
        "yes, true, purge -m eos3b5e --run r"
    })
    void whatMayHarmIsRefusedFromTheWorkingFolderAndNotFromElsewhere(String name, String given, String command)
            throws Exception {
        String value = given.replace("{dir}", folder.toString());
        here(name + "=" + value);
        String variable = "PRECALC_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
        String refused = "%s=%s in precalc.properties is not taken from the working folder".formatted(name, value);
        String store = " --store {dir}/store" + (command.startsWith("query") ? " --table sqlite:{dir}/t.db" : "");

        assertThat(run(Map.of(), command + store))
                .satisfies(result -> assertThat(result.code()).isEqualTo(ExitCode.USAGE))
                .satisfies(result -> assertThat(result.err()).contains(refused));
        assertThat(folder.resolve("profile")).doesNotExist();
        assertThat(run(Map.of(variable, value), command + store).err()).doesNotContain(refused);
        assertThat(run(Map.of(), command.split(" ", 2)[0] + " --help").code()).isZero();
    }

    @Test
    void theOwnFileOfTheUserMayNameAnything() throws Exception {
        Path own = own("api=http://me:secret@127.0.0.1:1/v1");

        Precalc.Result result = run(Map.of(), "query -m eos3b5e BSYNRYMUTXBXSQ-UHFFFAOYSA-N");

        assertThat(result.err())
                .startsWith("precalc: api=http://…@127.0.0.1:1/v1 from %s\n".formatted(own))
                .doesNotContain("secret");
    }

    @Test
    void flagBeatsEnvironmentBeatsWorkingFolderBeatsUser() throws Exception {
        library();
        own("sample=1", "workers=1", "max-parallel=3");
        here("sample=2", "workers=2", "runner=embedded");

        Precalc.Result result = run(Map.of("PRECALC_WORKERS", "1"), PLAN + " --sample 2");

        assertThat(result.out()).contains("\"workers\" : 1,").contains("\"rows\" : 2,");
        assertThat(result.err())
                .startsWith("precalc: runner=embedded from precalc.properties\nprecalc: max-parallel=3 from %s\n"
                        .formatted(folder.resolve("home/.config/precalc/precalc.properties")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "relative"})
    void theFolderOfTheUsersSettingsIsXdgsWhereThatIsAPath(String xdg) throws Exception {
        own("runner=nonsense");

        assertThat(run(Map.of("XDG_CONFIG_HOME", xdg), PLAN).code()).isEqualTo(ExitCode.USAGE);
        assertThat(run(Map.of("XDG_CONFIG_HOME", folder.resolve("xdg").toString()), PLAN)
                        .err())
                .doesNotContain("nonsense");
    }

    @Test
    void quietIsSilentAboutFilesOnlyWhereTheUserAskedForIt() throws Exception {
        library();
        here("runner=embedded");
        assertThat(run(Map.of(), PLAN + " -q").err()).doesNotContain("from precalc.properties");
        here("runner=embedded", "quiet=true");

        assertThat(run(Map.of(), PLAN).err())
                .startsWith("precalc: ")
                .contains("quiet=true")
                .contains(" from precalc.properties\n");
    }

    @Test
    void theWorkingFolderMayBeTheUsersOwn() throws Exception {
        own("docker=/bin/false", "runner=embedded");
        library();

        Precalc.Result result = new Precalc()
                .with("HOME", folder.resolve("home").toString())
                .in(folder.resolve("home/.config/precalc"))
                .run(PLAN.replace("{dir}", folder.toString()).split(" ", -1));

        assertThat(result.code()).isZero();
    }

    /** A new option that starts a program or names a host is refused without anybody having to think of it. */
    @Test
    void everyOptionThatTakesAProgramOrAHostIsRefusedFromTheWorkingFolder() throws Exception {
        CommandLine precalc = PrecalcCommand.commandLine(new Wiring(Map.of(), Clock.systemUTC()), () -> false, here());
        Set<String> dangerous = new TreeSet<>();
        precalc.getSubcommands().values().stream()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> STARTS_OR_NAMES.contains(option.paramLabel()))
                .map(OptionSpec::longestName)
                .forEach(dangerous::add);

        assertThat(dangerous).contains("--ersilia", "--docker", "--api", "--model-url", "--fetch-from");
        assertThat(dangerous).allSatisfy(name -> {
            here(name.substring(2) + "=x");
            String command = Stream.of("query", "run", "purge", "doctor", "submit --on slurm")
                    .filter(sub -> Objects.requireNonNull(
                                    precalc.getSubcommands().get(sub.split(" ", -1)[0]))
                            .getCommandSpec()
                            .optionsMap()
                            .containsKey(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(run(Map.of(), command + " -m eos3b5e").err()).contains("is not taken from the working folder");
        });
    }
}
