package io.ersilia.precalc.report;

import org.jspecify.annotations.Nullable;

/**
 * What was meant to be spent and what was. Null is what nobody knows; it is never shown as 0.
 *
 * @param pricesChecked month in which the prices were looked up
 * @param region of AWS that the prices are of
 * @param chargedByUnit whether the table is charged by write units; null where it could not be asked
 * @param basis what the plan knew of the model's pace; null when it knew nothing
 */
public record CostFacts(
        String currency,
        String region,
        String pricesChecked,
        @Nullable Boolean chargedByUnit,
        Spent planned,
        Spent actual,
        @Nullable String basis) {

    /**
     * One column of the comparison.
     *
     * @param rows predicted or to predict
     * @param secondsPerMolecule of one worker
     * @param predictMinutes of runners, each job rounded up to a minute
     * @param serveMinutes the same of the jobs that serve
     * @param minutesCost of both in a private repository
     * @param items of the table
     * @param writeUnits of the table; null for one that has none
     * @param writeCost of the units
     */
    public record Spent(
            @Nullable Long rows,
            @Nullable Double secondsPerMolecule,
            @Nullable Long predictMinutes,
            @Nullable Long serveMinutes,
            @Nullable Double minutesCost,
            @Nullable Long items,
            @Nullable Double writeUnits,
            @Nullable Double writeCost) {

        public static final Spent UNKNOWN = new Spent(null, null, null, null, null, null, null, null);
    }
}
