package io.ersilia.precalc.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers, times and shares as a person reads them, each with its unit. */
final class Figures {

    static final String UNKNOWN = "not known";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final double MINUTE = 60; // in seconds
    private static final double HOUR = 3600;
    private static final double DAY = 86_400;
    private static final double LARGEST_PLAIN = 1e7;
    private static final double SMALLEST_PLAIN = 1e-4;
    private static final double PERCENT = 100;
    private static final double TINY_SHARE = 0.0005;

    private Figures() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String count(@Nullable Long number, String otherwise) {
        return number == null ? otherwise : count(number.longValue());
    }

    static String many(long number, String thing) {
        return "%s %s%s".formatted(count(number), thing, number == 1 ? "" : "s");
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** Seconds in the largest units that tell: {@code 3 h 05 min}. */
    static String duration(double seconds) {
        if (seconds < MINUTE) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        long whole = Math.round(seconds);
        if (seconds < HOUR) {
            return "%d min %02d s".formatted(whole / 60, whole % 60);
        }
        return seconds < DAY
                ? "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60)
                : "%d d %02d h".formatted(whole / 86_400, whole % 86_400 / 3600);
    }

    /** To four significant digits. */
    static String number(double number) {
        return number(number, 4);
    }

    /** To so many significant digits, in powers of ten where it is very large or small. */
    static String number(double number, int digits) {
        if (number == 0) {
            return "0";
        }
        double size = Math.abs(number);
        if (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", number).replaceAll("\\.?0+e", "e");
        }
        BigDecimal rounded =
                new BigDecimal(number).round(new MathContext(digits)).stripTrailingZeros();
        return rounded.setScale(Math.max(0, rounded.scale())).toPlainString();
    }

    /** A part of a whole in per cent; a part that is not nothing never looks like it. */
    static String share(long part, long whole) {
        if (whole <= 0) {
            return "–";
        }
        double share = (double) part / whole;
        if (share > 0 && share < TINY_SHARE) {
            return "< 0.1 %";
        }
        return share < 1 && share > 1 - TINY_SHARE
                ? "> 99.9 %"
                : String.format(Locale.ROOT, "%.1f %%", share * PERCENT);
    }

    static String perSecond(double number) {
        return number >= 1000 ? count(Math.round(number)) : number(number, 3);
    }

    /** A percentage of the drawing's width, as SVG takes it. */
    static String at(double share) {
        return new BigDecimal(Math.min(1, Math.max(0, share)) * PERCENT)
                        .setScale(2, java.math.RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }
}
