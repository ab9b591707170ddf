package io.ersilia.precalc.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ersilia.precalc.run.RunId;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryRanksTest {

    private static final int PARTITIONS = 20;
    private static final int ROWS = 5_000;

    /** The most that a point of the digest stands for, in per cent: pi / 200. */
    private static final double POINT = 1.6;

    /** The ranks of that many partitions, each with its own digest, and all their numbers in order. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Library(LibraryRanks ranks, double[] sorted) {

        static Library of(DoubleSupplier numbers) {
            return of(numbers, 1);
        }

        /** The numbers are those of the first of so many columns; the others are empty. */
        static Library of(DoubleSupplier numbers, int columns) {
            List<String> names = IntStream.range(0, columns)
                    .mapToObj(i -> i == 0 ? "x" : "column_" + i)
                    .toList();
            List<String> others = Collections.nCopies(columns - 1, "");
            Gathered gathered = new Gathered();
            double[] all = DoubleStream.generate(numbers)
                    .limit((long) PARTITIONS * ROWS)
                    .toArray();
            for (int from = 0; from < all.length; from += ROWS) {
                gathered.partition(
                        names,
                        Arrays.stream(all, from, from + ROWS)
                                .mapToObj(number -> Stream.concat(Stream.of(Double.toString(number)), others.stream())
                                        .toList())
                                .toList());
            }
            RunStats merged =
                    gathered.run(IntStream.rangeClosed(1, PARTITIONS).boxed().toList());
            Arrays.sort(all);
            return new Library(LibraryRanks.of(new RunId("r1"), "v1", merged), all);
        }

        double counted(double number) {
            return 100.0 * Arrays.stream(sorted).filter(one -> one < number).count() / sorted.length;
        }

        double told(double number) {
            BigDecimal percentile = ranks.percentiles(List.of("x"), List.of(BigDecimal.valueOf(number)))
                    .get(0);
            return percentile == null ? Double.NaN : percentile.doubleValue();
        }

        /** Asserts that ranks are right at the library's own numbers: to 0.1 in the tails, to 0.5 in the middle. */
        void isRight() {
            for (double share : new double[] {
                0, .0005, .001, .002, .005, .01, .02, .05, .1, .3, .5, .7, .9, .95, .98, .99, .995, .998, .999, .9995,
                .99999
            }) {
                double number = sorted[(int) (share * sorted.length)];
                boolean isTail = share <= 0.01 || share >= 0.99;
                assertThat(told(number))
                        .as("of %s at %s", number, share)
                        .isCloseTo(counted(number), within(isTail ? 0.1 : 0.5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ranksOfSpreadNumbersAreThoseThatAreCounted(long seed) {
        Random random = new Random(seed);

        Library.of(random::nextGaussian).isRight();
        Library.of(() -> Math.exp(3 * random.nextGaussian())).isRight();
    }

    @Test
    void ranksOfOneOfFourHundredColumnsAreAsGood() {
        Random random = new Random(7);

        Library.of(() -> Math.exp(3 * random.nextGaussian()), 400).isRight();
    }

    @Test
    void ranksOfFewDifferentNumbersAreExact() {
        Random random = new Random(4);
        Library library = Library.of(() -> random.nextInt(20));

        for (int number = -1; number <= 20; number++) {
            assertThat(library.told(number)).isCloseTo(library.counted(number), within(0.005));
        }
    }

    @Test
    void ranksAreRightWhereHalfOfTheNumbersAreEqual() {
        Random random = new Random(5);
        Library library = Library.of(() -> random.nextBoolean() ? 0 : random.nextGaussian());

        assertThat(library.told(0)).isCloseTo(library.counted(0), within(POINT));
        assertThat(library.told(0.001)).isCloseTo(library.counted(0.001), within(POINT));
    }

    @Test
    void onlyWhatIsBeyondAllNumbersHasNoneOrAllBelowIt() {
        Random random = new Random(6);
        Library library = Library.of(random::nextDouble);

        assertThat(library.told(library.sorted()[0])).isZero();
        assertThat(library.told(Math.nextUp(library.sorted()[0]))).isEqualTo(0.01);
        assertThat(library.told(library.sorted()[ROWS * PARTITIONS - 1])).isEqualTo(99.99);
        assertThat(library.told(2)).isEqualTo(100);
    }

    @Test
    void whatIsNoNumberOrOfNoKnownColumnHasNoRank() {
        Library library = Library.of(() -> 1);

        List<@Nullable Object> values = Arrays.asList("text", null, BigDecimal.ONE, BigDecimal.ONE);
        assertThat(library.ranks().percentiles(List.of("x", "x", "x", "y"), values))
                .containsExactly(null, null, BigDecimal.ZERO, null);
        assertThat(library.ranks().first(0).percentiles(List.of("x"), List.of(BigDecimal.ONE)))
                .containsOnlyNulls();
    }
}
