package io.ersilia.precalc.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Figures that only a report has. */
final class Figures {

    static final String UNKNOWN = "not known";

    private static final double PERCENT = 100;

    private Figures() {}

    /** A percentage of the drawing's width, as SVG takes it. */
    static String at(double share) {
        return new BigDecimal(Math.min(1, Math.max(0, share)) * PERCENT)
                        .setScale(2, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }
}
