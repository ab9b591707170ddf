package io.ersilia.precalc.pipeline.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToleranceTest {

    private static Tolerance tolerance(String absolute, String relative) {
        return new Tolerance(new BigDecimal(absolute), new BigDecimal(relative), false);
    }

    private static boolean allows(Tolerance tolerance, String a, String b) {
        return tolerance.allows(a, Double.parseDouble(a), b, Double.parseDouble(b));
    }

    @ParameterizedTest(name = "{0} and {1}: {2} in --tolerance {3} --relative {4}")
    @CsvSource({
        "0.3, 0.4, true, 0.1, 0", // the difference of the doubles is above 0.1
        "0.3, 0.4000000000000000000000000001, false, 0.1, 0",
        "12345678901234567890123456789012345678, 12345678901234567890123456789012345679, false, 0, 0",
        "12345678901234567890123456789012345678, 12345678901234567890123456789012345679, true, 1, 0",
        "12345678901234567890123456789012345678, 12345678901234567890123456789012345679, false, 0.99, 0",
        "100, 101, true, 0, 0.01",
        "101, 100, true, 0, 0.01",
        "-100, -101.1, false, 0, 0.01",
        "0, 1e-9, false, 0, 0.5",
        "0, 0.000000001, true, 0.000000001, 0.5",
        "-1, 1, true, 0, 2",
        "5, 7, true, 1, 0.5",
        "1e125, -1e125, false, 1, 0.1"
    })
    void isTheLargerOfBothLimitsToTheLastDigit(String a, String b, boolean within, String absolute, String relative) {
        assertThat(allows(tolerance(absolute, relative), a, b)).isEqualTo(within);
        assertThat(allows(tolerance(absolute, relative), b, a)).isEqualTo(within);
    }

    @Test
    void doublesDecideAsDecimalsWould() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            String a = new BigDecimal(random.nextInt(2_000) - 1_000)
                    .movePointLeft(random.nextInt(4))
                    .toPlainString();
            String b = new BigDecimal(random.nextInt(2_000) - 1_000)
                    .movePointLeft(random.nextInt(4))
                    .toPlainString();
            String limit = new BigDecimal(random.nextInt(300))
                    .movePointLeft(random.nextInt(4))
                    .toPlainString();
            BigDecimal distance = new BigDecimal(a).subtract(new BigDecimal(b)).abs();
            BigDecimal larger = new BigDecimal(a).abs().max(new BigDecimal(b).abs());

            assertThat(allows(tolerance(limit, "0"), a, b))
                    .as("%s %s %s", a, b, limit)
                    .isEqualTo(distance.compareTo(new BigDecimal(limit)) <= 0);
            assertThat(allows(tolerance("0", limit), a, b))
                    .as("%s %s relative %s", a, b, limit)
                    .isEqualTo(distance.compareTo(new BigDecimal(limit).multiply(larger)) <= 0);
        }
    }

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> tolerance("-1", "0"))
                .hasMessage("--tolerance -1: expected 0 or more, in at most 400 digits, e.g. 0.01");
        assertThatThrownBy(() -> tolerance("1e999999999", "0"))
                .hasMessage("--tolerance 1E+999999999: expected 0 or more, in at most 400 digits, e.g. 0.01");
        assertThatThrownBy(() -> tolerance("0", "1e-999999999")).hasMessageContaining("--relative 1E-999999999");
        assertThatThrownBy(() -> tolerance("0", "-0.1"))
                .hasMessage("--relative -0.1: expected 0 or more, in at most 400 digits, e.g. 0.01");
        assertThat(tolerance("1" + "0".repeat(399), "1e-400").isNone()).isFalse();
    }
}
