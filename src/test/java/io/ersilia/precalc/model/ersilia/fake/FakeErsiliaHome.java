package io.ersilia.precalc.model.ersilia.fake;

import io.ersilia.precalc.model.Processes;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** A user's home with the stand-in for the ersilia program: what is installed, what goes wrong, what was called. */
public final class FakeErsiliaHome implements AutoCloseable {

    private static final String MARK = FakeErsiliaHome.class.getPackageName();

    private final Path home;
    private final Path eos;

    private FakeErsiliaHome(Path home) {
        this.home = home;
        this.eos = home.resolve("eos");
    }

    /** Makes the folder a home, with nothing installed. */
    public static FakeErsiliaHome in(Path folder) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home")).toRealPath();
        Files.createDirectories(home.resolve("eos"));
        Files.createDirectories(home.resolve("tmp"));
        return new FakeErsiliaHome(home);
    }

    /** The executable. */
    public static Path program() {
        return Path.of(System.getProperty("basedir", ""), "src/test/bin/ersilia")
                .toAbsolutePath();
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
        install(eos, model, release);
        return this;
    }

    /** Makes the card of the installed model say that its output is variable. */
    public FakeErsiliaHome variable(String model) {
        Path card = eos.resolve("dest").resolve(model).resolve("metadata.json");
        FakeFiles.write(card, FakeFiles.read(card).replace("\"Fixed\"", "\"Variable\""));
        return this;
    }

    static void install(Path eos, String model, String release) {
        Path dest = eos.resolve("dest").resolve(model);
        FakeFiles.write(
                dest.resolve("model/framework/columns/run_columns.csv"),
                "name,type,direction,description\nnumber,float,high,\"a number, of its own\"\nlength,float,,its length\n");
        FakeFiles.write(
                dest.resolve("metadata.json"),
                "{\"Identifier\": \"%s\", \"Output Consistency\": \"Fixed\", \"Release\": \"%s\"}"
                        .formatted(model, release));
        FakeFiles.write(dest.resolve("from_dockerhub.json"), "{\"docker_hub\": false}");
        FakeFiles.write(dest.resolve("status.json"), "{\"done\": true}");
    }

    /** Sets what goes wrong from now on, in place of what did: names and values in turn. */
    public FakeErsiliaHome faults(String... namesAndValues) throws IOException {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        Path file = eos.resolve("faults.properties");
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
        return this;
    }

    /** The commands given so far, each with its arguments. */
    public List<String> commands() {
        return FakeFiles.read(eos.resolve("commands.log")).lines().toList();
    }

    /** How many molecules each request to the model's server held. */
    public List<Integer> requests() {
        return FakeFiles.read(eos.resolve("requests.log"))
                .lines()
                .map(Integer::valueOf)
                .toList();
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
