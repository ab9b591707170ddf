package io.ersilia.precalc.pipeline.predict;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the calls to a model.
 *
 * @param batchSize the most molecules of one call
 * @param stopAt no call is begun that would not be answered before then; null for no such time
 */
public record CallLimits(int batchSize, @Nullable Instant stopAt) {

    public CallLimits {
        if (batchSize < 1) {
            throw new IllegalArgumentException("not a batch size: %d, expected 1 or more".formatted(batchSize));
        }
    }
}
