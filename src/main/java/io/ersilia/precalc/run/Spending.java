package io.ersilia.precalc.run;

/**
 * What runs use that costs money or is shared with others.
 *
 * @param hours runner hours of all jobs together
 * @param writeUnits of the table
 * @param money in the currency of the price table
 */
public record Spending(double hours, double writeUnits, double money) {

    public static final Spending NONE = new Spending(0, 0, 0);

    public Spending {
        if (!(hours >= 0 && writeUnits >= 0 && money >= 0)) {
            throw new IllegalArgumentException(
                    "no spending: %s hours, %s write units, %s of money".formatted(hours, writeUnits, money));
        }
    }

    public Spending plus(Spending other) {
        return new Spending(hours + other.hours, writeUnits + other.writeUnits, money + other.money);
    }

    public Spending times(double factor) {
        return new Spending(hours * factor, writeUnits * factor, money * factor);
    }

    /** The same work if it took this many hours instead. */
    public Spending taking(double otherHours) {
        return hours == 0 ? this : new Spending(otherHours, writeUnits, money * otherHours / hours);
    }

    public boolean isWithin(Spending limit) {
        return hours <= limit.hours && writeUnits <= limit.writeUnits && money <= limit.money;
    }
}
