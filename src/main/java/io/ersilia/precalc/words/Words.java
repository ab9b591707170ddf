package io.ersilia.precalc.words;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Formats each kind of quantity in one way, with its unit. A small non-zero value is never shown as zero. */
public final class Words {

    /** Bytes per kibibyte, mebibyte and gibibyte. */
    public static final long KIB = 1L << 10;

    public static final long MIB = 1L << 20;
    public static final long GIB = 1L << 30;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int MINUTE = 60; // in seconds
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private static final double LARGEST_PLAIN = 1e7;
    private static final double SMALLEST_PLAIN = 1e-4;

    /** The maximum number of ranges that fit on a line. */
    private static final int MOST_RANGES = 12;

    private Words() {}

    /** {@code 2,000,000}. */
    public static String count(long number) {
        return format("%,d", number);
    }

    public static String count(@Nullable Long number, String unknown) {
        return number == null ? unknown : count(number.longValue());
    }

    /** {@code 1 row}, {@code 2,000 rows}: the plural ends in s. */
    public static String many(long number, String thing) {
        return many(number, thing, thing + "s");
    }

    /** {@code 1 slice is}, {@code 2 slices are}. */
    public static String many(long number, String one, String several) {
        return count(number) + " " + (number == 1 ? one : several);
    }

    /** {@code 1,990 stored, 10 missing}: how many there are of each kind, in the order of the kinds. */
    public static <T extends Comparable<T>> String counts(Stream<T> kinds) {
        Map<T, Long> counted =
                kinds.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return counts(counted);
    }

    /** The same of what was counted already, in the order of the map. */
    public static String counts(Map<?, Long> counts) {
        return counts.entrySet().stream()
                .map(one -> count(one.getValue()) + " " + one.getKey())
                .collect(Collectors.joining(", "));
    }

    /** A number to four significant digits. */
    public static String number(double number) {
        return number(number, 4);
    }

    /** A number to the given significant digits, with an exponent if it is very large or small. */
    public static String number(double number, int digits) {
        if (number == 0) {
            return "0";
        }
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        double size = Math.abs(number);
        if (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN) {
            return format("%." + (digits - 1) + "e", number).replaceAll("\\.?0+e", "e");
        }
        return new BigDecimal(number)
                .round(new MathContext(digits))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** {@code 27,000} or {@code 0.05}: a rate per second to three significant digits; a dash if no time has passed. */
    public static String perSecond(double rate) {
        if (Double.isInfinite(rate)) {
            return "–";
        }
        return rate >= 999.5
                ? count(new BigDecimal(rate).round(new MathContext(3)).longValue())
                : number(rate, 3);
    }

    /** {@code 27,000 molecules/s}; slow rates are per minute or hour, {@code 20 molecules/min}. */
    public static String rate(double perSecond, String thing) {
        if (perSecond >= 1) {
            return rate(perSecond, thing, "s");
        }
        return perSecond * MINUTE >= 1 ? rate(perSecond * MINUTE, thing, "min") : rate(perSecond * HOUR, thing, "h");
    }

    private static String rate(double number, String thing, String time) {
        String shown = perSecond(number);
        return "%s %s/%s".formatted(shown, shown.equals("1") ? thing : thing + "s", time);
    }

    /** {@code 12.5 %} of a total; a dash if the total is 0. */
    public static String percent(long part, long whole) {
        return whole <= 0 ? "–" : percent((double) part / whole);
    }

    /** {@code 12.5 %}; only 0 is shown as 0 %, and only 1 as 100 %. */
    public static String percent(double share) {
        if (share > 0 && share < 0.0005) {
            return "< 0.1 %";
        }
        return share < 1 && share >= 0.9995 ? "> 99.9 %" : format("%.1f %%", 100 * share);
    }

    /** {@code 1,234.50 USD}. */
    public static String money(double amount, String currency) {
        return amount > 0 && amount < 0.01 ? "under 0.01 " + currency : format("%,.2f %s", amount, currency);
    }

    /** {@code 512 bytes}, {@code 20 MiB}, {@code 1.5 GiB}. */
    public static String size(long bytes) {
        if (bytes >= GIB) {
            return format("%,.1f GiB", (double) bytes / GIB);
        }
        if (bytes >= MIB) {
            return format("%.0f MiB", (double) bytes / MIB);
        }
        return bytes >= KIB ? format("%.0f KiB", (double) bytes / KIB) : many(bytes, "byte");
    }

    /** {@code 9.5 s}, {@code 45 s}, {@code 12 min 05 s}, {@code 3 h}, {@code 6 d 22 h}: the two largest units. */
    public static String duration(double seconds) {
        if (seconds < 0.05) {
            return seconds > 0 ? "under 0.1 s" : "0 s";
        }
        long whole = Math.round(seconds);
        if (seconds < 9.95) {
            return format("%.1f s", seconds).replace(".0 ", " ");
        }
        if (whole < MINUTE) {
            return whole + " s";
        }
        if (whole < HOUR) {
            return two(whole, MINUTE, "min", 1, "s");
        }
        return whole < DAY ? two(whole, HOUR, "h", MINUTE, "min") : two(whole, DAY, "d", HOUR, "h");
    }

    private static String two(long seconds, int large, String largeName, int small, String smallName) {
        String text = format("%,d %s", seconds / large, largeName);
        long rest = seconds % large / small;
        return rest == 0 ? text : format("%s %02d %s", text, rest, smallName);
    }

    public static String duration(Duration time) {
        return duration(time.toMillis() / 1000.0);
    }

    /** {@code 2026-11-26 17:00:00 UTC}. */
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** Ascending numbers as ranges: {@code 1-3, 7}; ranges that do not fit on a line are only counted. */
    public static String ranges(List<Integer> numbers) {
        List<String> ranges = new ArrayList<>();
        int shown = 0;
        while (shown < numbers.size() && ranges.size() < MOST_RANGES) {
            int end = shown;
            while (end + 1 < numbers.size() && numbers.get(end + 1) == numbers.get(end) + 1) {
                end++;
            }
            ranges.add(shown == end ? "" + numbers.get(end) : numbers.get(shown) + "-" + numbers.get(end));
            shown = end + 1;
        }
        String text = String.join(", ", ranges);
        return shown < numbers.size() ? text + " and " + count(numbers.size() - shown) + " more" : text;
    }

    /** The text, truncated to the given number of code points, with a mark if anything was left out. */
    public static String cut(String text, int codePoints) {
        return text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints)) + "…";
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
