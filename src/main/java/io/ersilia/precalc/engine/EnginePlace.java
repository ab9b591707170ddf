package io.ersilia.precalc.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's jobs are submitted, with further settings of the engine. Settings that the engine does not need are empty.
 *
 * @param queue the AWS Batch job queue
 * @param job the AWS Batch job definition, whose image runs precalc
 * @param predictJob the same, with only the rights that predicting needs
 * @param image the image for Kubernetes
 * @param account the Kubernetes service account; null for the default
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
