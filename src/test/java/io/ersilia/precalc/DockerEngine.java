package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ersilia.precalc.PackagedPrecalc.Result;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The machine's Docker engine or, where none runs, one of the test's own ({@code src/test/docker/engine}). That one has a network of
 * its own, which leads nowhere: base images come from what is on this machine ({@code src/test/docker/base}).
 */
final class DockerEngine implements AutoCloseable {

    private static final Path PROGRAMS = Path.of("src/test/docker").toAbsolutePath();
    private static final Pattern DIGEST = Pattern.compile("@sha256:[0-9a-f]{64}");
    private static final long LONGEST_MINUTES = 15;

    private final Path folder;

    /** Of the test's own engine. */
    private final @Nullable Process own;

    private final List<String> inItsNetwork;

    private DockerEngine(Path folder, @Nullable Process own, List<String> inItsNetwork) {
        this.folder = folder;
        this.own = own;
        this.inItsNetwork = inItsNetwork;
    }

    /**
     * Finds the engine, or starts one; where neither can be done, the calling test is skipped.
     *
     * @param folder for the engine's files; the path must be short, as it becomes that of a socket
     */
    static DockerEngine in(Path folder) throws IOException, InterruptedException {
        assumeTrue(isInstalled("docker"), "Docker is not available: there is no program docker");
        DockerEngine theMachines = new DockerEngine(Files.createDirectories(folder), null, List.of());
        if (theMachines.docker("version").code() == 0) {
            return theMachines;
        }
        assumeTrue(isInstalled("dockerd"), "Docker is not available: no engine runs, and docker.io is not installed");
        Process process = new ProcessBuilder(PROGRAMS.resolve("engine").toString(), folder.toString())
                .redirectError(folder.resolve("engine.err").toFile())
                .start();
        String said = process.inputReader(StandardCharsets.UTF_8).readLine();
        assumeTrue(
                said != null,
                () -> "Docker is not available: no engine runs, and none can be started here: " + read(folder));
        String network =
                "--net=/proc/%s/ns/net".formatted(Objects.requireNonNull(said).replace("ready ", ""));
        return new DockerEngine(folder, process, List.of("nsenter", network, "--"));
    }

    private static String read(Path folder) {
        try {
            return Files.readString(folder.resolve("engine.err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean isInstalled(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator, -1)).anyMatch(one -> Files.isExecutable(Path.of(one, program)));
    }

    private Map<String, String> environment() {
        return own == null ? Map.of() : Map.of("DOCKER_HOST", "unix://" + folder.resolve("docker.sock"));
    }

    /** The same program where it reaches the engine and the ports of its containers. */
    PackagedPrecalc reach(PackagedPrecalc precalc) {
        return precalc.with(environment()).by(inItsNetwork.toArray(String[]::new));
    }

    /** Runs our own image as its documentation says: read-only, as a user without rights, in the folder. */
    Result run(String image, Path data, List<String> options, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("run", "--read-only", "--tmpfs=/tmp:exec", "--volume=" + data + ":/data", "--workdir=/data"));
        command.addAll(options);
        command.add(image);
        command.addAll(List.of(args));
        return docker(command.toArray(String[]::new));
    }

    /** What the command wrote, which must have ended well. */
    String ask(String... args) throws IOException, InterruptedException {
        Result result = docker(args);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        return result.out().strip();
    }

    private Result docker(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(args));
        return call(new ProcessBuilder(command).redirectInput(new File("/dev/null")));
    }

    private Result call(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out-", "");
        Path err = Files.createTempFile(folder, "err-", "");
        builder.environment().putAll(environment());
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        return new Result(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    /**
     * Builds an image.
     *
     * @param bases for each foreign image that the file names, in this order, what {@code src/test/docker/base} makes in its place for
     *     an engine of our own; none if all of them were built here
     */
    void build(String tag, Path dockerfile, Path context, List<List<String>> bases)
            throws IOException, InterruptedException {
        Path file = dockerfile;
        if (own != null && !bases.isEmpty()) {
            String text = DIGEST.matcher(Files.readString(dockerfile)).replaceAll("");
            List<String> foreign = text.lines()
                    .filter(line -> line.startsWith("FROM ") && !line.startsWith("FROM scratch "))
                    .map(line -> line.split(" ", -1)[1])
                    .toList();
            assertThat(foreign).hasSameSizeAs(bases);
            for (int i = 0; i < bases.size(); i++) {
                make(foreign.get(i), bases.get(i));
            }
            file = Files.writeString(folder.resolve("Dockerfile"), text);
        }
        ask("build", "--tag", tag, "--file", file.toString(), context.toString());
    }

    private void make(String name, List<String> base) throws IOException, InterruptedException {
        Path files = folder.resolve("base.tar");
        List<String> command = new ArrayList<>(List.of(
                PythonTools.program("python").toString(),
                PROGRAMS.resolve("base").toString()));
        command.addAll(base);
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(files.toFile());
        builder.redirectError(folder.resolve("base.err").toFile());
        int code = builder.start().waitFor();
        assertThat(code).as(Files.readString(folder.resolve("base.err"))).isZero();
        ask("import", "--change", "ENV PATH=/bin", files.toString(), name);
        Files.delete(files);
    }

    @Override
    public void close() throws IOException {
        if (own != null) {
            own.getOutputStream().close();
            own.onExit().orTimeout(LONGEST_MINUTES, TimeUnit.MINUTES).join();
        }
    }
}
