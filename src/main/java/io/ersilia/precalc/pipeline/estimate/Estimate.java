package io.ersilia.precalc.pipeline.estimate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ersilia.precalc.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What the rest of a run is going to take, before anything of it is spent. Null is what nobody knows. Times are as on
 * GitHub Actions; what is not in them: fetching and starting the model anew in each job, serving, and waiting for runners.
 *
 * @param rowsToPredict without those of predicted slices and kept batches
 * @param rowsToServe rows of slices that are not served
 * @param workers that have something to predict
 * @param maxParallel jobs at the same time
 * @param waves of jobs in a round
 * @param rounds of {@code hoursPerRound} until the slowest worker is done
 * @param wallHours from the first job's start to the last one's end
 * @param runnerMinutes charged for the jobs that predict, each rounded up to a minute
 * @param workHours of all workers together: what one process would take
 * @param secondsPerMolecule of one worker
 * @param measuredRun the run that told the seconds
 * @param measuredMolecules how many molecules it predicted
 * @param measuredVersion of the model
 * @param measuredRunner that ran the model
 * @param measuredAlike whether version and runner are those of the work ahead, as far as anybody knows
 * @param columns output columns of the model; the sizes are assumed for one where nobody knows
 * @param sizesMeasured whether the sizes are those of an earlier partition
 * @param storeBytes of the partitions
 * @param puts files written to the store
 * @param items of the table, at most
 * @param writeUnits of the table, at most: equal keys are written once
 * @param tableBytes of the table, as they are charged
 * @param secondsOnNewTable for the write units on an on-demand table that was just made
 * @param secondsAtQuota for the write units at the default quota of a table
 * @param table that is going to be written
 * @param tableMode how it is charged; null for SQLite, and where it could not be described
 * @param tableUnitsPerSecond that it takes
 * @param secondsOnTable for the write units at that
 * @param tableUnknown why the table could not be described
 * @param currency of the costs
 * @param region of AWS that the prices are of
 * @param pricesChecked month in which the prices were looked up
 * @param writeCost of the write units; null for a provisioned table, which is charged by the hour
 * @param putCost of the files written
 * @param awsCost of both, as far as they are known
 * @param runnerCost of the minutes in a private repository; nothing in a public one
 * @param tableCostPerMonth of the table's bytes
 * @param storeCostPerMonth of the store's bytes
 */
public record Estimate(
        long rowsToPredict,
        long rowsToServe,
        int workers,
        int maxParallel,
        long waves,
        double hoursPerRound,
        @Nullable Long rounds,
        @Nullable Double wallHours,
        @Nullable Long runnerMinutes,
        @Nullable Double workHours,
        @Nullable Double secondsPerMolecule,
        @Nullable RunId measuredRun,
        @Nullable Long measuredMolecules,
        @Nullable String measuredVersion,
        @Nullable String measuredRunner,
        @Nullable Boolean measuredAlike,
        @Nullable Integer columns,
        boolean sizesMeasured,
        long storeBytes,
        long puts,
        long items,
        long writeUnits,
        long tableBytes,
        double secondsOnNewTable,
        double secondsAtQuota,
        String table,
        @Nullable String tableMode,
        @Nullable Long tableUnitsPerSecond,
        @Nullable Double secondsOnTable,
        @Nullable String tableUnknown,
        String currency,
        String region,
        String pricesChecked,
        @Nullable Double writeCost,
        double putCost,
        double awsCost,
        @Nullable Double runnerCost,
        double tableCostPerMonth,
        double storeCostPerMonth) {

    /** Whether there is nothing left to pay for. */
    @JsonIgnore
    public boolean isNothing() {
        return rowsToPredict == 0 && rowsToServe == 0;
    }
}
