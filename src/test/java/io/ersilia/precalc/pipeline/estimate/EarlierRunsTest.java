package io.ersilia.precalc.pipeline.estimate;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.chains;
import static io.ersilia.precalc.pipeline.Workbench.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.dynamodb.ItemSize;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What earlier runs tell an estimate, on a store in memory. */
class EarlierRunsTest {

    private static final RunId NEXT = new RunId("next");

    private final Workbench bench = new Workbench();

    private static String library(int rows) {
        return chains(IntStream.rangeClosed(1, rows).toArray());
    }

    /** Run r1 of 20 chains in two slices, 2 s a molecule; the next run has 60 in three. */
    private Plan afterARunOfTwoSeconds() {
        bench.model.perMolecule = Duration.ofSeconds(2);
        Plan first = bench.plan(library(20), 2);
        bench.predictAndServe(first);
        bench.finish(first);
        return next();
    }

    private Plan next() {
        bench.clock.pass(Duration.ofHours(1));
        bench.save("lib.csv", library(60));
        return bench.planner().plan(request(NEXT, 3));
    }

    private Estimate estimate(Plan plan) {
        return estimate(plan, false, bench.model.name);
    }

    private Estimate estimate(Plan plan, boolean force, String runner) {
        return new Estimator(bench.store, Prices.own(), runner, bench.batchSize, 10)
                .estimate(plan, force, TableAhead.withoutUnits("memory:"));
    }

    private double secondsOfTheFirst() {
        return bench.store
                .metadata(MODEL)
                .map(ModelMetadata::secondsPerMolecule)
                .orElseThrow();
    }

    private Map<String, String> everything() {
        Map<String, String> files = new TreeMap<>();
        bench.objects
                .list("")
                .forEach(key ->
                        files.put(key, new String(bench.objects.read(key).orElseThrow(), StandardCharsets.UTF_8)));
        return files;
    }

    @Test
    void aRunTellsTheSecondsOfTheNext() {
        Estimate estimate = estimate(afterARunOfTwoSeconds());

        // The control molecules, a few in each call, take their time as well.
        double seconds = secondsOfTheFirst();
        assertThat(seconds).isBetween(2.0, 3.5);
        assertThat(estimate.time().secondsPerMolecule()).isEqualTo(seconds);
        assertThat(estimate.time().measured().run()).hasToString("r1");
        assertThat(estimate.time().measured().molecules()).isEqualTo(20);
        assertThat(estimate.time().measured().version()).isEqualTo("v1");
        assertThat(estimate.time().measured().runner()).isEqualTo("length");
        assertThat(estimate.time().measured().alike()).isTrue();
        assertThat(estimate.time().workHours()).isEqualTo(60 * seconds / 3600, within(1e-9));
        assertThat(estimate.time().wallHours()).isEqualTo(20 * seconds / 3600, within(1e-6)); // three at once
        assertThat(estimate.time().rounds()).isEqualTo(1);
    }

    @Test
    void metadataAloneTellsThemToo() {
        Plan plan = afterARunOfTwoSeconds();
        double seconds = secondsOfTheFirst();
        bench.files().forEach(name -> bench.objects.delete("out/eos4e40/r1/" + name));

        Estimate estimate = estimate(plan);

        assertThat(estimate.time().secondsPerMolecule()).isEqualTo(seconds);
        assertThat(estimate.time().measured().runner()).isNull();
        assertThat(estimate.storage().sizesMeasured()).isFalse();
    }

    @Test
    void aRunThatNeverFinishedTellsThemToo() {
        bench.model.perMolecule = Duration.ofSeconds(2);
        bench.predict(bench.plan(library(20), 2), 1);

        Estimate estimate = estimate(next());

        assertThat(bench.store.metadata(MODEL)).isEmpty();
        assertThat(estimate.time().secondsPerMolecule()).isBetween(2.0, 3.5);
        assertThat(estimate.time().measured().molecules()).isEqualTo(10);
    }

    @Test
    void nothingIsKnownOfAModelWithoutRuns() {
        Estimate estimate = estimate(next());

        assertThat(estimate.time().secondsPerMolecule()).isNull();
        assertThat(estimate.time().wallHours()).isNull();
        assertThat(estimate.table().writeUnits()).isEqualTo(60);
    }

    @Test
    void theRunWithTheMostMoleculesTells() {
        bench.model.perMolecule = Duration.ofSeconds(2);
        Plan large = bench.plan(library(20), 1);
        bench.predict(large, 1);
        bench.model.perMolecule = Duration.ofSeconds(9);
        bench.clock.pass(Duration.ofHours(1));
        bench.save("lib.csv", library(5));
        bench.predict(bench.planner().plan(request(new RunId("r2"), 1)), 1);

        assertThat(estimate(next()).time().measured().run()).isEqualTo(large.run());
    }

    @Test
    void aRunOfTheSameRunnerTellsMoreThanALargerOneOfAnother() {
        bench.model.perMolecule = Duration.ofSeconds(2);
        bench.predict(bench.plan(library(20), 1), 1);
        bench.model.name = "ersilia";
        bench.clock.pass(Duration.ofHours(1));
        bench.save("lib.csv", library(5));
        bench.predict(bench.planner().plan(request(new RunId("r2"), 1)), 1);
        Plan next = next();

        assertThat(estimate(next).time().measured().run()).hasToString("r2");
        assertThat(estimate(next, false, "length").time().measured().run()).hasToString("r1");
        assertThat(estimate(next, false, "docker").time().measured().alike()).isFalse();
    }

    @Test
    void whatIsPredictedCostsItsServingAndWhatIsKeptIsNotPredictedAgain() {
        bench.batchSize = 10;
        Plan plan = afterARunOfTwoSeconds();
        bench.predict(plan, 1);
        bench.serve(plan, 1);
        bench.predict(plan, 2);
        bench.model.stopping.add("C".repeat(55)); // the third slice is rows 41 to 60: its first batch is kept
        assertThatThrownBy(() -> bench.predict(plan, 3)).isInstanceOf(Failure.class);
        Thread.interrupted(); // that it was told to stop is over

        Estimate estimate = estimate(plan);

        assertThat(estimate.work().rowsToPredict()).isEqualTo(10);
        assertThat(estimate.work().workers()).isEqualTo(1);
        assertThat(estimate.work().rowsToServe()).isEqualTo(40);
        assertThat(estimate.time().measured().run()).isEqualTo(NEXT);
        assertThat(estimate(plan, true, "length").work().rowsToPredict()).isEqualTo(60);
        assertThat(estimate(plan, true, "length").work().rowsToServe()).isEqualTo(60);
    }

    @Test
    void batchesThatOverlapCountOnce() {
        Plan plan = bench.plan(library(30), 2); // the second slice is rows 16 to 30
        for (String batch : List.of("15-000000020", "17-000000022", "18-000000019", "28-000000099")) {
            bench.save("out/eos4e40/r1/checkpoints/0002/batch-0000000%s.json".formatted(batch), "{}");
        }

        // 15 to 22 and 28 to 30 are 9 of its 15 rows.
        assertThat(WorkLeft.of(plan, bench.store, false).toPredict()).containsExactly(15L, 6L);
    }

    @Test
    void aRunThatIsServedHasNothingLeft() {
        Plan plan = bench.plan(library(20), 2);
        bench.predictAndServe(plan);

        assertThat(estimate(plan).isNothing()).isTrue();
    }

    @Test
    void itemsAreMeasuredAsTheTableWouldKeepThem() {
        bench.model.columns = 3;
        Plan first = bench.plan(library(20), 1);
        bench.predictAndServe(first);
        List<Long> sizes = IntStream.rangeClosed(1, 20)
                .mapToObj(n -> bench.item(Workbench.keyOf("C".repeat(n))).orElseThrow())
                .map(ItemSize::of)
                .toList();

        Estimate estimate = estimate(next());

        assertThat(estimate.storage().columns()).isEqualTo(3);
        assertThat(estimate.table().writeUnits()).isEqualTo(60);
        // 60 rows like the 20, with 100 bytes of overhead; the time and the run's id differ by some bytes.
        double each = sizes.stream().mapToLong(Long::longValue).average().orElseThrow() + 100;
        assertThat((double) estimate.table().bytes()).isCloseTo(60 * each, within(60 * 8.0));
        assertThat(estimate.storage().bytes()).isEqualTo(3L * bench.bytes("part-0001.csv").length);
    }

    @Test
    void aRejectWithAKeyIsAnItemAndOneWithoutIsNone() {
        bench.model.empty.add("CC");
        bench.model.empty.add("CCC");
        Plan first = bench.plan(library(20) + "nonsense\n*\n", 1);
        bench.predict(first, 1);

        // 22 rows: 18 predicted, 2 rejected by the model with their keys, 2 by screening without.
        assertThat(estimate(next()).table().writeUnits()).isEqualTo((long) Math.ceil(60 * 20 / 22.0));
    }

    @Test
    void wideItemsTakeMoreUnits() {
        bench.model.columns = 3000;
        bench.predict(bench.plan(library(20), 1), 1);

        Estimate estimate = estimate(next());

        assertThat(estimate.storage().columns()).isEqualTo(3000);
        assertThat(estimate.storage().sizesMeasured()).isTrue(); // the CSV is compressed
    }

    @ParameterizedTest
    @ValueSource(strings = {"part-0001.json", "part-0001.csv", "plan.json"})
    void anOldRunWithABrokenFileIsPassedOver(String name) {
        bench.predict(bench.plan(library(20), 1), 1);
        Plan next = next();
        bench.save("out/eos4e40/r1/" + name, "{\"broken");

        assertThat(estimate(next).work().rowsToPredict()).isEqualTo(60);
    }

    @Test
    void brokenMetadataIsPassedOver() {
        bench.save("meta/eos4e40.json", "{}");

        assertThat(estimate(next()).time().secondsPerMolecule()).isNull();
    }

    @Test
    void estimatingWritesNothing() {
        Plan plan = afterARunOfTwoSeconds();
        bench.predict(plan, 1);
        Map<String, String> before = everything();

        estimate(plan);

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aDryPlannerAnswersThePlanAndWritesNothing() {
        bench.save("lib.csv", library(20));
        Map<String, String> before = everything();

        Plan dry = bench.planner().dry().plan(request(NEXT, 3));

        assertThat(everything()).isEqualTo(before);
        assertThat(bench.planner().plan(request(NEXT, 3))).isEqualTo(dry);
        assertThat(bench.planner().dry().plan(request(NEXT, 3))).isEqualTo(dry);
        assertThat(new RunStore(bench.objects).plan(MODEL, NEXT)).contains(dry);
    }
}
