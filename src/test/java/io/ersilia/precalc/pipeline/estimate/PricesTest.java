package io.ersilia.precalc.pipeline.estimate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {

    private static String own() throws IOException {
        return Files.readString(Path.of("src/main/resources/prices.json"));
    }

    private static Prices read(String json) {
        return Prices.read(json.getBytes(UTF_8), "my.json");
    }

    @Test
    void thisVersionsTableIsThatOfNovember2026() {
        assertThat(Prices.own())
                .isEqualTo(new Prices("2026-11", "USD", "us-east-1", 0.625, 0.25, 0.023, 0.005, 0.0004, 0.006));
    }

    @Test
    void theDocumentShowsThisVersionsTable() throws IOException {
        assertThat(Files.readString(Path.of("docs/cost.md"))).contains(own());
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            0.625       | -1      | my.json: million_write_units.price is -1, expected a number of 0 or more
            0.25        | "0.25"  | my.json: table_gigabyte_month.price is "0.25", expected a number of 0 or more
            0.023       | 1e400   | my.json: store_gigabyte_month.price is 1E+400, expected a number of 0 or more
            0.005       | null    | my.json: thousand_puts.price is null, expected a number of 0 or more
            0.0004      | -1      | my.json: thousand_gets.price is -1, expected a number of 0 or more
            runner_     | ranner_ | my.json: runner_minute.price is not there, expected a number of 0 or more
            "USD"       | "money" | my.json: currency is "money", expected three capital letters, e.g. USD
            "2026-11"   | 2026    | my.json: checked is 2026, expected a month, e.g. 2026-11
            "us-east-1" | ""      | my.json: region is "", expected a region of AWS, e.g. us-east-1
            "region"    | "place" | my.json: region is not there, expected a region of AWS, e.g. us-east-1
            """)
    void aTableThatIsWrongInOneFieldIsRefusedWithItsName(String old, String by, String message) throws IOException {
        String wrong = own().replaceFirst(old, by);

        assertThatThrownBy(() -> read(wrong))
                .hasMessage(message + "; docs/cost.md shows a price table")
                .extracting(e -> ((Failure) e).kind())
                .isEqualTo(Failure.Kind.INPUT);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"{", "[]", "''", "", "{\"checked\": }", "1"})
    void whatIsNoObjectIsNoPriceTable(String json) {
        assertThatThrownBy(() -> read(json))
                .hasMessageStartingWith("my.json is not a price table: ")
                .hasMessageEndingWith("; docs/cost.md shows one");
    }

    @Test
    void aTableFromBeforeThereWasAPriceOfReadsHasThatOfThisVersion() throws IOException {
        assertThat(read(own().replace("thousand_gets", "thousand_others")).thousandGets())
                .isEqualTo(0.0004);
    }

    @Test
    void aPriceOfNothingAndADayAreFine() throws IOException {
        Prices free = read(own().replace("0.006", "0").replace("2026-11", "2026-12-24"));

        assertThat(free.runnerMinute()).isZero();
        assertThat(free.checked()).isEqualTo("2026-12-24");
    }
}
