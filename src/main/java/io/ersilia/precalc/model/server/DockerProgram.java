package io.ersilia.precalc.model.server;

import io.ersilia.precalc.model.ExternalCommand;
import io.ersilia.precalc.model.LogText;
import io.ersilia.precalc.model.ModelEnvironment;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Docker's command line: each command runs in its own process, with only the part of our environment it needs. */
final class DockerProgram {

    /** For commands that only ask the daemon. */
    static final Duration QUICK = Duration.ofMinutes(1);

    /** For images of many gigabytes. */
    static final Duration PULL = Duration.ofHours(2);

    /** For commands that make or remove a container. */
    static final Duration CHANGE = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(DockerProgram.class);
    private static final int SAID_BYTES = 64 * 1024;

    /** Variables that say where the daemon is and how to log in to it. */
    private static final List<String> DAEMON =
            List.of("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH");

    private final String program;
    private final Path folder;
    private final Map<String, String> environment;
    private final Set<ExternalCommand> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    /** Creates the program's folder, which {@link #forget} removes. */
    DockerProgram(String program, Path parent, Map<String, String> environment) {
        this.program = program;
        this.folder = PrivateFolder.within(parent, "precalc-docker-");
        this.environment = ModelEnvironment.of(environment, folder);
        DAEMON.stream()
                .filter(environment::containsKey)
                .forEach(name -> this.environment.put(name, environment.getOrDefault(name, "")));
    }

    /**
     * How a command ended.
     *
     * @param exitCode empty if it had to be ended
     */
    record Step(String name, OptionalInt exitCode, String said) {

        boolean succeeded() {
            return exitCode.orElse(1) == 0;
        }

        /** For messages: how it ended and its last lines. */
        String ending() {
            String how = exitCode.isPresent() ? "exit code " + exitCode.getAsInt() : "it took too long";
            return "'%s': %s, %s".formatted(name, how, LogText.lastWords(said));
        }
    }

    /**
     * Asks for the version of the daemon.
     *
     * @throws Failure of kind UNAVAILABLE when the program is missing or the daemon does not run
     */
    String version() throws InterruptedException {
        Step step = run(QUICK, "version", "--format", "{{.Server.Version}}");
        if (!step.succeeded()) {
            throw Failure.unavailable(
                    "%s does not work: %s; start Docker, or name another program with --docker PROGRAM"
                            .formatted(program, step.ending()));
        }
        return step.said().lines().reduce("", (before, line) -> line.isBlank() ? before : line.strip());
    }

    /** Runs one command to its end or its limit. */
    Step run(Duration limit, String... args) throws InterruptedException {
        if (ending && args[0].equals("run")) {
            throw Failure.stopped("no container is started any more", null);
        }
        List<String> all = new ArrayList<>(List.of(program));
        all.addAll(List.of(args));
        String name = "docker " + String.join(" ", List.of(args).subList(0, args[0].equals("image") ? 2 : 1));
        try {
            Path said = Files.createTempFile(folder, "said-", ".log");
            ExternalCommand command = new ExternalCommand(all, folder, said, environment);
            underWay.add(command);
            try {
                OptionalInt exitCode = command.run(limit);
                Step step = new Step(name, exitCode, LogText.tail(said, 0, SAID_BYTES));
                log.debug("{}", step.ending());
                return step;
            } finally {
                underWay.remove(command);
                Files.deleteIfExists(said);
            }
        } catch (IOException e) {
            throw Failure.unavailable(
                    "%s cannot be run (%s); install Docker, or name its program with --docker PROGRAM"
                            .formatted(program, ExternalCommand.reason(e)),
                    e);
        }
    }

    /** Ends the commands that other threads wait for, and starts no more containers. */
    void endUnderWay() {
        ending = true;
        underWay.forEach(ExternalCommand::end);
    }

    /** Removes the folder; nothing can be run afterwards. */
    void forget() {
        PrivateFolder.delete(folder);
    }
}
