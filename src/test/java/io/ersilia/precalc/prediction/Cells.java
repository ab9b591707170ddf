package io.ersilia.precalc.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.stats.ColumnStats;
import io.ersilia.precalc.stats.Distribution;
import io.ersilia.precalc.stats.Gathered;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cells by chance, as a model might write them, and what a table makes of one. */
public final class Cells {

    private static final String ALPHABET = "0123456789-+.eE naNif\u0131\u0661";

    private Cells() {}

    /** Letters and digits, any numbers, and numbers at the ends of the range, where a double is too coarse to decide. */
    public static Stream<String> generated(Random random, int count) {
        return Stream.generate(() -> switch (random.nextInt(4)) {
                    case 0 -> characters(random);
                    case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
                    case 2 -> Integer.toString(random.nextInt()) + '.' + random.nextInt(Integer.MAX_VALUE);
                    default -> atTheEndsOfTheRange(random);
                })
                .limit(count);
    }

    private static String characters(Random random) {
        StringBuilder cell = new StringBuilder();
        for (int length = random.nextInt(10); length > 0; length--) {
            cell.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return cell.toString();
    }

    private static String atTheEndsOfTheRange(Random random) {
        StringBuilder cell = new StringBuilder(random.nextBoolean() ? "-" : "");
        int first = List.of(0, 1, 9).get(random.nextInt(3));
        cell.append(first).append('.');
        for (int length = 1 + random.nextInt(45); length > 0; length--) {
            cell.append(random.nextInt(5) == 0 ? random.nextInt(10) : first == 1 ? 0 : 9);
        }
        return cell.append('e')
                .append(random.nextBoolean() ? 124 + random.nextInt(3) : -128 - random.nextInt(4))
                .toString();
    }

    /** The value that serve stores for the cell; empty for a number that no table can keep. */
    public static Optional<Value> stored(String cell) {
        return ValueParser.parse(cell);
    }

    /** Asserts that the statistics take the cell for what a table holds; null when it is out of the table's range. */
    public static void requireCountedAs(@Nullable Value value, String cell) {
        ColumnStats column = Gathered.column(List.of(cell));
        Distribution distribution = column.distribution();
        assertThat(column.outOfRange() == 1).as(cell).isEqualTo(value == null);
        assertThat(column.empties() == 1).as(cell).isEqualTo(Value.MISSING.equals(value));
        assertThat(column.texts() == 1).as(cell).isEqualTo(value != null && value.kind() == Value.Kind.TEXT);
        assertThat(column.numbers() == 1).as(cell).isEqualTo(value != null && value.kind() == Value.Kind.NUMBER);
        if (distribution != null && value != null) {
            assertThat(distribution.mean()).as(cell).isEqualTo(Double.parseDouble(value.text()));
        }
    }
}
