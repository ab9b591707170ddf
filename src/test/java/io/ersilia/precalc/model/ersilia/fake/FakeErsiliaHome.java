package io.ersilia.precalc.model.ersilia.fake;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ersilia.precalc.model.Processes;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A user's home with the stand-in for the ersilia program: what is installed, what goes wrong, what was called. */
public final class FakeErsiliaHome implements AutoCloseable {

    private static final Path PROGRAM =
            Path.of(System.getProperty("basedir", ""), "src/test/bin/ersilia").toAbsolutePath();

    /** Part of the arguments of each process of the stand-ins, and of no other. */
    private static final String MARK = "/src/test/bin/standin/";

    private final Path home;
    private final Path eos;

    private FakeErsiliaHome(Path home) {
        this.home = home;
        this.eos = home.resolve("eos");
    }

    /** Makes the folder a home, with nothing installed; where there is no Python for the stand-ins, the test is skipped. */
    public static FakeErsiliaHome in(Path folder) throws IOException {
        boolean required = "true".equals(System.getenv("CI"));
        assumeTrue(
                hasPython() || required, "no python3 on PATH: the stand-ins for ersilia and docker cannot be started");
        Path home = Files.createDirectories(folder.resolve("home")).toRealPath();
        Files.createDirectories(home.resolve("eos"));
        Files.createDirectories(home.resolve("tmp"));
        return new FakeErsiliaHome(home);
    }

    private static boolean hasPython() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of("/usr/bin"), Stream.of(path.split(File.pathSeparator, -1)))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
    }

    /** The executable. */
    public static Path program() {
        return PROGRAM;
    }

    public Path home() {
        return home;
    }

    public Path eos() {
        return eos;
    }

    /** The environment to call it with; it has a secret in it that must not reach the model. */
    public Map<String, String> environment() {
        return Map.of(
                "HOME", home.toString(),
                "TMPDIR", home.resolve("tmp").toString(),
                "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
                "AWS_SECRET_ACCESS_KEY", "secret");
    }

    /** Puts the model where fetch would put it. */
    public FakeErsiliaHome installed(String model, String release) {
        Path template = PROGRAM.resolveSibling("standin/model");
        try (Stream<Path> files = Files.walk(template)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = eos.resolve("dest").resolve(model).resolve(template.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(
                        copy, Files.readString(file).replace("MODEL", model).replace("RELEASE", release));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Makes the card of the installed model say that its output is variable. */
    public FakeErsiliaHome variable(String model) throws IOException {
        Path card = eos.resolve("dest").resolve(model).resolve("metadata.json");
        Files.writeString(card, Files.readString(card).replace("\"Fixed\"", "\"Variable\""));
        return this;
    }

    /** Sets what goes wrong from now on, in place of what did: names and values in turn. */
    public FakeErsiliaHome faults(String... namesAndValues) throws IOException {
        Map<String, String> faults = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            faults.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        Path part = Files.write(eos.resolve("faults.part"), new ObjectMapper().writeValueAsBytes(faults));
        Files.move(part, eos.resolve("faults.json"), StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    /** The commands given so far, each with its arguments. */
    public List<String> commands() {
        return read(eos.resolve("commands.log")).lines().toList();
    }

    /** How many molecules each request to the model's server held. */
    public List<Integer> requests() {
        return read(eos.resolve("requests.log")).lines().map(Integer::valueOf).toList();
    }

    /** The file's text; empty where there is none. */
    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processes of the stand-in that still live. */
    public Set<ProcessHandle> living() {
        return Processes.startedWith("HOME=" + home).stream()
                .filter(process -> Arrays.stream(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.contains(MARK)))
                .collect(Collectors.toSet());
    }

    /** Ends whatever a test left behind. */
    @Override
    public void close() {
        Processes.end(living());
    }
}
