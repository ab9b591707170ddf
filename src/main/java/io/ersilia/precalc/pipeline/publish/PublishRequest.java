package io.ersilia.precalc.pipeline.publish;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.words.Words;
import org.jspecify.annotations.Nullable;

/**
 * What to publish.
 *
 * @param maxDrift how far the values of a column may have moved, see {@code ColumnChange}; null for any distance
 * @param force whether to publish even a sample over a full run, or a run with more rejects than allowed
 */
public record PublishRequest(
        ModelId model, RunId run, @Nullable Double maxDrift, boolean force) {

    public PublishRequest {
        if (maxDrift != null && !(maxDrift >= 0 && maxDrift <= 1)) {
            throw new IllegalArgumentException(
                    "--max-drift %s: expected a number from 0 to 1, e.g. 0.05".formatted(Words.number(maxDrift)));
        }
    }
}
