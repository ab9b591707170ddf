package io.ersilia.precalc.pipeline.diff;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;

/**
 * How far numbers may differ before they count as changed: a distance up to the larger of both limits is allowed, as in
 * {@code math.isclose} of Python. Other values have no tolerance.
 *
 * @param absolute a distance, at least 0
 * @param relative a share of the number that is further from 0, at least 0
 * @param coverage whether molecules that only one side predicts do not count as a difference
 */
public record Tolerance(BigDecimal absolute, BigDecimal relative, boolean coverage) {

    /** More than the relative error of two doubles and their difference: any closer to a limit, decimals decide. */
    private static final double DOUBTFUL = 1e-15;

    /** No number of a table has more digits before or after its point. */
    private static final int MAX_DIGITS = 400;

    public Tolerance {
        require("--tolerance", absolute);
        require("--relative", relative);
    }

    /** Requires a limit that is not negative and whose digits can all be shown. */
    private static void require(String name, BigDecimal limit) {
        if (limit.signum() < 0 || Math.abs((long) limit.scale()) > MAX_DIGITS || limit.precision() > MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "%s %s: expected 0 or more, in at most %d digits, e.g. 0.01".formatted(name, limit, MAX_DIGITS));
        }
    }

    /** Whether two different numbers are close enough; exact, however many digits they have. */
    boolean allows(String a, double nearA, String b, double nearB) {
        double larger = Math.max(Math.abs(nearA), Math.abs(nearB));
        double distance = Math.abs(nearB - nearA);
        double limit = Math.max(absolute.doubleValue(), relative.doubleValue() * larger);
        double doubt = DOUBTFUL * Math.max(larger, limit);
        return Math.abs(distance - limit) > doubt ? distance < limit : allows(new BigDecimal(a), new BigDecimal(b));
    }

    private boolean allows(BigDecimal a, BigDecimal b) {
        BigDecimal limit = absolute.max(relative.multiply(a.abs().max(b.abs())));
        return a.subtract(b).abs().compareTo(limit) <= 0;
    }

    /** Whether only equal values are within it. */
    @JsonIgnore
    public boolean isNone() {
        return absolute.signum() == 0 && relative.signum() == 0;
    }
}
