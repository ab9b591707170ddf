package io.ersilia.precalc.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @Test
    void countsAreGroupedByThousands() {
        assertThat(List.of(Words.count(0), Words.count(999), Words.count(2_000_000)))
                .containsExactly("0", "999", "2,000,000");
        assertThat(List.of(Words.count(1000L, "?"), Words.count(null, "?"))).containsExactly("1,000", "?");
    }

    @Test
    void onlyOneIsSingular() {
        assertThat(List.of(Words.many(0, "row"), Words.many(1, "row"), Words.many(2000, "row")))
                .containsExactly("0 rows", "1 row", "2,000 rows");
        assertThat(List.of(Words.many(1, "slice is", "slices are"), Words.many(3, "slice is", "slices are")))
                .containsExactly("1 slice is", "3 slices are");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1234.56, 1235",
        "-0.00123456, -0.001235",
        "1200000, 1200000",
        "9999999, 10000000",
        "1, 1",
        "0.1, 0.1",
        "-1.5, -1.5",
        "1234567, 1235000",
        "0.00001234, 1.234e-05",
        "1e300, 1e+300",
        "5e-324, 4.9e-324",
        "-0.00005, -5e-05",
        "0.99999, 1",
        "10000000, 1e+07",
        "12345678, 1.235e+07",
        "0.0001, 0.0001",
        "0.00009, 9e-05",
        "100, 100"
    })
    void numbersHaveFourSignificantDigits(double number, String text) {
        assertThat(Words.number(number)).isEqualTo(text);
    }

    @Test
    void numbersCanHaveFewerDigits() {
        assertThat(Words.number(0.12345, 2)).isEqualTo("0.12");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "27027.4 | 27,000 molecules/s",
                "1234567 | 1,230,000 molecules/s",
                "999.96 | 1,000 molecules/s",
                "30.04 | 30 molecules/s",
                "1 | 1 molecule/s",
                "0.3333333 | 20 molecules/min",
                "0.00075757575 | 2.73 molecules/h",
                "Infinity | – molecules/s"
            })
    void ratesCountWhatHappensInASecond(double perSecond, String text) {
        assertThat(Words.rate(perSecond, "molecule")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.0 %",
        "1, 3, 33.3 %",
        "1, 1000000, < 0.1 %",
        "999999, 1000000, > 99.9 %",
        "10, 10, 100.0 %",
        "1, 8, 12.5 %",
        "4, 10000, < 0.1 %",
        "5, 10000, 0.1 %",
        "9994, 10000, 99.9 %",
        "9995, 10000, > 99.9 %",
        "1, 0, –"
    })
    void onlyNothingIsZeroPercentAndOnlyAllIsAHundred(long part, long whole, String text) {
        assertThat(Words.percent(part, whole)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | 0.00 USD", "0.009 | under 0.01 USD", "0.01 | 0.01 USD", "1234.5 | 1,234.50 USD"})
    void moneyIsNeverRoundedToNothing(double amount, String text) {
        assertThat(Words.money(amount, "USD")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 bytes",
                "1 | 1 byte",
                "1023 | 1,023 bytes",
                "1024 | 1 KiB",
                "1048575 | 1024 KiB",
                "1048576 | 1 MiB",
                "1073741824 | 1.0 GiB",
                "2199023255552 | 2,048.0 GiB"
            })
    void sizesAreInPowersOf1024(long bytes, String text) {
        assertThat(Words.size(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "0.049, under 0.1 s",
        "0.05, 0.1 s",
        "9.49, 9.5 s",
        "9.96, 10 s",
        "59.4, 59 s",
        "59.5, 1 min",
        "6.02, 6 s",
        "9.94, 9.9 s",
        "60, 1 min",
        "3725, 1 h 02 min",
        "100000, 1 d 03 h",
        "725, 12 min 05 s",
        "3599.5, 1 h",
        "11100, 3 h 05 min",
        "86399, 23 h 59 min",
        "597600, 6 d 22 h"
    })
    void durationsAreInTheirTwoLargestUnits(double seconds, String text) {
        assertThat(Words.duration(seconds)).isEqualTo(text);
    }

    @Test
    void aDurationIsWrittenLikeItsSeconds() {
        assertThat(Words.duration(Duration.ofMillis(1500))).isEqualTo("1.5 s");
    }

    @Test
    void timesAreInUtc() {
        assertThat(Words.time(Instant.ofEpochSecond(1))).isEqualTo("1970-01-01 00:00:01 UTC");
    }

    @Test
    void neighboursAreOneRangeAndTwelveRangesFitOnALine() {
        assertThat(Words.ranges(List.of())).isEmpty();
        assertThat(Words.ranges(List.of(7))).isEqualTo("7");
        assertThat(Words.ranges(List.of(1, 2))).isEqualTo("1-2");
        assertThat(Words.ranges(List.of(1, 3))).isEqualTo("1, 3");
        assertThat(Words.ranges(List.of(1, 2, 3, 7, 9, 10))).isEqualTo("1-3, 7, 9-10");
        assertThat(Words.ranges(IntStream.range(0, 12).map(i -> 2 * i).boxed().toList()))
                .isEqualTo("0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22");
        assertThat(Words.ranges(
                        IntStream.range(0, 128).map(i -> 2 * i + 1).boxed().toList()))
                .isEqualTo("1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 and 116 more");
        assertThat(Words.ranges(IntStream.range(0, 14).map(i -> 2 * i).boxed().toList()))
                .endsWith("20, 22 and 2 more");
    }

    @Test
    void aTextIsCutBetweenCodePoints() {
        assertThat(Words.cut("😀😀", 2)).isEqualTo("😀😀");
        assertThat(Words.cut("😀😀😀", 2)).isEqualTo("😀😀…");
    }
}
