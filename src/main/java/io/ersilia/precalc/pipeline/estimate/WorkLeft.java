package io.ersilia.precalc.pipeline.estimate;

import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import java.util.ArrayList;
import java.util.List;

/**
 * The work left of a plan: only this costs anything.
 *
 * @param toPredict rows of each slice that is not predicted, in order, without known rows and those of kept batches
 * @param rowsToServe rows of the slices that are not served
 * @param slicesToServe how many of those slices there are
 * @param rowsToTakeOver rows known from an earlier run, in slices that are not predicted
 * @param slicesToTakeOver how many slices have such rows
 */
record WorkLeft(List<Long> toPredict, long rowsToServe, int slicesToServe, long rowsToTakeOver, int slicesToTakeOver) {

    WorkLeft {
        toPredict = List.copyOf(toPredict);
        if (rowsToServe < 0 || slicesToServe < 0 || toPredict.stream().anyMatch(rows -> rows < 0)) {
            throw new IllegalArgumentException(
                    "no work: %s to predict, %d in %d to serve".formatted(toPredict, rowsToServe, slicesToServe));
        }
    }

    /** @param force whether finished work is repeated, including that of earlier runs */
    static WorkLeft of(Plan plan, RunStore store, boolean force) {
        return force ? whole(plan.knowing(plan.modelVersion(), null)) : of(plan, store.files(plan.model(), plan.run()));
    }

    /** The work of a plan of which nothing is done. */
    static WorkLeft whole(Plan plan) {
        return of(plan, RunFiles.NONE);
    }

    private static WorkLeft of(Plan plan, RunFiles files) {
        long rowsToTakeOver = 0;
        int slicesToTakeOver = 0;
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
                long known = plan.knownRows(slice);
                long kept = files.keptRows(slice.worker(), slice.slice());
                long left = Math.round((double) (rows - kept) * (rows - known) / rows);
                toPredict.add(kept == 0 ? left : Math.max(1, left)); // a partition must still be made of them
                rowsToTakeOver += known;
                slicesToTakeOver += known > 0 ? 1 : 0;
            }
        }
        return new WorkLeft(toPredict, rowsToServe, slicesToServe, rowsToTakeOver, slicesToTakeOver);
    }

    long rowsToPredict() {
        return toPredict.stream().mapToLong(Long::longValue).sum();
    }
}
