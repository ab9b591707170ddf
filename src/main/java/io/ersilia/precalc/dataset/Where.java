package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Printable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons of columns with values, all of which a row must satisfy: {@code activity >= 0.5 and class = 'active'}. As in
 * SQL, no comparison holds for a missing value.
 */
public record Where(List<Comparison> comparisons) {

    /** True for all rows. */
    public static final Where ALL = new Where(List.of());

    private static final Pattern COMPARISON = Pattern.compile("\\s*(?<name>\"(?:[^\"]|\"\")+\"|[^\\s=!<>'\"]+)\\s*"
            + "(?<operator>!=|<=|>=|=|<|>)\\s*"
            + "(?:'(?<text>(?:[^']|'')*)'|(?<number>[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?))"
            + "(?<end>\\s*$|\\s+(?i:and)(?=\\s))");

    /**
     * One comparison.
     *
     * @param number null if the value is a text
     */
    record Comparison(
            String column,
            String operator,
            String text,
            @Nullable BigDecimal number) {

        @Override
        public String toString() {
            return "%s %s %s".formatted(column, operator, number == null ? "'" + text + "'" : text);
        }

        boolean holds(Value value) {
            if (value.kind() == Value.Kind.MISSING) {
                return false;
            }
            int order = number == null ? value.text().compareTo(text) : new BigDecimal(value.text()).compareTo(number);
            return switch (operator) {
                case "=" -> order == 0;
                case "!=" -> order != 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        }
    }

    public Where {
        comparisons = List.copyOf(comparisons);
    }

    /**
     * Parses what the user writes.
     *
     * @throws IllegalArgumentException naming the place that is not a comparison
     */
    public static Where parse(String text) {
        List<Comparison> comparisons = new ArrayList<>();
        Matcher next = COMPARISON.matcher(text);
        for (int at = 0; ; at = next.end()) {
            next.region(at, text.length());
            if (!next.lookingAt()) {
                throw new IllegalArgumentException(
                        "not a comparison: '%s', expected e.g. activity >= 0.5 and class = 'active'"
                                .formatted(Printable.of(text.substring(at).strip())));
            }
            comparisons.add(comparison(next));
            if (next.group("end").isBlank()) {
                return new Where(comparisons);
            }
        }
    }

    private static Comparison comparison(Matcher found) {
        String name = found.group("name");
        String column =
                name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
        String number = found.group("number");
        return number == null
                ? new Comparison(
                        column, found.group("operator"), found.group("text").replace("''", "'"), null)
                : new Comparison(column, found.group("operator"), number, new BigDecimal(number));
    }

    /** Names of the columns that are compared. */
    public List<String> columns() {
        return comparisons.stream().map(Comparison::column).distinct().toList();
    }

    /**
     * The test for rows with these columns.
     *
     * @throws IllegalArgumentException if a text is compared with a number, or a number with a text
     */
    public Predicate<List<Value>> on(List<DataColumn> columns) {
        List<String> names = columns.stream().map(DataColumn::name).toList();
        Predicate<List<Value>> all = row -> true;
        for (Comparison one : comparisons) {
            int at = names.indexOf(one.column());
            DataType type = columns.get(at).type();
            if (type.isNumber() != (one.number() != null)) {
                throw new IllegalArgumentException(
                        type.isNumber()
                                ? "%s: column %s is a number, compare it with one, as in %s %s 0.5"
                                        .formatted(one, one.column(), one.column(), one.operator())
                                : "%s: column %s is text, compare it with a text in quotes, as in %s %s '%s'"
                                        .formatted(one, one.column(), one.column(), one.operator(), one.text()));
            }
            all = all.and(row -> one.holds(row.get(at)));
        }
        return all;
    }

    @Override
    public String toString() {
        return comparisons.stream().map(Comparison::toString).collect(Collectors.joining(" and "));
    }
}
