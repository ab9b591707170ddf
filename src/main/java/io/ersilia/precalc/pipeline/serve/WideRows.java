package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.WriteCapacity;
import io.ersilia.precalc.words.Words;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether rows that take many write units may be written: they are so expensive that the user must allow them.
 *
 * @param isAllowed whether the user allowed it
 * @param prices to show what they cost
 */
public record WideRows(boolean isAllowed, Prices prices) {

    /** The highest average of write units per row that is written without permission. */
    public static final int MAX_UNITS = 8;

    /** Whether rows that take this many write units on average need permission. */
    public static boolean areWide(double units) {
        return units > MAX_UNITS;
    }

    /** Refuses a partition that is too wide for a table that takes write units, before anything of it is written. */
    void check(StoredPartition source, Examination examined, PredictionTable table) {
        double units = examined.unitsPerItem();
        if (isAllowed || !areWide(units)) {
            return;
        }
        Optional<WriteCapacity> capacity = table.capacity();
        if (capacity.isPresent()) {
            throw Failure.usage(String.format(
                    Locale.ROOT,
                    "%s takes %.1f write units a row in %s, more than %d: %s%s; --allow-wide writes it anyway",
                    source.partition(),
                    units,
                    table.name(),
                    MAX_UNITS,
                    price(examined.writeUnits(), capacity.get()),
                    run(source.plan(), units, capacity.get())));
        }
    }

    private String run(@Nullable Plan plan, double units, WriteCapacity capacity) {
        return plan == null
                ? ""
                : ", and about %s for the %s of the run"
                        .formatted(price(Math.round(units * plan.rows()), capacity), Words.many(plan.rows(), "row"));
    }

    private String price(long units, WriteCapacity capacity) {
        return capacity.isChargedByUnit()
                ? "%s, %s (%s, %s)"
                        .formatted(
                                Words.many(units, "unit"),
                                Words.money(prices.writeCost((double) units), prices.currency()),
                                prices.region(),
                                prices.checked())
                : "%s, %s of what is provisioned"
                        .formatted(
                                Words.many(units, "unit"),
                                Words.duration(capacity.seconds((double) units, Double.POSITIVE_INFINITY)));
    }
}
