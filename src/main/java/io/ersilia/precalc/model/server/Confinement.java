package io.ersilia.precalc.model.server;

import io.ersilia.precalc.model.server.DockerProgram.Step;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a model's container may not do: it runs other people's code, which needs nothing but processors, memory and one port.
 *
 * @param network the Docker network that it is in
 * @param namesResolve whether it may look up host names
 * @param files what it may do with the image's files; temporary ones are always writable
 */
record Confinement(String network, boolean namesResolve, Files files) {

    private static final Logger log = LoggerFactory.getLogger(Confinement.class);

    /** Whether the container may change the files that it starts with. */
    enum Files {
        READ_ONLY,
        WRITABLE
    }

    /** The network of our own. Others may use it at the same time, so it is never removed. */
    static final String OWN_NETWORK = "precalc";

    /** Docker's default. */
    private static final String USUAL_NETWORK = "bridge";

    /** Threads count as processes: a numerical library starts one per processor in each of a server's workers. */
    private static final String MOST_PROCESSES = "4096";

    /**
     * A network in which published ports can be reached but which has no way out: packets leave with an address that nothing
     * answers, and containers do not see each other. A network made with {@code --internal} would be closed by the
     * firewall, but publishes no ports.
     */
    private static final List<String> WITHOUT_A_WAY_OUT = List.of(
            "--driver",
            "bridge",
            "--opt",
            "com.docker.network.bridge.enable_ip_masquerade=false",
            "--opt",
            "com.docker.network.bridge.enable_icc=false");

    /**
     * The tightest confinement: read-only, and in our own network unless another was asked for. If ours cannot be made,
     * Docker's default is used instead, with a warning.
     */
    static Confinement tightest(DockerProgram docker, @Nullable String network) throws InterruptedException {
        if (network != null) {
            return new Confinement(network, true, Files.READ_ONLY);
        }
        if (isThere(docker)) {
            return new Confinement(OWN_NETWORK, false, Files.READ_ONLY);
        }
        Step create = docker.run(
                DockerProgram.CHANGE,
                Stream.of(List.of("network", "create"), WITHOUT_A_WAY_OUT, List.of(OWN_NETWORK))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
        if (create.succeeded() || isThere(docker)) { // another process may have been faster
            return new Confinement(OWN_NETWORK, false, Files.READ_ONLY);
        }
        log.warn(
                "the model can reach the network, as a closed one could not be created: {}; choose another with --network",
                create.ending());
        return new Confinement(USUAL_NETWORK, true, Files.READ_ONLY);
    }

    private static boolean isThere(DockerProgram docker) throws InterruptedException {
        return docker.run(DockerProgram.QUICK, "network", "inspect", "--format", "{{.Id}}", OWN_NETWORK)
                .succeeded();
    }

    /** The same confinement for an image that writes to its own files. */
    Confinement writable() {
        return new Confinement(network, namesResolve, Files.WRITABLE);
    }

    /** The options of {@code docker run}. */
    List<String> options() {
        Stream<String> always = Stream.of(
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges",
                "--pids-limit",
                MOST_PROCESSES,
                "--network",
                network);
        Stream<String> names = namesResolve ? Stream.of() : Stream.of("--dns", "127.0.0.1"); // nothing answers there
        Stream<String> folders = files == Files.READ_ONLY
                ? Stream.of("--read-only", "--tmpfs", "/tmp:exec", "--tmpfs", "/run")
                : Stream.of();
        return Stream.of(always, names, folders).flatMap(stream -> stream).toList();
    }
}
