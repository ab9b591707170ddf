package io.ersilia.precalc.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ersilia.precalc.stats.Histogram.Bar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistributionTest {

    @ParameterizedTest
    @EnumSource
    void quantilesAreWhatTheyAreWithinTwoPerCentOfTheRows(Shape shape) {
        double[] numbers = shape.numbers(20_000, 1);
        Distribution distribution = Gathered.distribution(cells(numbers));

        Arrays.sort(numbers);
        assertThat(distribution.min()).isEqualTo(numbers[0]);
        assertThat(distribution.max()).isEqualTo(numbers[numbers.length - 1]);
        assertThat(distribution.quantile(0)).isEqualTo(distribution.min());
        assertThat(distribution.quantile(1)).isEqualTo(distribution.max());
        for (double q = 0.01; q < 1; q += 0.01) {
            assertThat(rankDistance(numbers, distribution.quantile(q), q))
                    .as("quantile %s of %s", q, shape)
                    .isLessThan(0.02);
        }
    }

    @ParameterizedTest
    @EnumSource
    void meanAndDeviationAreThoseOfTheNumbers(Shape shape) {
        double[] numbers = shape.numbers(20_000, 2);
        Distribution distribution = Gathered.distribution(cells(numbers));

        double mean = Arrays.stream(numbers).map(n -> n / numbers.length).sum();
        double deviation = Math.sqrt(Arrays.stream(numbers)
                .map(n -> (n - mean) * (n - mean) / numbers.length)
                .sum());
        assertThat(distribution.mean()).isCloseTo(mean, within(1e-9 * (Math.abs(mean) + deviation)));
        assertThat(distribution.deviation()).isCloseTo(deviation, within(1e-6 * deviation));
    }

    @ParameterizedTest
    @EnumSource
    void theBarsOfAHistogramAreEvenAndAddUp(Shape shape) {
        for (int count : new int[] {100, 5000}) {
            double[] numbers = shape.numbers(count, 3);
            Distribution distribution = Gathered.distribution(cells(numbers));

            Histogram histogram = distribution.histogram(20);

            assertThat(histogram.total()).isEqualTo(count);
            List<Bar> bars = histogram.bars();
            assertThat(bars.get(0).from()).isEqualTo(distribution.min());
            assertThat(bars.get(bars.size() - 1).to()).isEqualTo(distribution.max());
            for (int i = 1; i < bars.size(); i++) {
                assertThat(bars.get(i).from()).isEqualTo(bars.get(i - 1).to());
            }
            for (Bar bar : bars) {
                boolean last = bar.to() == distribution.max();
                double really = Arrays.stream(numbers)
                        .filter(n -> n >= bar.from() && (n < bar.to() || last))
                        .count();
                assertThat((double) bar.count()).as("%s of %s", bar, shape).isCloseTo(really, within(0.04 * count));
            }
        }
    }

    @Test
    void fewValuesHaveABarEach() {
        assertThat(Gathered.distribution(List.of("3", "1", "1", "7.5"))
                        .histogram(20)
                        .bars())
                .containsExactly(new Bar(1, 1, 2), new Bar(3, 3, 1), new Bar(7.5, 7.5, 1));
    }

    @Test
    void moreValuesThanBarsAreCountedExactlyInEvenBars() {
        Distribution distribution = Gathered.distribution(
                IntStream.range(0, 21).mapToObj(String::valueOf).toList());

        assertThat(distribution.histogram(4).bars())
                .containsExactly(new Bar(0, 5, 5), new Bar(5, 10, 5), new Bar(10, 15, 5), new Bar(15, 20, 6));
    }

    @Test
    void numbersWithoutRoomBetweenThemHaveFewerBars() {
        Distribution distribution = new Distribution(
                300,
                1,
                Math.nextUp(1.0),
                1,
                1e-30,
                false,
                List.of(1.0, Math.nextUp(1.0)),
                List.of(100L, 200L),
                List.of(0, 1));

        assertThat(distribution.histogram(20).total()).isEqualTo(300);
        assertThat(distribution.histogram(20).bars()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void quantilesOfFewValuesAreExact() {
        Distribution distribution = Gathered.distribution(List.of("1", "2", "3", "4"));

        assertThat(List.of(
                        distribution.quantile(0),
                        distribution.quantile(0.25),
                        distribution.quantile(0.5),
                        distribution.quantile(0.51)))
                .containsExactly(1.0, 1.0, 2.0, 3.0);
        assertThatThrownBy(() -> distribution.quantile(50)).hasMessage("no quantile 50.0, expected 0 to 1");
    }

    @Test
    void valuesAreSketchedOnceThereAreTooMany() {
        List<String> cells =
                new ArrayList<>(IntStream.range(0, 32).mapToObj(String::valueOf).toList());
        assertThat(Gathered.distribution(cells).exact()).isTrue();

        cells.add("32");
        assertThat(Gathered.distribution(cells).exact()).isFalse();
    }

    @Test
    void aSpreadThatCannotBeIsRefused() {
        assertThatThrownBy(
                        () -> new Distribution(2, 1, 2, 1.5, 0.5, true, List.of(2.0, 1.0), List.of(1L, 1L), List.of()))
                .hasMessage("no distribution of numbers, expected points from the smallest to the largest number");
        assertThatThrownBy(
                        () -> new Distribution(3, 1, 2, 1.5, 0.5, true, List.of(1.0, 2.0), List.of(1L, 1L), List.of()))
                .hasMessage("no distribution of numbers, expected as many numbers as its points have");
        assertThatThrownBy(() -> new Distribution(2, 1, 2, 1.5, 0.5, true, List.of(1.0, 2.0), List.of(1L), List.of()))
                .hasMessage("no distribution of numbers, expected as many points as counts");
        assertThatThrownBy(() -> new Distribution(2, 1, 2, 9, 0.5, true, List.of(1.0, 2.0), List.of(1L, 1L), List.of()))
                .hasMessage("no distribution of numbers, expected a mean between its numbers");
        double inf = Double.POSITIVE_INFINITY;
        assertThatThrownBy(() -> new Distribution(1, inf, inf, inf, 0, true, List.of(inf), List.of(1L), List.of()))
                .hasMessage("no distribution of numbers, expected ascending points");
    }

    static List<String> cells(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(Double::toString).toList();
    }

    /** How far the number is from where it should be among the sorted ones, as a share of them. */
    static double rankDistance(double[] sorted, double number, double q) {
        double below = Arrays.stream(sorted).filter(n -> n < number).count() / (double) sorted.length;
        double notAbove = Arrays.stream(sorted).filter(n -> n <= number).count() / (double) sorted.length;
        return Math.max(0, Math.max(below - q, q - notAbove));
    }
}
