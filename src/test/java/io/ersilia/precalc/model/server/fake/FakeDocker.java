package io.ersilia.precalc.model.server.fake;

import io.ersilia.precalc.model.ersilia.fake.FakeFiles;
import io.ersilia.precalc.model.ersilia.fake.FakeModelServer;
import io.ersilia.precalc.model.ersilia.fake.Faults;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * The stand-in's program: exactly the commands that are needed, with the words and exit codes of the real one. Images and
 * containers are files in {@code $HOME/eos}, faults as for the other stand-ins.
 */
public final class FakeDocker {

    private static final Path EOS = Path.of(System.getenv("HOME"), "eos");
    private static final Faults FAULTS = Faults.read(EOS);
    private static final String OWNER = "io.ersilia.precalc.owner";
    private static final int DAEMON_FAILED = 125;
    private static final long START_NANOS = 20_000_000_000L;

    private FakeDocker() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        FakeFiles.append(EOS.resolve("commands.log"), String.join(" ", args));
        FakeFiles.append(
                EOS.resolve("environment.log"), String.valueOf(System.getenv().keySet()));
        if (FAULTS.list("hangs").contains(args[0])) {
            LockSupport.park(); // for ever
        }
        if (FAULTS.on("daemon.off")) {
            System.exit(say(1, "Cannot connect to the Docker daemon. Is the docker daemon running?"));
        }
        System.exit(
                switch (args[0]) {
                    case "version" -> say(0, "28.2.2");
                    case "pull" -> pull(args[1]);
                    case "image" -> inspectImage(args[4]);
                    case "ps" -> list();
                    case "network" -> network(args[1]);
                    case "run" -> run(List.of(args));
                    case "port" ->
                        say(
                                0,
                                "127.0.0.1:"
                                        + Container.named(args[1]).orElseThrow().port());
                    case "inspect" -> inspect(args[5]);
                    case "logs" -> logs(args[3]);
                    case "rm" -> remove(args[3]);
                    default -> say(1, "docker: '%s' is not a docker command.".formatted(args[0]));
                });
    }

    private static int say(int exitCode, String text) {
        System.out.println(text);
        return exitCode;
    }

    /** The file of a tag holds the image's id and, if it came from elsewhere, its digest. */
    private static Path image(String tag) {
        return EOS.resolve("images").resolve(tag.replace('/', '_').replace(':', '_'));
    }

    private static int pull(String name) {
        if (FAULTS.on("pull.fails")) {
            return say(1, "Error response from daemon: manifest for %s not found".formatted(name));
        }
        String digest = FAULTS.text("digest", "a".repeat(64));
        int at = name.indexOf('@');
        FakeFiles.write(
                image(at < 0 ? name : name.substring(0, at) + ":<none>"),
                "sha256:%s [\"%s@sha256:%s\"]%n".formatted("1".repeat(64), name.split("[:@]", -1)[0], digest));
        return say(0, "Status: Downloaded newer image for " + name);
    }

    private static Optional<String> find(String name) {
        if (!name.contains("sha256:")) {
            return Optional.of(FakeFiles.read(image(name)).strip()).filter(text -> !text.isEmpty());
        }
        return FakeFiles.list(EOS.resolve("images")).stream()
                .map(file -> FakeFiles.read(file).strip())
                .filter(text -> text.contains(name.contains("@") ? '"' + name + '"' : name + " "))
                .findFirst();
    }

    private static int inspectImage(String name) {
        return find(name).map(found -> say(0, found)).orElseGet(() -> say(1, "Error: No such image: " + name));
    }

    private static int list() {
        for (Container container : Container.all()) {
            System.out.println(container.id() + " " + container.owner());
        }
        return 0;
    }

    private static int network(String verb) {
        Path made = EOS.resolve("network");
        if (verb.equals("inspect")) {
            return Files.exists(made)
                    ? say(0, "b5e7")
                    : say(1, "Error response from daemon: network precalc not found");
        }
        if (FAULTS.on("network.fails")) {
            return say(1, "Error response from daemon: all predefined address pools have been fully subnetted");
        }
        FakeFiles.write(made, "b5e7");
        return say(0, "b5e7");
    }

    private static int run(List<String> args) throws IOException, InterruptedException {
        String name = args.get(args.indexOf("--name") + 1);
        String owner = args.get(args.indexOf("--label") + 1).replace(OWNER + "=", "");
        String image = args.get(args.size() - 1);
        String id = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        if (find(image).isEmpty()) {
            return say(DAEMON_FAILED, "docker: Error response from daemon: No such image: " + image);
        }
        if (FAULTS.on("run.fails")) {
            new Container(name, id, owner, 0, 0).save();
            return say(DAEMON_FAILED, "docker: Error response from daemon: no space left on device");
        }
        String readOnly = args.contains("--read-only") ? FAULTS.text("read.only", "") : "";
        if (FAULTS.number("exits") > 0 || readOnly.equals("exits")) {
            FakeFiles.append(Container.console(name), "Killed: the model needs more");
            new Container(name, id, owner, 0, 0).save();
            return say(0, id);
        }
        Path address = Files.createDirectories(EOS.resolve("containers-work").resolve(id))
                .resolve("url");
        long pid = launch(name, address, readOnly);
        new Container(name, id, owner, pid, URI.create(FakeFiles.read(address)).getPort()).save();
        return say(0, id);
    }

    /** The container gets nothing of the environment; the home only marks it as ours. */
    private static long launch(String name, Path address, String readOnly) throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
        args.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx128m"));
        args.addAll(List.of("-cp", System.getProperty("java.class.path"), FakeModelServer.class.getName()));
        args.addAll(List.of(EOS.toString(), address.resolveSibling("").toString(), address.toString()));
        ProcessBuilder builder = new ProcessBuilder(args)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(Container.console(name).toFile()));
        builder.environment().clear();
        builder.environment().put("HOME", System.getenv("HOME"));
        builder.environment().put("READ_ONLY", readOnly);
        FakeFiles.append(Container.console(name), "serving in " + name);
        Process server = builder.start();
        long deadline = System.nanoTime() + START_NANOS;
        while (!Files.exists(address) && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        return server.pid();
    }

    private static int inspect(String name) {
        return Container.named(name)
                .map(container -> say(
                        0,
                        "%s %s %d"
                                .formatted(
                                        container.runs(),
                                        !container.runs() && FAULTS.on("out.of.memory"),
                                        container.runs() ? 0 : Math.max(FAULTS.number("exits"), 1))))
                .orElseGet(() -> say(1, "Error: No such container: " + name));
    }

    private static int logs(String name) {
        return Container.named(name).isEmpty()
                ? say(1, "Error: No such container: " + name)
                : say(0, FakeFiles.read(Container.console(name)));
    }

    private static int remove(String name) throws IOException {
        Optional<Container> container = Container.named(name);
        if (container.isEmpty()) {
            return say(1, "Error response from daemon: No such container: " + name);
        }
        container.get().remove();
        return say(0, name);
    }
}
