package io.ersilia.precalc.pipeline.publish;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.words.Words;
import org.jspecify.annotations.Nullable;

/**
 * What is to be published.
 *
 * @param maxDrift how far the values of a column may have moved, see {@code ColumnChange}; null for any distance
 * @param force a sample over a full run too, and a run of which more was rejected than was allowed
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
