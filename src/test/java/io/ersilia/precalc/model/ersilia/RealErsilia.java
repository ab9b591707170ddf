package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.ersilia.precalc.PythonTools;
import io.ersilia.precalc.model.Processes;
import io.ersilia.precalc.run.ModelId;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The ersilia program itself with a model of ours, which computes by RDKit: fetched, packed and served by the program. What a hosted
 * runner has and this machine may lack stands in {@code src/test/ersilia}.
 */
public final class RealErsilia implements InstalledErsilia {

    private static final Path HERE = Path.of("src/test/ersilia").toAbsolutePath();
    private static final ModelId MODEL = new ModelId("eos0mas");

    /** For each of the names: the number, or the text, that two programs agree on. */
    private static final List<String> COLUMNS = List.of("mol_weight", "heavy_atoms", "polar_surface");

    private final Path home;
    private final Path program;

    private RealErsilia(Path home, Path program) {
        this.home = home;
        this.program = program;
    }

    /** Fetches the model into a home in the folder. Without the programs that this needs, the calling test is skipped. */
    public static RealErsilia in(Path folder) throws IOException, InterruptedException {
        Path program = PythonTools.program("ersilia");
        boolean lfs = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(one -> Files.isExecutable(Path.of(one, "git-lfs")));
        assumeTrue(lfs || "true".equals(System.getenv("CI")), "no Git LFS, which the ersilia program demands");
        Path home = Files.createDirectories(folder.resolve("home")).toRealPath();
        Files.createDirectories(home.resolve("eos"));
        Files.createDirectories(home.resolve("tmp"));
        Files.copy(HERE.resolve("config.json"), home.resolve("eos/config.json"));
        RealErsilia real = new RealErsilia(home, program);
        real.fetch(MODEL);
        return real;
    }

    /** Before it fetches, the program looks whether the network is there, by a page that a proxy of ours answers for. */
    void fetch(ModelId model) throws IOException, InterruptedException {
        HttpServer network = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        network.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        network.start();
        try {
            Map<String, String> environment = new HashMap<>(environment());
            environment.put(
                    "HTTP_PROXY",
                    URI.create("http://127.0.0.1:" + network.getAddress().getPort())
                            .toString());
            environment.put("NO_PROXY", "127.0.0.1,0.0.0.0");
            String said = call(
                    environment,
                    program,
                    "fetch",
                    model.value(),
                    "--from_dir",
                    HERE.resolve(model.value()).toString());
            assertThat(ErsiliaHome.in(home).isFetched(model)).as(said).isTrue();
        } finally {
            network.stop(0);
        }
    }

    /** Starts the model's server by the program, as a child of this process. Returns its address. */
    public URI serve() throws IOException, InterruptedException {
        String said = call(environment(), program, "serve", MODEL.value());
        return ErsiliaHome.in(home).server(MODEL).map(ServerNote::url).orElseThrow(() -> new AssertionError(said));
    }

    public void close() throws IOException, InterruptedException {
        call(environment(), program, "close");
    }

    /** Returns what the program said, which must have ended well. */
    private String call(Map<String, String> environment, Path command, String... args)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command.toString()));
        all.addAll(List.of(args));
        Path said = home.resolve("said.log");
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(home.toFile()) // the program installs hooks of Git LFS into the repository that it is in
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        int code = process.waitFor();
        String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8);
        assertThat(code).as("%s: %s", all, text).isZero();
        return text;
    }

    @Override
    public Path program() {
        return program;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "HOME", home.toString(),
                "TMPDIR", home.resolve("tmp").toString(),
                "PATH",
                        String.join(
                                File.pathSeparator,
                                String.valueOf(program.getParent()),
                                HERE.resolve("bin").toString(),
                                System.getenv("PATH")));
    }

    @Override
    public ModelId model() {
        return MODEL;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    /** Asks RDKit without the program, which writes an integer beside other numbers as a decimal number. */
    @Override
    public List<List<String>> cells(List<String> smiles) throws IOException, InterruptedException {
        Path input = home.resolve("cells-in.csv");
        Path output = home.resolve("cells-out.csv");
        Files.write(input, Stream.concat(Stream.of("smiles"), smiles.stream()).toList());
        faults();
        call(
                environment(),
                program.resolveSibling("python"),
                HERE.resolve(MODEL.value())
                        .resolve("model/framework/code/main.py")
                        .toString(),
                input.toString(),
                output.toString());
        return Files.readAllLines(output).stream()
                .skip(1)
                .map(line -> Arrays.stream(line.split(",", -1))
                        .map(cell -> cell.contains(".") ? cell : cell + ".0")
                        .toList())
                .toList();
    }

    @Override
    public void faults(String... namesAndMolecules) throws IOException {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndMolecules.length; i += 2) {
            properties.setProperty(namesAndMolecules[i], namesAndMolecules[i + 1]);
        }
        try (var writer = Files.newBufferedWriter(home.resolve("eos/faults.properties"), StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
    }

    @Override
    public Set<ProcessHandle> living() {
        return Processes.startedWith("HOME=" + home);
    }

    @Override
    public void endAll() {
        Processes.end(living());
    }
}
