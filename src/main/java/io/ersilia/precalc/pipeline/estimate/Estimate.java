package io.ersilia.precalc.pipeline.estimate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ersilia.precalc.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What the rest of a run will take, before anything is spent; as JSON one flat object. Unknown values are null. Times are
 * those on GitHub Actions. Not included: fetching and starting the model again in each job, serving, and waiting for
 * runners.
 */
public record Estimate(
        @JsonUnwrapped Work work,
        @JsonUnwrapped Time time,
        @JsonUnwrapped Storage storage,
        @JsonUnwrapped Requests requests,
        @JsonUnwrapped Table table,
        @JsonUnwrapped Costs costs) {

    /**
     * What is left to do.
     *
     * @param rowsToPredict without the rows of predicted slices and of kept batches
     * @param rowsToServe rows of slices that are not served
     * @param workers that have something to predict
     * @param maxParallel jobs at the same time
     * @param waves of jobs in a round
     * @param hoursPerRound after which a job stops and keeps its work
     */
    public record Work(
            long rowsToPredict, long rowsToServe, int workers, int maxParallel, long waves, double hoursPerRound) {}

    /**
     * How long predicting takes. All values are null if no earlier run shows how long a molecule takes.
     *
     * @param rounds until the slowest worker is done
     * @param wallHours from the start of the first job to the end of the last
     * @param runnerMinutes billed for the jobs that predict, each rounded up to a minute
     * @param workHours of all workers together: what one process would take
     * @param secondsPerMolecule of one worker
     * @param measured where the seconds were measured
     * @param wallHoursWithoutKnown the wall hours if no earlier run knew any of the molecules; null if none does
     */
    public record Time(
            @Nullable Long rounds,
            @Nullable Double wallHours,
            @Nullable Long runnerMinutes,
            @Nullable Double workHours,
            @Nullable Double secondsPerMolecule,
            @JsonUnwrapped(prefix = "measured_") Measured measured,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double wallHoursWithoutKnown) {

        static final Time UNKNOWN = new Time(null, null, null, null, null, Measured.NEVER, null);
    }

    /**
     * The run that showed how long a molecule takes. All values are null if none did.
     *
     * @param molecules how many it predicted
     * @param version of the model
     * @param runner that ran the model
     * @param alike whether version and runner are those of the work ahead, as far as is known
     */
    public record Measured(
            @Nullable RunId run,
            @Nullable Long molecules,
            @Nullable String version,
            @Nullable String runner,
            @Nullable Boolean alike) {

        static final Measured NEVER = new Measured(null, null, null, null, null);
    }

    /**
     * What is written to the store.
     *
     * @param columns output columns of the model; if not known, the sizes are assumed for one
     * @param sizesMeasured whether the sizes are those of an earlier partition
     * @param bytes of the partitions
     */
    public record Storage(
            @Nullable Integer columns,
            boolean sizesMeasured,
            @JsonProperty("store_bytes") long bytes) {}

    /**
     * Requests to the store by predict, serve and finish.
     *
     * @param puts files written
     * @param putCost of the files written
     * @param gets files read, or parts of them
     * @param lists pages of names
     * @param readCost of the reads and of the pages
     */
    public record Requests(long puts, double putCost, long gets, long lists, double readCost) {}

    /**
     * What is written to the table.
     *
     * @param items at most
     * @param writeUnits at most: equal keys are written once
     * @param bytes as they are billed
     * @param secondsOnNewTable for the write units on a new on-demand table
     * @param secondsAtQuota for the write units at the default quota of a table
     * @param name of the table, e.g. {@code dynamodb:precalculations-table}
     * @param mode how the table is billed; null for SQLite, and for a table that could not be described
     * @param unitsPerSecond that the table takes
     * @param secondsOnTable for the write units at that rate
     * @param unknown why the table could not be described
     */
    public record Table(
            long items,
            long writeUnits,

            @JsonProperty("table_bytes") long bytes,

            double secondsOnNewTable,
            double secondsAtQuota,

            @JsonProperty("table") String name,
            @JsonProperty("table_mode") @Nullable String mode,

            @JsonProperty("table_units_per_second") @Nullable
            Long unitsPerSecond,

            @Nullable Double secondsOnTable,
            @JsonProperty("table_unknown") @Nullable String unknown) {}

    /**
     * What all of it costs.
     *
     * @param currency of all amounts
     * @param region of AWS that the prices are for
     * @param pricesChecked month in which the prices were looked up
     * @param writeCost of the write units; null for a provisioned table, which is billed by the hour
     * @param awsCost of the write units and of the requests to the store, as far as they are known
     * @param runnerCost of the minutes in a private repository; public repositories pay nothing
     * @param tableCostPerMonth of the table's bytes
     * @param storeCostPerMonth of the store's bytes
     */
    public record Costs(
            String currency,
            String region,
            String pricesChecked,
            @Nullable Double writeCost,
            double awsCost,
            @Nullable Double runnerCost,
            double tableCostPerMonth,
            double storeCostPerMonth) {}

    /** The same estimate, with the time that it would take if no earlier run knew any of the molecules. */
    Estimate insteadOf(Time without) {
        Time known = new Time(
                time.rounds(),
                time.wallHours(),
                time.runnerMinutes(),
                time.workHours(),
                time.secondsPerMolecule(),
                time.measured(),
                without.wallHours());
        return new Estimate(work, known, storage, requests, table, costs);
    }

    /** Whether nothing is left to pay for. */
    @JsonIgnore
    public boolean isNothing() {
        return work.rowsToPredict() == 0 && work.rowsToServe() == 0;
    }
}
