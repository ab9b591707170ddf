package io.ersilia.precalc.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlAnswerTest {

    private static ControlAnswer answer(String... cells) {
        return new ControlAnswer("CCO", List.of(cells));
    }

    @ParameterizedTest
    @CsvSource({
        "46.069, 46.069, true",
        "1000, 999, true",
        "-1000, -999, true",
        "1000, 998.9, false",
        "998.9, 1000, false",
        "0.001, -0.001, false",
        "0, -0.0, true",
        "0, 0.0000001, false",
        "'', '', true",
        "'', NaN, true",
        "nan, NaN, true",
        "'', 0, false",
        "nan, 0, false",
        "0, nan, false",
        "high, high, true",
        "high, low, false",
        "Infinity, 1e999, true",
        "Infinity, -Infinity, false",
        "Infinity, 5, false"
    })
    void answersAgreeWithinATenthOfAPerCent(String cell, String other, boolean agree) {
        assertThat(answer("7", cell).agreesWith(answer("7", other))).isEqualTo(agree);
        assertThat(answer(other, "7").agreesWith(answer(cell, "7"))).isEqualTo(agree);
        assertThat(answer(cell).agreesWith(answer(other), 0)).isEqualTo(agree);
    }

    @Test
    void anAnswerAgreesOnlyWithOneOfTheSameMoleculeAndAsManyColumns() {
        assertThat(answer("1", "2").agreesWith(answer("1"))).isFalse();
        assertThat(answer("1").agreesWith(answer("1", "2"))).isFalse();
        assertThat(answer("1").agreesWith(new ControlAnswer("CCN", List.of("1"))))
                .isFalse();
    }
}
