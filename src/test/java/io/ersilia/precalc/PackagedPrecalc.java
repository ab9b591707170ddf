package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The packaged jar as a process of its own: what users start. */
public final class PackagedPrecalc {

    private static final long LONGEST_SECONDS = 120;

    /** Of a mask of signals, which begins with signal 1. */
    private static final long SIGINT_BIT = 1 << 1;

    /** What the process said and how it ended. */
    public record Result(int code, String out, String err) {}

    /** A process under way; its streams are files, so that it never waits for a reader. */
    public record Running(Process process, Path out, Path err) {

        public Result await() throws IOException, InterruptedException {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running: " + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        }

        /** Waits until the process has come that far. */
        public void await(Callable<Boolean> phase) throws Exception {
            long begin = System.nanoTime();
            while (!phase.call()) {
                assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
                assertThat(System.nanoTime() - begin)
                        .as("waited")
                        .isLessThan(TimeUnit.SECONDS.toNanos(LONGEST_SECONDS));
                Thread.sleep(2);
            }
        }
    }

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> javaOptions = new ArrayList<>();
    private final List<String> prefix = new ArrayList<>();

    /** @param directory the process's working folder */
    public PackagedPrecalc(Path directory) {
        this.directory = directory;
        environment.put("PATH", System.getenv().getOrDefault("PATH", ""));
        environment.put("HOME", directory.toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
    }

    public PackagedPrecalc with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public PackagedPrecalc with(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    public PackagedPrecalc java(String... options) {
        javaOptions.addAll(List.of(options));
        return this;
    }

    /** Starts by a shell that first runs the command, e.g. {@code ulimit -f 1}. */
    public PackagedPrecalc after(String shellCommand) {
        return by("sh", "-c", shellCommand + " && exec \"$@\"", "sh");
    }

    /** Starts by the command, which must become the process: {@code exec}, not a child. */
    public PackagedPrecalc by(String... command) {
        prefix.addAll(List.of(command));
        return this;
    }

    /** The process leads a group of its own, as one that a terminal started; needs setsid. */
    public PackagedPrecalc inAGroupOfItsOwn() {
        return by("setsid");
    }

    public Running start(String... args) throws IOException {
        List<String> command = new ArrayList<>(sigintIsIgnored() ? List.of("env", "--default-signal=INT") : List.of());
        command.addAll(prefix);
        command.add(QuickJava.program().toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(List.of(args));
        Path streams = Files.createTempDirectory("packaged-");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(streams.resolve("out").toFile())
                .redirectError(streams.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Running(process, streams.resolve("out"), streams.resolve("err"));
    }

    public Result run(String... args) throws IOException, InterruptedException {
        return start(args).await();
    }

    public static Path jar() {
        Path jar =
                Path.of(System.getProperty("precalc.jar", "target/precalc.jar")).toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new AssertionError("no %s: build it with mvn -Pjar-only package".formatted(jar));
        }
        return jar;
    }

    /** A job in the background of a script ignores SIGINT, and what it starts inherits that. */
    private static boolean sigintIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .map(line -> Long.parseUnsignedLong(
                                line.substring("SigIgn:".length()).strip(), 16))
                        .anyMatch(ignored -> (ignored & SIGINT_BIT) != 0);
    }
}
