package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Worker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions a user wants served; values that were not given are null.
 *
 * @param run to serve, if not the newest
 * @param worker the only one whose partition is served
 * @param workers how many the run was planned with
 * @param partitions the only ones that are served; empty if none are named
 */
public record ServeRequest(
        ModelId model,
        @Nullable RunId run,
        @Nullable Integer worker,
        @Nullable Integer workers,
        List<Integer> partitions) {

    /** @throws IllegalArgumentException if there can be no such worker */
    public ServeRequest {
        partitions = List.copyOf(partitions);
        new Worker(worker == null ? 1 : worker, workers == null ? Worker.MAX_TOTAL : workers);
    }

    /** The numbers of the partitions that were named; empty if all are meant. */
    List<Integer> numbers() {
        return worker == null ? partitions : List.of(worker);
    }
}
