package io.ersilia.precalc.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.stats.ColumnStats;
import io.ersilia.precalc.stats.Gathered;
import io.ersilia.precalc.stats.Spread;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the statistics take for a number is what serve takes for one. */
class SameGrammarTest {

    private static final String ALPHABET = "0123456789-+.eE naNif\u0131\u0661";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-0",
                "007",
                "-01",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "e5",
                "-",
                "--1",
                "1,5",
                "1 ",
                " 1",
                "0x10",
                "1d",
                "1f",
                "NaN",
                "nan",
                "nan ",
                "-nan",
                "inf",
                "-Inf",
                "+INFINITY",
                "infinit",
                "0e999999999999",
                "1e999999999999",
                "1e-999999999999",
                "1e125",
                "9.99e125",
                "9.9999999999999999999E125",
                "9.99999999999999999999999999999999999999E125",
                "1e126",
                "-1e126",
                "1e-130",
                "0.99999999999999999999999e-130",
                "-0.999999999999999999999999999999999999999e-130",
                "1.0000000000000000000000001e-130",
                "9.9e-131",
                "1e400",
                "1e-400",
                "1E+2",
                "0.1",
                "-12.50",
                "123456789012345",
                "1234567890123456",
                "0.000000000000001",
                "0.1234567890123456789",
                "\u0661",
                "\uff11",
                "\u0131nf",
                "\u0130NF",
                "4.9e-324",
                "1.7976931348623157e308"
            })
    void aCellIsTheSameToBoth(String cell) {
        requireTheSame(cell);
    }

    @Test
    void anyCellIsTheSameToBoth() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder cell = new StringBuilder();
            for (int length = random.nextInt(9); length >= 0; length--) {
                cell.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            requireTheSame(cell.toString());
        }
    }

    @Test
    void anyNumberIsTheSameToBoth() {
        Random random = new Random(8);
        for (int i = 0; i < 100_000; i++) {
            requireTheSame(Double.toString(Double.longBitsToDouble(random.nextLong())));
            requireTheSame(Integer.toString(random.nextInt()) + '.' + random.nextInt(Integer.MAX_VALUE));
        }
    }

    /** Digits around the ends of the range, where a double cannot tell one side from the other. */
    @Test
    void anyNumberAtTheEndsOfTheRangeIsTheSameToBoth() {
        Random random = new Random(9);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder cell = new StringBuilder(random.nextBoolean() ? "-" : "");
            cell.append(random.nextBoolean() ? "0." : random.nextBoolean() ? "1." : "9.");
            for (int length = 1 + random.nextInt(45); length > 0; length--) {
                cell.append(
                        random.nextInt(5) > 0
                                ? (cell.indexOf("1.") >= 0 ? '0' : '9')
                                : (char) ('0' + random.nextInt(10)));
            }
            cell.append('e').append(random.nextBoolean() ? 124 + random.nextInt(3) : -128 - random.nextInt(4));
            requireTheSame(cell.toString());
        }
    }

    private static void requireTheSame(String cell) {
        ColumnStats column = Gathered.column(List.of(cell));
        Value typed = ValueParser.parse(cell).orElse(null);
        Spread spread = column.spread();

        assertThat(column.outOfRange() == 1).as(cell).isEqualTo(typed == null);
        assertThat(column.empties() == 1).as(cell).isEqualTo(Value.MISSING.equals(typed));
        assertThat(column.texts() == 1).as(cell).isEqualTo(typed != null && typed.kind() == Value.Kind.TEXT);
        if (spread != null && typed != null) {
            assertThat(spread.mean()).as(cell).isEqualTo(Double.parseDouble(typed.text()));
        }
    }
}
