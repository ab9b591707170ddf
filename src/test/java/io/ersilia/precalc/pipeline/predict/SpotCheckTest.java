package io.ersilia.precalc.pipeline.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked again before a partition is published, and what becomes of answers that are otherwise then. */
class SpotCheckTest {

    private static final String CHAINS = Workbench.chains(1, 2, 3, 4, 5);

    private final Workbench bench = new Workbench();

    private List<String> csv() {
        return bench.file("part-0001.csv")
                .lines()
                .skip(1)
                .map(line -> line.split(",", 2)[1])
                .toList();
    }

    private List<String> checkpoints() {
        return bench.files().stream()
                .filter(file -> file.startsWith("checkpoints/"))
                .toList();
    }

    @Test
    void allMoleculesOfASmallSliceAreAskedAgainInOneCall() {
        PartitionManifest manifest = bench.predict(bench.plan(CHAINS, 1), 1);

        assertThat(manifest.checkedAgain()).isEqualTo(5);
        assertThat(manifest.differing()).isZero();
        assertThat(manifest.shownRandom()).isNull();
        assertThat(bench.model.batches()).containsExactly(5, 5);
    }

    @Test
    void ofALargeSliceOneMoleculeInTwoHundredIsAskedAgain() {
        Plan plan = bench.plan(
                Workbench.chains(
                        IntStream.rangeClosed(1, 1199).map(i -> 1 + i % 90).toArray()),
                1);

        assertThat(bench.predict(plan, 1).checkedAgain()).isEqualTo(6);
    }

    @Test
    void rejectedRowsAreNotAskedAgain() {
        bench.model.empty.addAll(List.of("C", "CC"));

        PartitionManifest manifest = bench.predict(bench.plan(CHAINS, 1), 1);

        assertThat(manifest.predicted()).isEqualTo(3);
        assertThat(manifest.checkedAgain()).isEqualTo(3);
    }

    @Test
    void noCallOfTheCheckIsLargerThanABatch() {
        bench.batchSize = 2;

        bench.predict(bench.plan(CHAINS, 1), 1);

        assertThat(bench.model.batches()).containsExactly(2, 2, 1, 2, 2, 1);
    }

    @Test
    void anAnswerThatIsOtherwiseWhenAskedAgainHasItsBatchAskedAnewInSmallerCalls() {
        bench.model.oddIn.put("CCC", 1);

        PartitionManifest manifest = bench.predict(bench.plan(CHAINS, 1), 1);

        assertThat(csv()).containsExactly("C,1", "CC,2", "CCC,3", "CCCC,4", "CCCCC,5");
        assertThat(manifest.differing()).isEqualTo(1);
        assertThat(manifest.checkedAgain())
                .as("five, and five of the new draft")
                .isEqualTo(10);
        assertThat(manifest.predicted()).isEqualTo(5);
        assertThat(bench.model.batches()).as("by itself: whether it varies").startsWith(5, 5, 1);
        assertThat(bench.model.batches()).endsWith(1, 1, 1, 1, 1, 5);
        assertThat(checkpoints()).isEmpty();
    }

    @Test
    void whatWasDoubtedInTheSecondDraftIsAskedOnceInTheThird() {
        bench.model.oddIn.putAll(Map.of("CCC", 1, "CC", 3)); // in the first draft, and in the second

        PartitionManifest manifest = bench.predict(bench.plan(CHAINS, 1), 1);

        assertThat(csv()).containsExactly("C,1", "CC,2", "CCC,3", "CCCC,4", "CCCCC,5");
        assertThat(manifest.differing()).isEqualTo(2);
        assertThat(manifest.checkedAgain()).as("five of each draft").isEqualTo(15);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1, 5", "1001, 1, 6", "400000, 1000, 2000", "400000, 2000, 1000", "400000, 2000000, 5", "0, 0, 5"
    })
    void wideAnswersOfALargeSliceAreKeptForFewerMolecules(long rows, int columns, long kept) {
        assertThat(SpotCheck.mostKept(rows, columns)).isEqualTo(kept);
    }

    /** Of 32 molecules in batches of 10, 11 and 11 one in each of two batches is answered otherwise. */
    @ParameterizedTest
    @CsvSource({"1, 10, 11, 21, 1 1 1 1 1 1 1 1 1 1 6 5", "11, 21, 22, 32, 6 5 6 5"})
    void aBatchOfTenIsAskedAnewOneByOneAndALargerOneInHalves(int from, int to, int from2, int to2, String sizes) {
        String library = Workbench.chains(IntStream.rangeClosed(1, 32).toArray());
        Workbench other = new Workbench();
        other.predict(other.plan(library, 1), 1);
        List<String> chosen = other.model.calls.get(other.model.calls.size() - 1);
        bench.batchSize = 11;
        bench.model.oddIn.put(chain(chosen, from, to), 1);
        bench.model.oddIn.put(chain(chosen, from2, to2), 1);

        PartitionManifest manifest = bench.predict(bench.plan(library, 1), 1);

        assertThat(manifest.differing()).isEqualTo(2);
        assertThat(csv()).hasSize(32).allMatch(row -> row.matches("C+,\\d+"));
        String all = bench.model.batches().stream().map(String::valueOf).collect(Collectors.joining(" "));
        assertThat(all).startsWith("10 11 11 ").contains(" " + sizes + " ");
    }

    private static String chain(List<String> call, int from, int to) {
        return call.stream()
                .filter(text -> text.matches("C{%d,%d}".formatted(from, to)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAnswerThatIsNoneWhenAskedAgainIsOtherwise() {
        bench.model.emptyLater.add("CCC");

        PartitionManifest manifest = bench.predict(bench.plan(CHAINS, 1), 1);

        assertThat(manifest.differing()).isEqualTo(1);
        assertThat(manifest.predicted())
                .as("it has no value in the second draft")
                .isEqualTo(4);
    }

    @Test
    void threeThatAreOtherwiseEndTheSliceAndNothingOfItIsKept() {
        bench.model.oddIn.putAll(Map.of("C", 1, "CCC", 1, "CCCCC", 1));
        Plan plan = bench.plan(CHAINS, 1);

        assertThatThrownBy(() -> bench.predict(plan, 1))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL))
                .hasMessageMatching(
                        "of [345] molecules asked again, 3 were answered differently, C+ the last of them: .*");
        assertThat(checkpoints()).isEmpty();
        assertThat(bench.files()).doesNotContain("part-0001.csv", "part-0001.json");
        bench.predict(plan, 1);
        assertThat(csv()).containsExactly("C,1", "CC,2", "CCC,3", "CCCC,4", "CCCCC,5");
    }

    @Test
    void batchesThatWereNotBelievedDoNotComeBackWhenTheSliceGoesOn() {
        bench.model.oddIn.put("CCC", 1);
        bench.model.stopsAtRepeated = "CC"; // the third time: in the batch that is asked anew
        Plan plan = bench.plan(CHAINS, 1);
        try {
            assertThatThrownBy(() -> bench.predict(plan, 1)).isInstanceOf(Failure.class);
        } finally {
            Thread.interrupted();
        }
        assertThat(checkpoints()).noneMatch(file -> file.endsWith("000000000-000000005.json"));

        bench.model.stopsAtRepeated = null;
        bench.predict(plan, 1);

        assertThat(csv()).containsExactly("C,1", "CC,2", "CCC,3", "CCCC,4", "CCCCC,5");
    }

    @Test
    void aMoleculeThatVariesByItselfShowsThatTheModelIsRandom() {
        bench.model.varying.add("CCC");

        PartitionManifest manifest = bench.predict(bench.plan(CHAINS, 1), 1);

        assertThat(manifest.shownRandom()).matches("CCC by itself was answered [0-9.]+ in column c1, and then [0-9.]+");
        assertThat(manifest.checkedAgain()).isZero();
        assertThat(manifest.differing()).isZero();
        assertThat(manifest.deterministic()).isFalse();
        assertThat(manifest.predicted()).isEqualTo(5);
    }

    @Test
    void howeverManyMoleculesVaryByThemselvesTheSliceIsPredicted() {
        bench.model.varying.addAll(List.of("C", "CCC", "CCCCC"));

        PartitionManifest manifest = bench.predict(bench.plan(CHAINS, 1), 1);

        assertThat(manifest.shownRandom()).isNotNull();
        assertThat(manifest.predicted()).isEqualTo(5);
    }

    /** docs/surviving.md: of n rows k are swapped, s are asked again; C(n-k, s) / C(n, s) is the chance that none is hit. */
    @Test
    void theChanceThatSwappedRowsGoUnseenIsAsTheDocumentSays() {
        int n = 1000;
        int k = 200;
        int trials = 20_000;
        Random random = new Random(11);
        int unseen = 0;
        for (int trial = 0; trial < trials; trial++) {
            unseen += chosen(n, random).stream().allMatch(row -> row >= k) ? 1 : 0;
        }
        assertThat(chance(n, k, 5)).isCloseTo(0.327, within(0.001));
        assertThat((double) unseen / trials).isCloseTo(chance(n, k, 5), within(0.015)); // seed 11
    }

    static double chance(long rows, long swapped, long asked) {
        double chance = 1;
        for (long i = 0; i < asked; i++) {
            chance *= Math.max(0, (double) (rows - swapped - i) / (rows - i));
        }
        return chance;
    }

    @Test
    void whatIsAskedAgainIsInAnotherOrder() {
        assertThat(chosen(SpotCheck.FEWEST, new Random(1)))
                .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L)
                .isNotEqualTo(List.of(0L, 1L, 2L, 3L, 4L));
    }

    private static List<Long> chosen(int rows, Random random) {
        RandomDraw<Long> draw = new RandomDraw<>(random);
        LongStream.range(0, rows).forEach(row -> draw.offer(row, SpotCheck.FEWEST));
        return draw.some(SpotCheck.FEWEST);
    }
}
