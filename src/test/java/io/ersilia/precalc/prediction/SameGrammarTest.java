package io.ersilia.precalc.prediction;

import io.ersilia.precalc.run.Seeded;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the statistics take for a number is what serve takes for one; what tables make of it is in their contract. */
class SameGrammarTest {

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

    @ExtendWith(Seeded.class)
    @Test
    void anyCellIsTheSameToBoth(Random random) {
        Cells.generated(random, 100_000).forEach(SameGrammarTest::requireTheSame);
    }

    private static void requireTheSame(String cell) {
        Cells.requireCountedAs(Cells.stored(cell).orElse(null), cell);
    }
}
