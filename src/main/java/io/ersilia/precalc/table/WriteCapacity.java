package io.ersilia.precalc.table;

import org.jspecify.annotations.Nullable;

/**
 * How fast a DynamoDB table accepts write units, according to DescribeTable. Auto scaling and the table's bursts are not
 * in it.
 *
 * @param mode how the table is charged
 * @param provisioned write units a second; 0 on demand
 * @param warm write units a second that the table takes at once, {@code WarmThroughput}; null if not reported
 * @param maximum write units a second that an on-demand table was limited to, {@code OnDemandThroughput}; null for none
 */
public record WriteCapacity(
        Mode mode,
        long provisioned,
        @Nullable Long warm,
        @Nullable Long maximum) {

    /** Write units a second of an on-demand table that was just made. */
    public static final int NEW_TABLE_UNITS = 4_000;

    /** Write units a second that an account is allowed for a table unless it asks for more. */
    public static final int QUOTA_UNITS = 40_000;

    /** How a table is charged. */
    public enum Mode {
        /** By the unit. */
        ON_DEMAND("on demand"),
        /** By the hour, for what was provisioned, whether it is used or not. */
        PROVISIONED("provisioned");

        private final String words;

        Mode(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    public WriteCapacity {
        if ((mode == Mode.PROVISIONED) != (provisioned > 0)
                || provisioned < 0
                || (warm != null && warm < 1)
                || (maximum != null && maximum < 1)) {
            throw new IllegalArgumentException("no write capacity: %s, %d provisioned, %s warm, at most %s a second"
                    .formatted(mode, provisioned, warm, maximum));
        }
    }

    /** Of an on-demand table that was just made. */
    public static WriteCapacity ofNewTable() {
        return new WriteCapacity(Mode.ON_DEMAND, 0, null, null);
    }

    /** Whether every write unit is charged for. */
    public boolean isChargedByUnit() {
        return mode == Mode.ON_DEMAND;
    }

    /** Write units a second that the table takes from the first second on. */
    public long unitsPerSecond() {
        if (mode == Mode.PROVISIONED) {
            return provisioned;
        }
        long units = warm == null ? NEW_TABLE_UNITS : warm;
        return maximum == null ? units : Math.min(units, maximum);
    }

    /**
     * How long that many write units take.
     *
     * @param budget write units a second that are used at most, greater than 0; infinite for all that the table takes
     * @return seconds
     */
    public double seconds(double units, double budget) {
        if (!(units >= 0) || !(budget > 0)) {
            throw new IllegalArgumentException("no work: %s write units, at most %s a second".formatted(units, budget));
        }
        return units / Math.min((double) unitsPerSecond(), budget);
    }
}
