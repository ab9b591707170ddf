package io.ersilia.precalc.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.PartitionManifest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunStatsTest {

    @ParameterizedTest
    @EnumSource
    void theOrderOfMergingChangesNoCountAndHardlyAQuantile(Shape shape) {
        double[] numbers = shape.numbers(24_000, 4);
        Gathered gathered = new Gathered();
        for (int from = 0; from < numbers.length; from += 1000) {
            gathered.partition(DistributionTest.cells(Arrays.copyOfRange(numbers, from, from + 1000)));
        }
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, 24).boxed().toList());
        Arrays.sort(numbers);
        for (int seed = 0; seed < 5; seed++) {
            Distribution distribution = only(gathered.run(order));

            assertThat(distribution.count()).isEqualTo(24_000);
            assertThat(distribution.min()).isEqualTo(numbers[0]);
            assertThat(distribution.max()).isEqualTo(numbers[numbers.length - 1]);
            assertThat(distribution.histogram(20).total()).isEqualTo(24_000);
            for (double q = 0.05; q < 1; q += 0.05) {
                assertThat(DistributionTest.rankDistance(numbers, distribution.quantile(q), q))
                        .as("quantile %s of %s", q, shape)
                        .isLessThan(0.03);
            }
            Collections.shuffle(order, new Random(seed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void mergingIsAsGoodAsGatheringAtOnce(Shape shape) {
        double[] numbers = shape.numbers(10_000, 5);
        Gathered gathered = new Gathered();
        gathered.partition(DistributionTest.cells(Arrays.copyOf(numbers, 40)));
        gathered.partition(DistributionTest.cells(Arrays.copyOfRange(numbers, 40, 41)));
        gathered.partition(DistributionTest.cells(Arrays.copyOfRange(numbers, 41, 10_000)));

        Distribution merged = only(gathered.run(List.of(1, 2, 3)));
        Distribution atOnce = Gathered.distribution(DistributionTest.cells(numbers));

        assertThat(merged.mean())
                .isCloseTo(atOnce.mean(), within(1e-9 * (Math.abs(atOnce.mean()) + atOnce.deviation())));
        assertThat(merged.deviation()).isCloseTo(atOnce.deviation(), within(1e-6 * atOnce.deviation()));
    }

    @Test
    void exactValuesStayExactInAnyOrder() {
        Random random = new Random(6);
        Gathered gathered = new Gathered();
        for (int worker = 1; worker <= 20; worker++) {
            gathered.partition(IntStream.range(0, 500)
                    .mapToObj(i -> String.valueOf(random.nextInt(32)))
                    .toList());
        }
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, 20).boxed().toList());
        Distribution inOrder = only(gathered.run(order));
        Collections.shuffle(order, random);
        Distribution shuffled = only(gathered.run(order));

        assertThat(inOrder.exact()).isTrue();
        assertThat(shuffled.at()).isEqualTo(inOrder.at());
        assertThat(shuffled.counts()).isEqualTo(inOrder.counts());
    }

    @Test
    void fewValuesBecomeASketchWhenTogetherTheyAreMany() {
        Gathered gathered = new Gathered();
        gathered.partition(Collections.nCopies(1_000_000, "0"));
        gathered.partition(IntStream.range(0, 30).mapToObj(String::valueOf).toList());
        gathered.partition(IntStream.range(30, 60).mapToObj(String::valueOf).toList());

        Distribution forwards = only(gathered.run(List.of(1, 2, 3)));
        Distribution backwards = only(gathered.run(List.of(3, 2, 1)));

        assertThat(forwards.exact()).isFalse();
        assertThat(forwards.count()).isEqualTo(1_000_060);
        assertThat(forwards.quantile(0.9999)).isZero();
        assertThat(backwards.quantile(0.9999)).isZero();
        assertThat(backwards.count()).isEqualTo(1_000_060);
    }

    @Test
    void partitionsOfAWideModelAreSmallAndMergeInBoundedMemory() {
        List<String> names =
                IntStream.range(0, 2048).mapToObj("feature_%04d"::formatted).toList();
        Random random = new Random(9);
        Gathered gathered = new Gathered();
        PartitionStats stats = gathered.partition(
                names,
                IntStream.range(0, 2000)
                        .mapToObj(row -> IntStream.range(0, 2048)
                                .mapToObj(column -> Double.toString(random.nextGaussian() * 1000))
                                .toList())
                        .toList());

        byte[] json = Json.line(stats);

        assertThat(json.length).isLessThan(1_000_000);
        assertThat(Json.read(json, PartitionStats.class, "stats")).isEqualTo(stats);
        RunStats run =
                RunStats.of(Collections.nCopies(20, gathered.manifests().get(0)), partition -> Optional.of(stats));
        assertThat(run.rows()).isEqualTo(40_000);
        assertThat(Objects.requireNonNull(run.columns().get(2047).distribution())
                        .count())
                .isEqualTo(40_000);
    }

    @Test
    void fingerprintsAreTinyAndExact() {
        List<String> names =
                IntStream.range(0, 2048).mapToObj("bit_%d"::formatted).toList();
        Random random = new Random(9);
        PartitionStats stats = new Gathered()
                .partition(
                        names,
                        IntStream.range(0, 200)
                                .mapToObj(row -> IntStream.range(0, 2048)
                                        .mapToObj(column -> random.nextInt(10) == 0 ? "1" : "0")
                                        .toList())
                                .toList());

        assertThat(Json.line(stats).length).isLessThan(500_000);
        assertThat(stats.columns())
                .allMatch(
                        column -> Objects.requireNonNull(column.distribution()).exact());
    }

    @Test
    void theMostTellingColumnsComeFirstAndConstantOnesLast() {
        Gathered gathered = new Gathered();
        gathered.partition(
                List.of("constant", "bit", "empty", "other bit", "even"),
                IntStream.range(0, 100)
                        .mapToObj(i -> List.of("7", "" + i % 2, "", "" + i / 50, "" + i))
                        .toList());
        RunStats run = gathered.run(List.of(1));

        assertThat(run.mostTelling(10))
                .extracting(ColumnStats::column)
                .containsExactly("even", "bit", "other bit", "constant", "empty");
        assertThat(run.mostTelling(2)).extracting(ColumnStats::column).containsExactly("even", "bit");
    }

    @Test
    void partitionsWithoutStatisticsAreNamedAndEmptyOnesAreNot() {
        Gathered gathered = new Gathered();
        PartitionStats stats = gathered.partition(List.of("1", "2"));
        gathered.partition(List.of("3"));
        List<PartitionManifest> manifests = new ArrayList<>(gathered.manifests());
        manifests.add(Gathered.manifest(3, List.of(), 0));

        RunStats run =
                RunStats.of(manifests, partition -> partition.number() == 1 ? Optional.of(stats) : Optional.empty());

        assertThat(run.rows()).isEqualTo(2);
        assertThat(run.without()).containsExactly(2);
    }

    @Test
    void statisticsOfAnotherCsvOtherColumnsAndBrokenOnesAreLeftOut() {
        Gathered gathered = new Gathered();
        gathered.partition(List.of("1", "2"));
        gathered.partition(List.of("3"));
        gathered.partition(List.of("other"), List.of(List.of("4")));
        gathered.partition(List.of("5"));
        PartitionStats second = gathered.stats(2);
        PartitionStats ofAnother =
                new PartitionStats(second.run(), second.model(), 2, "another", second.rows(), second.columns());

        RunStats run = RunStats.of(gathered.manifests(), partition -> switch (partition.number()) {
            case 1 -> Optional.of(gathered.stats(1));
            case 2 -> Optional.of(ofAnother);
            case 3 -> Optional.of(gathered.stats(3));
            default -> throw Failure.input("part-0004.stats.json is cut off");
        });

        assertThat(run.without()).containsExactly(2, 3, 4);
        assertThat(run.rows()).isEqualTo(2);
    }

    @Test
    void statisticsOfAnotherWorkerAreLeftOut() {
        Gathered gathered = new Gathered();
        PartitionStats own = gathered.partition(List.of("1", "2"));
        PartitionStats others = new PartitionStats(own.run(), own.model(), 2, own.sha256(), own.rows(), own.columns());

        RunStats run = RunStats.of(gathered.manifests(), partition -> Optional.of(others));

        assertThat(run.rows()).isZero();
        assertThat(run.without()).containsExactly(1);
        assertThat(RunStats.of(gathered.manifests(), partition -> Optional.of(own))
                        .without())
                .isEmpty();
    }

    @Test
    void aStoreThatCannotBeReadIsNoMissingStatistics() {
        Gathered gathered = new Gathered();
        gathered.partition(List.of("1"));

        assertThatThrownBy(() -> RunStats.of(gathered.manifests(), partition -> {
                    throw Failure.unavailable("no bucket");
                }))
                .isInstanceOf(Failure.class)
                .hasMessage("no bucket");
    }

    @Test
    void aRunWithoutPartitionsHasNoColumns() {
        RunStats run = RunStats.of(List.of(), partition -> Optional.empty());

        assertThat(run).isEqualTo(new RunStats(0, List.of(), List.of()));
        assertThat(run.mostTelling(5)).isEmpty();
    }

    private static Distribution only(RunStats run) {
        assertThat(run.columns()).hasSize(1);
        assertThat(run.without()).isEmpty();
        return Objects.requireNonNull(run.columns().get(0).distribution());
    }
}
