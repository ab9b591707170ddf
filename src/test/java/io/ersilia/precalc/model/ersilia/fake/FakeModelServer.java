package io.ersilia.precalc.model.ersilia.fake;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A model server of the stand-ins, started by a test itself. Its faults are read at each request. */
public final class FakeModelServer implements AutoCloseable {

    private static final long START_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long LOOK_MILLIS = 2;

    private final Path folder;
    private final Process process;
    private final String url;
    private final int requestsBefore;

    private FakeModelServer(Path folder, int port) throws IOException {
        this.folder = folder;
        this.requestsBefore = requestsEver();
        Path address = Files.createTempDirectory(folder, "server-").resolve("url");
        Files.deleteIfExists(folder.resolve("most-at-once"));
        Path program = FakeErsiliaHome.program().resolveSibling("model_server");
        process = new ProcessBuilder(
                        program.toString(),
                        folder.toString(),
                        folder.toString(),
                        address.toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.resolve("console.log").toFile()))
                .start();
        url = addressIn(address);
    }

    private String addressIn(Path file) throws IOException {
        long begin = System.nanoTime();
        while (!Files.exists(file)) {
            if (!process.isAlive() || System.nanoTime() - begin > START_NANOS) {
                process.destroyForcibly();
                throw new AssertionError(
                        "the model server does not start: " + Files.readString(folder.resolve("console.log")));
            }
            try {
                process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return Files.readString(file);
    }

    /** Starts one in that home. */
    public static FakeModelServer start(Path eos) throws IOException {
        return new FakeModelServer(eos, 0);
    }

    /** Starts one in the place of one that died. */
    public static FakeModelServer startAt(Path eos, String url) throws IOException {
        return new FakeModelServer(eos, URI.create(url).getPort());
    }

    public String url() {
        return url;
    }

    /** How many requests to run the model came so far. */
    public int requests() {
        return requestsEver() - requestsBefore;
    }

    private int requestsEver() {
        return (int)
                FakeErsiliaHome.read(folder.resolve("requests.log")).lines().count();
    }

    /** How many were there at once, at most. */
    public int mostAtOnce() {
        return Integer.parseInt("0" + FakeErsiliaHome.read(folder.resolve("most-at-once")));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
