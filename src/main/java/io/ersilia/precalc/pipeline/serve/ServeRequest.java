package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Worker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions somebody wants to be served; null where nothing was said.
 *
 * @param run to serve, if not the newest
 * @param worker whose partition alone is served
 * @param workers how many the run was planned with
 * @param partitions that alone are served; empty when none are named
 */
public record ServeRequest(
        ModelId model,
        @Nullable RunId run,
        @Nullable Integer worker,
        @Nullable Integer workers,
        List<Integer> partitions) {

    /** @throws IllegalArgumentException when there can be no such worker */
    public ServeRequest {
        partitions = List.copyOf(partitions);
        new Worker(worker == null ? 1 : worker, workers == null ? Worker.MAX_TOTAL : workers);
    }

    /** The numbers of the partitions that were named; empty when all are meant. */
    List<Integer> numbers() {
        return worker == null ? partitions : List.of(worker);
    }
}
