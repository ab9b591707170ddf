package io.ersilia.precalc.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Seeded.class)
class CellGrammarTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "-7",
                "9007199254740993", // between two doubles
                "90071992547409.93",
                "0.9007199254740993",
                "1000000000000000009",
                "9223372036854775807",
                "99999999999999999999",
                "0.0000000000000000000001",
                "0.00000000000000000000001",
                "-123456789.123456789",
            })
    void aNumberIsTheNearestDouble(String plain) {
        requireNearest(plain);
    }

    @Test
    void anyNumberIsTheNearestDouble(Random random) {
        for (int i = 0; i < 200_000; i++) {
            double number = (random.nextDouble() - 0.5) * POWERS[random.nextInt(POWERS.length)];
            requireNearest(new BigDecimal(number).round(digits(random)).toPlainString());
            BigDecimal between = new BigDecimal(number).add(new BigDecimal(Math.ulp(number) / 2));
            requireNearest(between.round(digits(random)).toPlainString());
        }
    }

    private static final double[] POWERS = {1e-9, 1e-4, 1, 100, 1e6, 1e15, 1e17, 1e20};

    private static MathContext digits(Random random) {
        return new MathContext(1 + random.nextInt(20), RoundingMode.HALF_EVEN);
    }

    private static void requireNearest(String plain) {
        double nearest = Double.parseDouble(plain) + 0.0; // no negative zero
        assertThat(CellGrammar.nearest(plain)).as(plain).isEqualTo(nearest);
        assertThat(CellGrammar.number(plain)).as(plain).isEqualTo(nearest);
    }
}
