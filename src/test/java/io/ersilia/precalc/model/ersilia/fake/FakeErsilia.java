package io.ersilia.precalc.model.ersilia.fake;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The stand-in's program, as the real one behaves: state under {@code $HOME/eos}, a session per parent process, faults
 * told on stdout with exit code 0. Its waits are shorter than the real one's.
 */
public final class FakeErsilia {

    private static final Path HOME = Path.of(System.getenv("HOME"));
    private static final Path EOS = HOME.resolve("eos");
    private static final Faults FAULTS = Faults.read(EOS);

    /** Never the machine's own temporary folder: what is removed there may be somebody's. */
    private static final Path TMP = Path.of(System.getenv().getOrDefault("TMPDIR", HOME + "/tmp"));

    private static final Path SESSION = EOS.resolve(
            "sessions/session_" + ProcessHandle.current().parent().orElseThrow().pid());

    private static final long SERVER_START_NANOS = 20_000_000_000L;

    private FakeErsilia() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        FakeFiles.append(EOS.resolve("commands.log"), String.join(" ", args));
        if (args.length > 0 && FAULTS.list("hangs").contains(args[0])) {
            LockSupport.park(); // for ever
        }
        if (args.length > 0 && args[0].equals("--version")) {
            System.out.println("ersilia, version " + FAULTS.text("version", "0.1.61"));
            return;
        }
        pruneSessions();
        System.exit(
                switch (args.length == 0 ? "" : args[0]) {
                    case "fetch" -> fetch(List.of(args));
                    case "serve" -> serve(args[1]);
                    case "run" -> run(List.of(args));
                    case "close" -> close();
                    case "delete" -> delete(args[1]);
                    default -> say(2, "Usage: ersilia [OPTIONS] COMMAND [ARGS]...");
                });
    }

    private static int say(int exitCode, String text) {
        System.out.println(text);
        return exitCode;
    }

    /** Sessions whose parent is gone are removed, their processes killed. */
    private static void pruneSessions() {
        for (Path session : FakeFiles.list(EOS.resolve("sessions"))) {
            long parent = Long.parseLong(session.getFileName().toString().replace("session_", ""));
            if (ProcessHandle.of(parent).isEmpty()) {
                killLaunchers(session);
                FakeFiles.delete(session);
            }
        }
    }

    private static void killLaunchers(Path session) {
        for (Path file : FakeFiles.list(session)) {
            if (file.toString().endsWith(".pid")) {
                long pid = Long.parseLong(FakeFiles.read(file).split(" ", -1)[0]);
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static Path dest(String model) {
        return EOS.resolve("dest").resolve(model);
    }

    private static int fetch(List<String> args) throws IOException, InterruptedException {
        String model = args.get(1);
        if (Files.exists(dest(model).resolve("status.json"))) {
            return say(0, "Model %s failed to fetch: Model already exists".formatted(model));
        }
        if (FAULTS.on("fetch.fails")) {
            return say(0, "\u001b[31mModel %s failed to fetch: Docker is not active\u001b[0m".formatted(model));
        }
        int version = args.indexOf("--version");
        FakeErsiliaHome.install(EOS, model, version < 0 ? "v1.0.0" : args.get(version + 1));
        removeTemporaries();
        launch(Files.createTempDirectory(TMP, "ersilia-"), EOS.resolve("temp/trial.url")); // and left behind
        if (FAULTS.on("trial.fails")) { // and yet the status says done
            return say(1, "All output values are empty");
        }
        return say(0, "Model %s fetched successfully.".formatted(model));
    }

    private static int serve(String model) throws IOException, InterruptedException {
        if (Files.exists(SESSION.resolve("session.json")) && !servedModel().isEmpty()) {
            System.out.println("A model is being served already. Close it? [y/N]");
            return System.in.read() < 0 ? say(1, "Aborted.") : close();
        }
        if (!Files.exists(dest(model).resolve("status.json")) || FAULTS.on("serve.fails")) {
            FakeFiles.write(SESSION.resolve("session.json"), "{\"timestamp\": \"now\"}");
            return say(1, "Traceback (most recent call last): SystemExit");
        }
        if (FAULTS.on("serve.nourl")) {
            return say(0, "No URL found. Service unsuccessful.");
        }
        String newer = FAULTS.text("newer.version", "");
        if (!newer.isEmpty() && Files.exists(EOS.resolve("served.before"))) {
            FakeErsiliaHome.install(EOS, model, newer); // somebody fetched it meanwhile
        }
        FakeFiles.write(EOS.resolve("served.before"), "");
        removeTemporaries();
        Path address = SESSION.resolve("server.url");
        Files.createDirectories(SESSION);
        Files.deleteIfExists(address);
        long launcher = launch(Files.createTempDirectory(TMP, "ersilia-"), address);
        FakeFiles.write(SESSION.resolve(model + ".pid"), "%d %s -%n".formatted(launcher, FakeFiles.read(address)));
        FakeFiles.write(SESSION.resolve("session.json"), "{\"model_id\": \"%s\"}".formatted(model));
        FakeFiles.append(SESSION.resolve("current.log"), "serving " + model);
        return say(0, "Serving " + model);
    }

    /** Starts a launcher, and below it the server; only the first will ever be told to end. */
    private static long launch(Path folder, Path address) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        Path console = EOS.resolve("console.log");
        List<String> args = new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\" & wait", "launcher", java.toString()));
        args.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx128m"));
        args.addAll(List.of("-cp", System.getProperty("java.class.path"), FakeModelServer.class.getName()));
        args.addAll(List.of(EOS.toString(), folder.toString(), address.toString()));
        Process launcher = new ProcessBuilder(args)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(console.toFile()))
                .start();
        long deadline = System.nanoTime() + SERVER_START_NANOS;
        while (!Files.exists(address) && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        return launcher.pid();
    }

    /** Whoever they belong to. */
    private static void removeTemporaries() throws IOException {
        Files.createDirectories(TMP);
        for (Path entry : FakeFiles.list(TMP)) {
            if (entry.getFileName().toString().contains("ersilia-")) {
                FakeFiles.delete(entry);
            }
        }
    }

    private static String servedModel() {
        return FakeJson.field(FakeFiles.read(SESSION.resolve("session.json")), "model_id");
    }

    private static int run(List<String> args) throws IOException, InterruptedException {
        if (!Files.exists(SESSION.resolve("session.json"))) {
            return say(0, "No model seems to be served");
        }
        if (servedModel().isEmpty()) {
            return say(1, "KeyError: 'model_id'");
        }
        String url = FakeFiles.read(SESSION.resolve(servedModel() + ".pid")).split(" ", -1)[1];
        return new FakeRun(EOS, SESSION.resolve("current.log"), FAULTS, url, servedModel()).run(args);
    }

    private static int close() throws IOException {
        removeTemporaries();
        if (!Files.exists(SESSION.resolve("session.json"))) {
            return say(0, "No model was served");
        }
        String model = servedModel();
        if (model.isEmpty()) {
            return say(1, "KeyError: 'model_id'");
        }
        killLaunchers(SESSION);
        Files.deleteIfExists(SESSION.resolve(model + ".pid"));
        Files.deleteIfExists(SESSION.resolve("session.json"));
        return say(0, "Model %s closed".formatted(model));
    }

    private static int delete(String model) {
        FakeFiles.delete(dest(model));
        return say(0, "Model %s deleted".formatted(model));
    }
}
