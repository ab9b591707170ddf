package io.ersilia.precalc.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the jobs of a run are put, and what the engine is told besides; what it does not need is empty.
 *
 * @param queue of AWS Batch
 * @param job definition of AWS Batch, whose image runs precalc
 * @param predictJob the same with the rights of a worker that only predicts
 * @param image for Kubernetes
 * @param account service account of Kubernetes; null for the usual one
 * @param with further arguments for the engine's own command
 */
public record EnginePlace(
        String queue,
        String job,
        String predictJob,
        String image,
        @Nullable String account,
        List<String> with) {

    public EnginePlace {
        with = List.copyOf(with);
    }
}
