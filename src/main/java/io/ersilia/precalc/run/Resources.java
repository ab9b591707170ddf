package io.ersilia.precalc.run;

import org.jspecify.annotations.Nullable;

/**
 * What the process that wrote a partition used of its machine while it worked on the slice, with the model's processes on
 * this machine. Slices that one process predicts side by side each have the whole process.
 *
 * @param maxRssBytes the sum of the most memory that each process held since its start; null where the system does not say
 * @param cpuSeconds processor time, of all cores together
 */
public record Resources(@Nullable Long maxRssBytes, double cpuSeconds) {

    public Resources {
        if (cpuSeconds < 0 || (maxRssBytes != null && maxRssBytes < 0)) {
            throw new IllegalArgumentException(
                    "%s bytes and %s s of processor time".formatted(maxRssBytes, cpuSeconds));
        }
    }
}
