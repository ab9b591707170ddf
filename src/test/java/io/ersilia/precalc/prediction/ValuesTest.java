package io.ersilia.precalc.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final List<Value> ALL = Stream.of(
                    "0",
                    "7",
                    "-7",
                    "10",
                    "-128",
                    "300",
                    "-70000",
                    "5000000000",
                    "999999999999999999",
                    "1000000000000000000",
                    "0.5",
                    "-0.25",
                    "0.000000000000000001",
                    "0.0000000000000000001",
                    "0.844421851525048173",
                    "1.844421851525048173",
                    "-12345678901234567890.5")
            .map(Value::number)
            .toList();

    /** The cell's value if it was taken for a short number. */
    private static Optional<Values> shortNumber(String cell) {
        byte[] bytes = ("1," + cell + ",2").getBytes(StandardCharsets.UTF_8);
        Values.Builder values = new Values.Builder(1);
        return ValueParser.addShort(bytes, 2, bytes.length - 2, values)
                ? Optional.of(values.build())
                : Optional.empty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "-0, 0, 0",
        "-0.00, 0, 0",
        "9, 9, 0",
        "100, 100, 0",
        "-273.150, -27315, 2",
        "0.10, 1, 1",
        "3.000, 3, 0",
        "0.000000000000000001, 1, 18",
        "0.100000000000000000, 1, 1",
        "0.123456789012345678, 123456789012345678, 18",
        "1.23456789012345678, 123456789012345678, 17",
        "-999999999999999999, -999999999999999999, 0",
        "12345678.12345678, 1234567812345678, 8",
    })
    void aShortNumberIsItsDigits(String cell, long digits, int fraction) {
        Values values = shortNumber(cell).orElseThrow();

        assertThat(values.isShort(0)).isTrue();
        assertThat(values.digits(0)).isEqualTo(digits);
        assertThat(values.fraction(0)).isEqualTo(fraction);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "-.",
                "1.",
                "-1.",
                ".5",
                "007",
                "00",
                "00.5",
                "-01",
                "+1",
                "1e5",
                "1.5E3",
                "1.2.3",
                "--1",
                "1-",
                "1 ",
                " 1",
                "1/2",
                "1:2",
                "0.1234567a",
                "0.12345678:",
                "0.1234567/",
                "\u0661",
                "0.1234567\u0661",
                "NaN",
                "inf",
                "1000000000000000000",
                "0.0000000000000000001",
                "1.844421851525048173",
                "99999999999999999999",
            })
    void anyOtherCellIsNot(String cell) {
        assertThat(shortNumber(cell)).isEmpty();
    }

    @Test
    @ExtendWith(Seeded.class)
    void aShortNumberIsTheNumberThatItsTextIs(Random random) {
        String letters = "000123456789.-e";
        int found = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder cell = new StringBuilder();
            for (int j = random.nextInt(22); j > 0; j--) {
                cell.append(letters.charAt(random.nextInt(random.nextInt(4) == 0 ? letters.length() : 13)));
            }
            Optional<Values> number = shortNumber(cell.toString());
            if (number.isPresent()) {
                found++;
                assertThat(ValueParser.parse(cell.toString()))
                        .as(cell.toString())
                        .contains(number.get().get(0));
            }
        }
        assertThat(found).isGreaterThan(20_000);
    }

    @Test
    void theyAreTheValuesThatTheyWereMadeOf() {
        List<Value> given = Stream.concat(ALL.stream(), Stream.of(Value.MISSING, Value.text("7"), Value.text("")))
                .toList();
        Values values = Values.of(given);
        Values.Builder copy = new Values.Builder(given.size());
        for (int i = 0; i < given.size(); i++) {
            assertThat(values.kind(i)).isEqualTo(given.get(i).kind());
            copy.add(values, i);
        }

        assertThat(values).isEqualTo(given);
        assertThat(copy.build()).isEqualTo(given);
        assertThat(Values.of(values)).isSameAs(values);
    }

    @Test
    void aRowThatIsNotCompleteIsNotBuilt() {
        Values.Builder values = new Values.Builder(2);
        values.addMissing();

        assertThatThrownBy(values::build).hasMessage("1 of 2 values");
    }
}
