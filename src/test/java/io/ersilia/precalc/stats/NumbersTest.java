package io.ersilia.precalc.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ersilia.precalc.stats.Numbers.Ascending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @TempDir
    private Path folder = Path.of("");

    private static void addAll(Numbers numbers, double... all) throws IOException {
        for (double one : all) {
            numbers.add(one);
        }
    }

    private SortedNumbers sorted(String name, double... all) throws IOException {
        SortedNumbers numbers = new SortedNumbers(folder.resolve(name), 100);
        addAll(numbers, all);
        return numbers;
    }

    private static double[] gaussian(int seed, int count, double mean) {
        Random random = new Random(seed);
        return random.doubles(count)
                .map(ignored -> mean + random.nextGaussian())
                .toArray();
    }

    private static List<Double> all(Numbers numbers) throws IOException {
        List<Double> found = new ArrayList<>();
        try (Ascending ascending = numbers.ascending()) {
            while (ascending.next()) {
                for (long i = 0; i < ascending.times(); i++) {
                    found.add(ascending.number());
                }
            }
        }
        return found;
    }

    @ParameterizedTest(name = "{0} numbers, 100 in memory")
    @ValueSource(ints = {0, 1, 100, 101, 12_800, 30_000}) // none, in memory, spilled, merged at once, merged before
    void comeInOrderHoweverManyThereAreAndAsOftenAsAsked(int count) throws IOException {
        double[] expected = gaussian(1, count, 0);
        SortedNumbers numbers = sorted("n", expected);
        Arrays.sort(expected);

        assertThat(numbers.count()).isEqualTo(count);
        assertThat(all(numbers))
                .containsExactlyElementsOf(Arrays.stream(expected).boxed().toList());
        assertThat(all(numbers)).hasSize(count);
        numbers.close();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void quantilesLieBetweenNumbersInProportion() throws IOException {
        Numbers numbers = sorted("q", 4, 1, 2, 3);

        assertThat(Quantiles.of(numbers, List.of(0.0, 0.25, 0.5, 0.9, 1.0))).containsExactly(1.0, 1.75, 2.5, 3.7, 4.0);
        assertThat(Quantiles.of(sorted("one", 7), List.of(0.0, 0.5, 1.0))).containsExactly(7.0, 7.0, 7.0);
        assertThat(Quantiles.of(sorted("none"), List.of(0.5))).isEmpty();
    }

    @Test
    void quantilesOfRepeatedNumbersAreThoseOfAllOfThem() throws IOException {
        SketchedNumbers counted = new SketchedNumbers();
        addAll(counted, 1, 1, 1, 5, 5, 9);

        assertThat(Quantiles.of(counted, List.of(0.4, 0.5, 0.6, 0.8, 0.9)))
                .containsExactlyElementsOf(
                        Quantiles.of(sorted("all", 1, 1, 1, 5, 5, 9), List.of(0.4, 0.5, 0.6, 0.8, 0.9)));
        assertThat(counted.error()).isZero();
    }

    @Test
    void distancesOfDistributionsByHand() throws IOException {
        Drift drift = Drift.between(sorted("a", 0, 1, 3), sorted("b", 5, 6, 8));
        assertThat(drift).isEqualTo(new Drift(1, 5, 0));

        Drift other = Drift.between(sorted("c", 1, 2, 3, 4), sorted("d", 1, 2, 2, 10));
        assertThat(other.kolmogorovSmirnov()).isEqualTo(0.25);
        assertThat(other.wasserstein()).isEqualTo((1 + 6) / 4.0);
        assertThat(Drift.between(sorted("e", 3, 1), sorted("f", 1, 3))).isEqualTo(new Drift(0, 0, 0));
    }

    @Test
    void distancesOfSpilledNumbersAreThoseOfAllOfThem() throws IOException {
        double[] a = gaussian(2, 5_000, 0);
        double[] b = gaussian(3, 7_000, 0.3);

        Drift spilled = Drift.between(sorted("a", a), sorted("b", b));
        SortedNumbers inMemory = new SortedNumbers(folder.resolve("m"), 10_000);
        addAll(inMemory, a);

        assertThat(spilled).isEqualTo(Drift.between(inMemory, sorted("b2", b)));
        assertThat(spilled.wasserstein()).isCloseTo(0.3, within(0.05));
    }

    @ParameterizedTest(name = "shifted by {0}")
    @ValueSource(doubles = {0, 0.1, 1, 20})
    void sketchesAreWrongByAtMostWhatTheySay(double shift) throws IOException {
        double[] a = gaussian(4, 20_000, 0);
        double[] b = gaussian(5, 20_000, shift);
        SketchedNumbers sketchOfA = new SketchedNumbers();
        SketchedNumbers sketchOfB = new SketchedNumbers();
        addAll(sketchOfA, a);
        addAll(sketchOfB, b);

        Drift exact = Drift.between(sorted("a", a), sorted("b", b));
        Drift about = Drift.between(sketchOfA, sketchOfB);

        double range = 5 + shift + 5;
        assertThat(about.error()).isPositive().isLessThan(0.2);
        assertThat(about.kolmogorovSmirnov()).isCloseTo(exact.kolmogorovSmirnov(), within(about.error()));
        assertThat(about.wasserstein()).isCloseTo(exact.wasserstein(), within(about.error() * range));
    }

    @Test
    void countsOfRangesAddUp() throws IOException {
        assertThat(sorted("n", 0, 1, 2, 2, 3, 9).counts(new double[] {0, 1, 2, 3}))
                .containsExactly(1, 1, 4);
    }

    @Test
    void correlationIsThatOfTheTextbook() {
        Correlation correlation = new Correlation();
        assertThat(correlation.value()).isNull();
        correlation.add(1, 1);
        assertThat(correlation.value()).isNull();
        correlation.add(2, 3);
        correlation.add(3, 2);
        assertThat(correlation.value()).isCloseTo(0.5, within(1e-15));
    }

    @Test
    void moreThanAFewValuesAreNoCategories() {
        Categories categories = new Categories();
        for (int i = 0; i < Categories.MOST; i++) {
            categories.add("v" + i, "v0");
        }
        categories.add("v1", "v0");
        assertThat(categories.swaps())
                .hasSize(Categories.MOST)
                .contains(new Categories.Swap("v0", "v0", 1), new Categories.Swap("v1", "v0", 2));
        categories.add("one more", "v0");
        assertThat(categories.swaps()).isNull();
    }
}
