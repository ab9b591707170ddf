package io.ersilia.precalc.model.server;

import io.ersilia.precalc.model.server.DockerProgram.Step;
import io.ersilia.precalc.run.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A container by its name, from the command that starts it to the one that removes it. */
record Container(DockerProgram docker, String name) {

    private static final Logger log = LoggerFactory.getLogger(Container.class);

    /** Where the model's server listens inside. */
    private static final String INNER_PORT = "80";

    private static final Pattern PORT = Pattern.compile("(?m)^127\\.0\\.0\\.1:(\\d{1,5})$");
    private static final Pattern STATE = Pattern.compile("(?m)^(true|false) (true|false) (-?\\d+)$");
    private static final String LOG_LINES = "200";
    private static final String OUT_OF_MEMORY = "oom";

    /** Longer than any of our containers lives. */
    private static final String LONGEST_LIFE = "720h";

    /** How long docker may take to learn that the kernel has ended a process. */
    private static final Duration DELIVERY = Duration.ofMillis(250);

    /**
     * The state of a container.
     *
     * @param exitCode how it ended; null while it runs
     * @param outOfMemory whether it ended because it ran out of memory
     */
    record State(@Nullable String exitCode, boolean outOfMemory) {}

    /** Starts it without any of our variables or folders; its port is open on this machine only. */
    void run(DockerImage image, String memory, Owner owner, Confinement confinement) throws InterruptedException {
        List<String> args = new ArrayList<>(List.of(
                "run",
                "--detach",
                "--name",
                name,
                "--memory",
                memory,
                "--publish",
                "127.0.0.1::" + INNER_PORT,
                "--pull",
                "never",
                "--label",
                owner.label()));
        args.addAll(confinement.options());
        args.add(image.reference());
        Step run = docker.run(DockerProgram.CHANGE, args.toArray(String[]::new));
        if (!run.succeeded()) {
            throw Failure.model("%s could not be started: %s; try 'docker run %s' by hand"
                    .formatted(image.reference(), run.ending(), image.reference()));
        }
    }

    /** The port on this machine that leads to the server; 0 if there is none. */
    int port() throws InterruptedException {
        Matcher port = PORT.matcher(docker.run(DockerProgram.QUICK, "port", name, INNER_PORT + "/tcp")
                .said());
        return port.find() ? Integer.parseInt(port.group(1)) : 0;
    }

    /** Its state; if that cannot be found out, as if it had ended. */
    State state() throws InterruptedException {
        Step inspect = docker.run(
                DockerProgram.QUICK,
                "inspect",
                "--type",
                "container",
                "--format",
                "{{.State.Running}} {{.State.OOMKilled}} {{.State.ExitCode}}",
                name);
        Matcher said = STATE.matcher(inspect.said());
        return inspect.succeeded() && said.find()
                ? new State(
                        said.group(1).equals("true") ? null : said.group(3),
                        said.group(2).equals("true"))
                : new State("unknown, " + inspect.ending(), false);
    }

    /**
     * How many of its processes were ended because memory ran out; the container itself may live on. The end is given as a
     * time: docker cuts a duration to whole seconds and would leave out the current one.
     */
    long timesOutOfMemory() throws InterruptedException {
        Instant until = Instant.now().plus(DELIVERY);
        Step events = docker.run(
                DockerProgram.QUICK,
                "events",
                "--filter",
                "container=" + name,
                "--filter",
                "event=oom",
                "--since",
                LONGEST_LIFE,
                "--until",
                "%d.%09d".formatted(until.getEpochSecond(), until.getNano()),
                "--format",
                "{{.Action}}");
        return events.said().lines().filter(OUT_OF_MEMORY::equals).count();
    }

    /** The end of its log, if docker gives it within that time. */
    String logs(Duration limit) throws InterruptedException {
        return docker.run(limit, "logs", "--tail", LOG_LINES, name).said();
    }

    /** Ends it and removes it with its volumes. Returns whether it is gone, also if it was gone before. */
    boolean remove(Duration limit) throws InterruptedException {
        Step remove = docker.run(limit, "rm", "--force", "--volumes", name);
        boolean gone = remove.succeeded() || remove.said().contains("No such container");
        if (!gone) {
            log.warn("container {} is left behind: {}; docker rm --force {}", name, remove.ending(), name);
        }
        return gone;
    }
}
