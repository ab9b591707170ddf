package io.ersilia.precalc.report;

import io.ersilia.precalc.words.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Figures that only a report has. */
final class Figures {

    static final String UNKNOWN = "not known";

    private static final double PERCENT = 100;

    private Figures() {}

    static String perSecond(double number) {
        return number >= 1000 ? Words.count(Math.round(number)) : Words.number(number, 3);
    }

    /** A percentage of the drawing's width, as SVG takes it. */
    static String at(double share) {
        return new BigDecimal(Math.min(1, Math.max(0, share)) * PERCENT)
                        .setScale(2, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }
}
