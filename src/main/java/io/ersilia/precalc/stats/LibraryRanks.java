package io.ersilia.precalc.stats;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.ersilia.precalc.run.RunId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a model's numbers rank among those that a run predicted for the library.
 *
 * @param run the run that predicted the library
 * @param modelVersion the version it used; null if unknown
 * @param columns only those with numbers
 */
public record LibraryRanks(
        RunId run,
        @Nullable String modelVersion,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<ColumnDistribution> columns) {

    private static final int DECIMALS = 2;
    private static final BigDecimal SMALLEST = BigDecimal.ONE.movePointLeft(DECIMALS);
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    /** The distribution of a column's numbers. */
    public record ColumnDistribution(
            String column, @JsonProperty("spread") Distribution distribution) {}

    public LibraryRanks {
        columns = List.copyOf(columns);
    }

    /** The ranks of a run, from its merged statistics. */
    public static LibraryRanks of(RunId run, @Nullable String modelVersion, RunStats stats) {
        return new LibraryRanks(
                run,
                modelVersion,
                stats.columns().stream()
                        .flatMap(column -> Stream.ofNullable(column.distribution())
                                .map(distribution -> new ColumnDistribution(column.column(), distribution)))
                        .toList());
    }

    public LibraryRanks first(int columnCount) {
        return new LibraryRanks(run, modelVersion, columns.subList(0, Math.min(columnCount, columns.size())));
    }

    /**
     * The percentage of the library below each value, 0 to 100, with two decimals; 0 and 100 only if exactly none or all of it is
     * below. Null if the value is not a number or nothing is known about its column.
     *
     * @param names of the values' columns
     * @param values numbers, texts and null
     */
    public List<@Nullable BigDecimal> percentiles(List<String> names, List<? extends @Nullable Object> values) {
        Map<String, Distribution> byName = columns.stream()
                .collect(Collectors.toMap(
                        ColumnDistribution::column, ColumnDistribution::distribution, (one, same) -> one));
        return Stream.iterate(0, i -> i < values.size(), i -> i + 1)
                .map(i -> i < names.size() ? percentile(byName.get(names.get(i)), values.get(i)) : null)
                .collect(Collectors.toList()); // the list contains null
    }

    private static @Nullable BigDecimal percentile(@Nullable Distribution distribution, @Nullable Object value) {
        if (distribution == null || !(value instanceof BigDecimal number)) {
            return null;
        }
        double share = distribution.shareBelow(number.doubleValue());
        BigDecimal percent = BigDecimal.valueOf(share * 100).setScale(DECIMALS, RoundingMode.HALF_EVEN);
        if (share > 0 && share < 1) {
            percent = percent.max(SMALLEST).min(ALL.subtract(SMALLEST));
        }
        return Objects.requireNonNull(percent).stripTrailingZeros();
    }
}
