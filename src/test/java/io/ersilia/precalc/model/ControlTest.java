package io.ersilia.precalc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "46.07, 46.07, true",
        "46.07, 46.0701, true",
        "7, 7.0, true",
        "46.07, 46.2, false",
        "0, 0.0, true",
        "0, 1e-9, false",
        "-1, 1, false",
        "active, active, true",
        "active, inactive, false",
        "1, NaN, false",
        "inf, inf, true",
        "Infinity, 5, false",
        "46.07, '', false"
    })
    void knowsItsAnswerButForRounding(String known, String said, boolean same) {
        assertThat(new Control("CCO", List.of(known)).isAnsweredBy(List.of(said)))
                .isEqualTo(same);
    }

    @Test
    void needsAnAnswer() {
        assertThatThrownBy(() -> new Control("CCO", List.of("", "nan")))
                .hasMessage("a control needs an answer: 'CCO' has none");
    }
}
