package io.ersilia.precalc.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ersilia.precalc.prediction.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhereTest {

    private static final List<DataColumn> COLUMNS = List.of(
            DataColumn.of("a", DataType.FLOAT),
            DataColumn.of("log P", DataType.FLOAT),
            DataColumn.of("class", DataType.TEXT));

    private static final List<Value> ROW = List.of(Value.number("0.5"), Value.MISSING, Value.text("it's"));

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a = 0.50, true",
                "a=5e-1, true",
                "a != 0.5, false",
                "a < 0.5, false",
                "a <= 0.5, true",
                "a > .4, true",
                "a >= +0.6, false",
                "class = 'it''s', true",
                "class != 'it', true",
                "class < 'z', true",
                "a > 0 and class = 'it''s', true",
                "a > 0 AND a < 0.5, false",
                "\"log P\" < 5, false",
                "\"log P\" != 5, false", // missing is not unequal
                "a > 0 and \"log P\" >= 0, false",
            })
    void aRowPassesWhereEveryComparisonHolds(String text, boolean passes) {
        assertThat(Where.parse(text).on(COLUMNS).test(ROW)).isEqualTo(passes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a >",
                "a == 1",
                "a > b",
                "a > 1 or a < 2",
                "a > 1 and",
                "a > 1 b < 2",
                "a > 1and b < 2",
                "a > '1",
                "a > 1;"
            })
    void whatIsNoComparisonIsRefusedWithItsPlace(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Where.parse(text))
                .withMessageStartingWith("not a comparison: '");
    }

    @Test
    void textAndNumbersAreNotCompared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Where.parse("class > 1").on(COLUMNS))
                .withMessage("class > 1: column class is text, compare it with a text in quotes, as in class > '1'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Where.parse("a = 'x'").on(COLUMNS))
                .withMessage("a = 'x': column a is a number, compare it with one, as in a = 0.5");
    }
}
