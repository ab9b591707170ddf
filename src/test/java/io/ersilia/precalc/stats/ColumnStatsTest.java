package io.ersilia.precalc.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ersilia.precalc.run.ColumnFacts;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ColumnStatsTest {

    @Test
    void everyCellIsCountedOnce() {
        ColumnStats column =
                Gathered.column(List.of("1", "", "NaN", "high", "inf", "1e400", "1e-400", "-2.5", "1e126"));

        assertThat(column.numbers()).isEqualTo(2);
        assertThat(column.empties()).isEqualTo(2);
        assertThat(column.texts()).isEqualTo(1);
        assertThat(column.outOfRange()).isEqualTo(4);
        assertThat(column.rows()).isEqualTo(9);
        assertThat(column.shareOfEmpties()).isEqualTo(2 / 9.0);
    }

    @Test
    void valuesOfAnotherTypeAreCounted() {
        ColumnStats column = Gathered.column(List.of("1", "2.0", "-2.5", "0.1", "", "NaN", "high", "1e400"));

        assertThat(column.notOf(ColumnFacts.Type.INTEGER)).isEqualTo(4);
        assertThat(column.notOf(ColumnFacts.Type.FLOAT)).isEqualTo(1);
        assertThat(column.notOf(ColumnFacts.Type.STRING)).isEqualTo(5);
    }

    @Test
    void aColumnWithoutNumbersHasNoSpread() {
        ColumnStats column = Gathered.column(List.of("", "nan"));

        assertThat(column.distribution()).isNull();
        assertThat(column.isConstant()).isTrue();
        assertThat(column.information()).isZero();
    }

    @Test
    void noRowsAreNoStatistics() {
        ColumnStats column = Gathered.column(List.of());

        assertThat(column.rows()).isZero();
        assertThat(column.shareOfEmpties()).isZero();
        assertThat(column.information()).isZero();
    }

    @Test
    void oneRowIsAllItsOwn() {
        Distribution distribution = Gathered.distribution(List.of("-0.1"));

        assertThat(distribution)
                .isEqualTo(new Distribution(1, -0.1, -0.1, -0.1, 0, true, List.of(-0.1), List.of(1L), List.of()));
        assertThat(distribution.isConstant()).isTrue();
        assertThat(distribution.deviation()).isZero();
        assertThat(distribution.quantile(0.5)).isEqualTo(-0.1);
    }

    @Test
    void bitsAreCountedExactly() {
        List<String> bits = Stream.concat(
                        Collections.nCopies(700, "0").stream(), Collections.nCopies(300, "1.0").stream())
                .toList();

        Distribution distribution = Gathered.distribution(bits);

        assertThat(distribution.exact()).isTrue();
        assertThat(distribution.at()).containsExactly(0.0, 1.0);
        assertThat(distribution.counts()).containsExactly(700L, 300L);
        assertThat(distribution.mean()).isCloseTo(0.3, within(1e-12));
        assertThat(distribution.deviation()).isCloseTo(Math.sqrt(0.21), within(1e-12));
    }

    @Test
    void zeroHasNoSign() {
        assertThat(Gathered.distribution(List.of("0", "-0", "-0.0", "0e7", "-0.000000000000000000000"))
                        .counts())
                .containsExactly(5L);
        assertThat(Gathered.distribution(List.of("-0", "-0.0", "-0e7")))
                .isEqualTo(Gathered.distribution(List.of("0", "0", "0")));
    }

    @Test
    void frequentTextsComeFirstAndLongOnesAreCut() {
        ColumnStats column = Gathered.column(
                List.of("low", "high", "high", "x".repeat(70), "x".repeat(64), "a", "\uD83D\uDE00".repeat(65)));

        assertThat(column.frequentTexts())
                .containsExactly(
                        new TextCount("high", 2),
                        new TextCount("x".repeat(64), 2),
                        new TextCount("a", 1),
                        new TextCount("low", 1),
                        new TextCount("\uD83D\uDE00".repeat(64), 1));
        assertThat(column.otherTexts()).isZero();
    }

    @Test
    void aFrequentTextIsFoundAmongManyRareOnes() {
        List<String> texts = IntStream.range(0, 5000)
                .mapToObj(i -> i % 10 == 7 ? "often" : "rare " + i)
                .toList();

        ColumnStats column = Gathered.column(texts);

        assertThat(column.frequentTexts()).hasSize(32).first().isEqualTo(new TextCount("often", 500));
        assertThat(column.texts()).isEqualTo(5000);
        assertThat(column.otherTexts()).isEqualTo(5000 - 500 - 31);
    }

    @Test
    void whatTellsMoreHasMoreBits() {
        double constant = Gathered.column(Collections.nCopies(64, "3")).information();
        double rareBit = Gathered.column(mostly("0", "1", 2)).information();
        double evenBit = Gathered.column(mostly("0", "1", 32)).information();
        double halfEmptyBit = Gathered.column(mostly("", "1", 32)).information();
        double words = Gathered.column(mostly("low", "high", 32)).information();
        double even = Gathered.column(
                        IntStream.range(0, 6400).mapToObj(i -> i + ".5").toList())
                .information();

        assertThat(constant).isZero();
        assertThat(rareBit).isBetween(0.1, 0.3);
        assertThat(evenBit).isEqualTo(1);
        assertThat(words).isEqualTo(1);
        assertThat(halfEmptyBit).isZero();
        assertThat(even).isCloseTo(4, within(0.01));
    }

    @Test
    void emptiesMakeAColumnTellLess() {
        List<String> bits = mostly("0", "1", 32);
        List<String> sparse = Stream.concat(bits.stream(), Collections.nCopies(64, "").stream())
                .toList();

        assertThat(Gathered.column(sparse).information()).isEqualTo(0.5);
    }

    @Test
    void countsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new ColumnStats("c", 1, 0, 0, 0, null, null, List.of()))
                .hasMessage("no statistics of a column: 1 numbers, 0 texts, 0 empties, 0 out of range");
        assertThatThrownBy(() -> new ColumnStats("c", 0, 1, 0, 0, null, null, List.of(new TextCount("a", 2))))
                .hasMessage("more frequent texts than texts: 1");
        assertThatThrownBy(() -> new TextCount("a", 0)).hasMessage("no text that occurs 0 times");
    }

    private static List<String> mostly(String one, String other, int others) {
        return IntStream.range(0, 64).mapToObj(i -> i < others ? other : one).toList();
    }
}
