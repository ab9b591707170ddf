package io.ersilia.precalc.model.server;

import com.sun.management.OperatingSystemMXBean;
import io.ersilia.precalc.run.Printable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How models are run in containers.
 *
 * @param program Docker's command line, by name or path
 * @param memory what a container may use, as Docker writes it
 * @param network the Docker network that containers are in; null for one of precalc's own without a way out
 * @param inFlight how many calls a model gets at once
 * @param limits how long its server is waited for
 * @param workFolder where a session keeps what the program says, while it lasts
 */
public record DockerSettings(
        String program, String memory, @Nullable String network, int inFlight, ServerLimits limits, Path workFolder) {

    private static final Pattern SIZE = Pattern.compile("[1-9]\\d*[bkmgBKMG]?");

    private static final Pattern NETWORK = Pattern.compile("(?!none$|host$)[A-Za-z0-9][\\w.-]*");

    public DockerSettings {
        workFolder = workFolder.toAbsolutePath().normalize();
        if (program.isBlank()) {
            throw new IllegalArgumentException("no program to run: '', expected e.g. docker or a path to it");
        }
        if (!SIZE.matcher(memory).matches()) {
            throw new IllegalArgumentException(
                    "not a size of memory: '%s', expected e.g. 8g or 500m with --model-memory"
                            .formatted(Printable.of(memory)));
        }
        if (network != null && !NETWORK.matcher(network).matches()) {
            throw new IllegalArgumentException(
                    "not a network through which a server is reached: '%s', expected the name of a Docker network with"
                                    .formatted(Printable.of(network))
                            + " --network, e.g. bridge");
        }
    }

    /** Three quarters of this machine's memory: a model that needs more ends alone, and takes nothing else with it. */
    public static String usualMemory() {
        long bytes =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return bytes / 4 * 3 + "b";
    }
}
