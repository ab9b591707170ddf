package io.ersilia.precalc.model.server;

import com.sun.management.OperatingSystemMXBean;
import io.ersilia.precalc.run.Printable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How models are run in containers.
 *
 * @param program Docker's command line, by name or path
 * @param memory the most a container may use, as Docker writes it
 * @param network the Docker network that containers are in; null for precalc's own, which has no way out
 * @param inFlight how many calls a model gets at once
 * @param limits how long to wait for its server
 * @param workFolder where a session keeps the program's output while it lasts
 * @param closing how long removing a container may take, its log included
 */
public record DockerSettings(
        String program,
        String memory,
        @Nullable String network,
        int inFlight,
        ServerLimits limits,
        Path workFolder,
        Duration closing) {

    private static final Pattern SIZE = Pattern.compile("[1-9]\\d*[bkmgBKMG]?");

    private static final Pattern NETWORK = Pattern.compile("(?!none$|host$)[A-Za-z0-9][\\w.-]*");

    /** Settings that allow all the time that removing a container may need. */
    public DockerSettings(
            String program,
            String memory,
            @Nullable String network,
            int inFlight,
            ServerLimits limits,
            Path workFolder) {
        this(program, memory, network, inFlight, limits, workFolder, DockerProgram.CHANGE);
    }

    /** The same for a session that must end within that time once it is asked to. */
    public DockerSettings closingWithin(Duration time) {
        return new DockerSettings(
                program, memory, network, inFlight, limits, workFolder, closing.compareTo(time) < 0 ? closing : time);
    }

    public DockerSettings {
        workFolder = workFolder.toAbsolutePath().normalize();
        if (program.isBlank()) {
            throw new IllegalArgumentException(
                    "--docker '': expected the name of a program or a path to it, e.g. docker");
        }
        if (!SIZE.matcher(memory).matches()) {
            throw new IllegalArgumentException(
                    "--model-memory %s: expected a size, e.g. 8g or 500m".formatted(Printable.value(memory)));
        }
        if (network != null && !NETWORK.matcher(network).matches()) {
            throw new IllegalArgumentException(
                    "--network %s: expected the name of a Docker network through which a server is reached, e.g. bridge"
                            .formatted(Printable.value(network)));
        }
    }

    /** Three quarters of this machine's memory: a model that needs more is ended, and nothing else is. */
    public static String usualMemory() {
        long bytes =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return bytes / 4 * 3 + "b";
    }
}
