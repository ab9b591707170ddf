package io.ersilia.precalc.run;

import org.jspecify.annotations.Nullable;

/**
 * What the process that wrote a partition used while it worked on the slice, including the model's processes on the same
 * machine. If one process predicts several slices in parallel, each slice records the whole process.
 *
 * @param maxRssBytes the sum of each process's peak memory since its start; null if the system does not report it
 * @param cpuSeconds processor time of all cores together
 */
public record Resources(@Nullable Long maxRssBytes, double cpuSeconds) {

    public Resources {
        if (cpuSeconds < 0 || (maxRssBytes != null && maxRssBytes < 0)) {
            throw new IllegalArgumentException(
                    "%s bytes and %s s of processor time".formatted(maxRssBytes, cpuSeconds));
        }
    }
}
