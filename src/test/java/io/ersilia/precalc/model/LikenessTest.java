package io.ersilia.precalc.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikenessTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "46.07, 46.07, true",
        "46.07, 46.0701, true",
        "46.07, 46.08, false",
        "0.5, 0.500005, true",
        "1000000, 1000001, false",
        "1000000.5, 1000001.5, true",
        "007, 7, true",
        "0.0000001, 0.0000002, false",
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
    void textsAndWholeNumbersAreTheSameExactlyAndOthersButForNoise(String one, String other, boolean same) {
        assertThat(new Likeness(List.of(0.0)).same(List.of(one), List.of(other)))
                .isEqualTo(same);
    }

    @Test
    void nearZeroWhatIsSmallAgainstTheColumnIsNoise() {
        ModelOutput seen = new ModelOutput(List.of("logit"), List.of(List.of("-8.5"), List.of("nan"), List.of("x")));

        assertThat(Likeness.of(seen).same(List.of("0.0000001"), List.of("0.0000002")))
                .isTrue();
        assertThat(Likeness.of(seen).same(List.of("0.0001"), List.of("0.0002"))).isFalse();
    }

    @Test
    void rowsOfOtherWidthAreNotTheSame() {
        assertThat(new Likeness(List.of(0.0)).same(List.of("1"), List.of("1", "1")))
                .isFalse();
    }
}
