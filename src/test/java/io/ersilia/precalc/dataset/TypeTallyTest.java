package io.ersilia.precalc.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.prediction.Values;
import io.ersilia.precalc.run.ColumnFacts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeTallyTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1 0 -7, -, INTEGER, 0",
                "9223372036854775807 -9223372036854775808, -, INTEGER, 0",
                "9223372036854775808, -, FLOAT, 0", // 2 to the power of 63 is a double
                "9223372036854775809, -, DECIMAL, 0",
                "1 0.5, -, FLOAT, 0",
                "0.12345678901234568 0.1, -, FLOAT, 0", // as Python prints a double
                "0.30000001192092896, -, FLOAT, 0",
                "0.92345678901234565, -, DECIMAL, 17", // between two doubles
                "1234567890.1234567890123456789, -, DECIMAL, 19",
                "-12345678901234567890.123456789012345678, -, DECIMAL, 18", // 38 digits
                "0.1234567890123456789012345678901234567 10, -, TEXT, 0", // 39 digits together
                "1 NA, -, TEXT, 0",
                "'', -, FLOAT, 0",
                "1 '', -, INTEGER, 0",
                "1 2, FLOAT, FLOAT, 0",
                "1 2, STRING, TEXT, 0",
                "1 2, INTEGER, INTEGER, 0",
                "'', INTEGER, INTEGER, 0",
                "1 2.5, INTEGER, FLOAT, 0",
                "1 no, FLOAT, TEXT, 0",
                "99999999999999999999, INTEGER, DECIMAL, 0",
            })
    void theTypeIsTheNarrowestThatKeepsEveryValue(
            String values, ColumnFacts.@Nullable Type said, DataType.Kind kind, int scale) {
        TypeTally tally = new TypeTally();
        Stream.of(values.split(" ", -1)).map(TypeTallyTest::value).forEach(value -> add(value, tally));

        assertThat(tally.type(said)).isEqualTo(new DataType(kind, scale));
    }

    @Test
    void aNumberIsADoubleIfTheNearestOneHasItsDigits() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            BigDecimal number = new BigDecimal(random.nextDouble() - 0.5)
                    .movePointRight(random.nextInt(22) - 3)
                    .round(new MathContext(14 + random.nextInt(6)))
                    .stripTrailingZeros();
            BigDecimal nearest = new BigDecimal(number.doubleValue())
                    .round(new MathContext(number.precision(), RoundingMode.HALF_EVEN));
            TypeTally tally = new TypeTally();
            add(Value.number("0.5"), tally);
            add(Value.number(number.toPlainString()), tally);

            assertThat(tally.type(null).kind() == DataType.Kind.FLOAT)
                    .as(number.toPlainString())
                    .isEqualTo(nearest.compareTo(number) == 0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1 2, -, -",
                "0.5 '', -, -",
                "a b, -, -",
                "1234567890.1234567890123456789, -, it has numbers of more digits than a double keeps",
                "1234567890.1234567890123456789, FLOAT, it has numbers of more digits than a double keeps",
                "0.1234567890123456789012345678901234567 10, -, it has numbers that need more than 38 digits",
                "1 NA, -, it has both numbers and texts",
                "1 NA, STRING, -",
            })
    void numbersThatBecomeDecimalOrTextHaveAReason(
            String values, ColumnFacts.@Nullable Type said, @Nullable String reason) {
        TypeTally tally = new TypeTally();
        Stream.of(values.split(" ", -1)).map(TypeTallyTest::value).forEach(value -> add(value, tally));

        assertThat(tally.exactness(said)).isEqualTo(Optional.ofNullable(reason));
    }

    private static Value value(String cell) {
        return cell.isEmpty() || cell.equals("''")
                ? Value.MISSING
                : cell.matches("-?\\d.*") ? Value.number(cell) : Value.text(cell);
    }

    private static void add(Value value, TypeTally tally) {
        tally.add(Values.of(List.of(value)), 0);
    }
}
