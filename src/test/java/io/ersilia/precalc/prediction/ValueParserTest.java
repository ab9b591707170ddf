package io.ersilia.precalc.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueParserTest {

    private static final Pattern CONTRACT = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final String NINES = "9".repeat(38);

    @ParameterizedTest
    @CsvSource({
        "7.0, 7",
        "0, 0",
        "-0, 0",
        "-0.0, 0",
        "0.00, 0",
        "0e5, 0",
        "-0.0e-7, 0",
        "0e999999999999, 0",
        "0.0E-999999999999, 0",
        "100, 100",
        "1e2, 100",
        "1E+2, 100",
        "1.50, 1.5",
        "-1.50, -1.5",
        "12e-1, 1.2",
        "0.000001, 0.000001",
        "1e-6, 0.000001",
        "180.159, 180.159",
        "-273.15, -273.15",
        "10.010, 10.01",
        "1234567890123456789, 1234567890123456789",
        "1.2300e1, 12.3"
    })
    void aNumberIsPlainWithoutTrailingZeros(String cell, String plain) {
        assertThat(ValueParser.parse(cell)).contains(Value.number(plain));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "007", "00", "-01", "+1", ".5", "-.5", "1.", "1.e5", "1e", "1e+", "e5", "-", "--1", "1,5", "1 ", " 1",
                "0x10", "1_000", "1d", "1f", "1/2", "\u0661", "\uff11", "true", "CCO", " ", "null", "None", "nan ",
                "infinit", "1e5.5", "1e1e1", "-nane"
            })
    void otherTextIsText(String cell) {
        assertThat(ValueParser.parse(cell)).contains(Value.text(cell));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "nan", "NAN"})
    void emptyAndNotANumberAreMissing(String cell) {
        assertThat(ValueParser.parse(cell)).contains(Value.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inf",
                "-inf",
                "+inf",
                "Inf",
                "Infinity",
                "-Infinity",
                "INFINITY",
                "1e126",
                "-1e126",
                "1e400",
                "1e-131",
                "9.99e-131",
                "1e999999999999",
                "-1e-999999999999",
                "1e2147483648",
                "1e-2147483648",
                "1e2147483647",
                "1e-2147483647"
            })
    void whatIsOutOfRangeIsRefused(String cell) {
        assertThat(ValueParser.parse(cell)).isEmpty();
    }

    @Test
    void theEndsOfTheRangeAreWithin() {
        assertThat(ValueParser.parse("1E-130")).contains(Value.number("0." + "0".repeat(129) + "1"));
        assertThat(ValueParser.parse("-1E-130")).contains(Value.number("-0." + "0".repeat(129) + "1"));
        assertThat(ValueParser.parse("9.99E+125")).contains(Value.number("999" + "0".repeat(123)));
        assertThat(ValueParser.parse("0." + "0".repeat(129) + "1")).isPresent();
        assertThat(ValueParser.parse("9" + "0".repeat(125))).isPresent();
        assertThat(ValueParser.parse("1" + "0".repeat(126))).isEmpty();
        assertThat(ValueParser.parse("0." + "0".repeat(130) + "9")).isEmpty();
    }

    @Test
    void thirtyEightDigitsAreKeptAndTheNextIsRoundedHalfEven() {
        assertThat(ValueParser.parse(NINES)).contains(Value.number(NINES));
        assertThat(ValueParser.parse("0." + NINES)).contains(Value.number("0." + NINES));
        assertThat(ValueParser.parse("1234567890123456789012345678901234567850"))
                .contains(Value.number("1234567890123456789012345678901234567800"));
        assertThat(ValueParser.parse("1234567890123456789012345678901234567750"))
                .contains(Value.number("1234567890123456789012345678901234567800"));
        assertThat(ValueParser.parse("1234567890123456789012345678901234567851"))
                .contains(Value.number("1234567890123456789012345678901234567900"));
        assertThat(ValueParser.parse("0." + NINES + "9")).contains(Value.number("1"));
        assertThat(ValueParser.parse(NINES + "9e87")).isEmpty();
    }

    @Test
    void itIsWhatTheContractsPatternAndExactArithmeticSay() {
        Random random = new Random(10);
        String letters = "00123456789--..eE+";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder cell = new StringBuilder();
            for (int j = 1 + random.nextInt(random.nextInt(10) == 0 ? 45 : 7); j > 0; j--) {
                cell.append(letters.charAt(random.nextInt(random.nextBoolean() ? 11 : letters.length())));
            }
            String text = cell.toString();
            if (CONTRACT.matcher(text).matches()) {
                assertThat(ValueParser.parse(text).map(Value::text).orElse(""))
                        .as(text)
                        .isEqualTo(exact(text));
            } else {
                assertThat(ValueParser.parse(text)).contains(Value.text(text));
            }
        }
    }

    /** The slow way; nothing where the number is out of range or its exponent beyond reading. */
    private static String exact(String cell) {
        if (!cell.replaceFirst("[eE].*", "").matches(".*[1-9].*")) {
            return "0";
        }
        try {
            BigDecimal number = new BigDecimal(cell).round(new MathContext(38, RoundingMode.HALF_EVEN));
            BigDecimal size = number.abs();
            return size.compareTo(new BigDecimal("1e-130")) < 0 || size.compareTo(new BigDecimal("1e126")) >= 0
                    ? ""
                    : number.stripTrailingZeros().toPlainString();
        } catch (NumberFormatException | ArithmeticException e) {
            return "";
        }
    }
}
