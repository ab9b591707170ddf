package io.ersilia.precalc.pipeline.estimate;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.WriteCapacity;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The table that will be written, as far as it can be described. A table that is absent or cannot be reached does not prevent
 * an estimate.
 *
 * @param hasUnits whether it takes write units at all: SQLite does not
 * @param capacity null for a table without units, or one that could not be described
 * @param unknown why a table with units could not be described, for a person; null when it was
 */
public record TableAhead(
        String name,
        boolean hasUnits,
        @Nullable WriteCapacity capacity,
        @Nullable String unknown) {

    /** A table that has no write units. */
    public static TableAhead withoutUnits(String name) {
        return new TableAhead(name, false, null, null);
    }

    /**
     * Describes a table that has write units.
     *
     * @param table opened, asked and closed
     * @throws Failure of kind USAGE when there can be no such table
     */
    public static TableAhead describe(String name, Supplier<PredictionTable> table) {
        try (PredictionTable opened = table.get()) {
            Optional<WriteCapacity> capacity = opened.capacity();
            return new TableAhead(
                    name, true, capacity.orElse(null), capacity.isPresent() ? null : name + " is not there yet");
        } catch (Failure failure) {
            if (failure.kind() == Failure.Kind.USAGE || Thread.currentThread().isInterrupted()) {
                throw failure;
            }
            return new TableAhead(name, true, null, failure.getMessage());
        }
    }

    /** How fast the table takes write units; if that is not known, as fast as a new one. */
    public WriteCapacity assumed() {
        return capacity == null ? WriteCapacity.ofNewTable() : capacity;
    }

    /** What this number of write units costs; null if they are not billed. */
    public @Nullable Double cost(double units, Prices prices) {
        return hasUnits && assumed().isChargedByUnit() ? Double.valueOf(prices.writeCost(units)) : null;
    }

    /** Seconds that this number of write units takes, at most {@code budget} of them a second; null for a table without units. */
    public @Nullable Double seconds(double units, double budget) {
        return hasUnits ? Double.valueOf(assumed().seconds(units, budget)) : null;
    }
}
