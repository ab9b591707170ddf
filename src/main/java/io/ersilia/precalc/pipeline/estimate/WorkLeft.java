package io.ersilia.precalc.pipeline.estimate;

import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import java.util.ArrayList;
import java.util.List;

/**
 * What is left of a plan: only this costs anything.
 *
 * @param toPredict rows of each slice that is not predicted, in order, those of kept batches left out; none is 0
 * @param rowsToServe rows of the slices that are not served
 * @param slicesToServe how many of those slices there are
 */
record WorkLeft(List<Long> toPredict, long rowsToServe, int slicesToServe) {

    WorkLeft {
        toPredict = List.copyOf(toPredict);
        if (rowsToServe < 0 || slicesToServe < 0 || toPredict.stream().anyMatch(rows -> rows < 1)) {
            throw new IllegalArgumentException(
                    "no work: %s to predict, %d in %d to serve".formatted(toPredict, rowsToServe, slicesToServe));
        }
    }

    /** @param force whether done work is repeated */
    static WorkLeft of(Plan plan, RunStore store, boolean force) {
        RunFiles files = force ? RunFiles.NONE : store.files(plan.model(), plan.run());
        List<Long> toPredict = new ArrayList<>();
        long rowsToServe = 0;
        int slicesToServe = 0;
        for (Share slice : plan.shares()) {
            long rows = slice.slice().size();
            if (rows == 0) {
                continue;
            }
            if (!files.isServed(slice.worker())) {
                rowsToServe += rows;
                slicesToServe++;
            }
            if (!files.isPredicted(slice.worker())) {
                long left = rows - files.keptRows(slice.worker(), slice.slice());
                toPredict.add(Math.max(1, left)); // all kept: a partition is still to be made of them
            }
        }
        return new WorkLeft(toPredict, rowsToServe, slicesToServe);
    }

    long rowsToPredict() {
        return toPredict.stream().mapToLong(Long::longValue).sum();
    }
}
