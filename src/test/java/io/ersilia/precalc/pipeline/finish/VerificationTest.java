package io.ersilia.precalc.pipeline.finish;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.key;
import static io.ersilia.precalc.pipeline.Workbench.keyed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.LossyTable;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.finish.Verification.Found;
import io.ersilia.precalc.pipeline.finish.Verification.Scope;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reading back finds. */
class VerificationTest {

    private final Workbench bench = new Workbench();

    private Found verify(Plan plan, int worker, Scope scope) {
        ServedManifest served = bench.store.served(plan.partition(worker)).orElseThrow();
        return new Verification(bench.store, bench.table, scope).verify(plan.partition(worker), plan, served);
    }

    private void loseFromNowOn(InchiKey key) {
        bench.table = new LossyTable(bench.table, key, true);
    }

    private boolean isServed(Plan plan, int worker) {
        return bench.store.served(plan.partition(worker)).isPresent();
    }

    /** As many molecules, with keys from 1. */
    private Plan planOf(int rows) {
        return bench.plan(
                keyed(IntStream.rangeClosed(1, rows).mapToObj(i -> "C@" + i).toArray(String[]::new)), 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"SAMPLE", "ALL"})
    void everyItemOfAWellServedPartitionIsRight(Scope scope) {
        bench.model.empty.add("CCC");
        Plan plan = bench.plan(keyed("C@1", "x y@2", "CCC@3", "CC@1", "CCCC@4") + "C*,\n", 1);
        bench.predictAndServe(plan);

        assertThat(verify(plan, 1, scope)).isEqualTo(new Found(4, 0, 0, null)); // the first C is superseded
        assertThat(verify(plan, 1, Scope.NONE)).isEqualTo(new Found(0, 0, 0, null));
        assertThat(isServed(plan, 1)).isTrue();
    }

    @Test
    void aLostItemIsFoundByAllAndThePartitionIsNoLongerServed() {
        Plan plan = planOf(250);
        loseFromNowOn(key(117));
        bench.predictAndServe(plan);

        assertThat(verify(plan, 1, Scope.SAMPLE).wrong()).isZero(); // it is not among the hundred
        assertThat(isServed(plan, 1)).isTrue();
        assertThat(verify(plan, 1, Scope.ALL)).isEqualTo(new Found(250, 0, 1, key(117)));
        assertThat(isServed(plan, 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 250})
    void aSampleHasTheFirstAndTheLastItem(int lost) {
        Plan plan = planOf(250);
        loseFromNowOn(key(lost));
        bench.predictAndServe(plan);

        assertThat(verify(plan, 1, Scope.SAMPLE)).isEqualTo(new Found(250, 100, 0, 1, key(lost), Map.of(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 99, 100})
    void aSampleOfASmallPartitionIsAllOfIt(int rows) {
        Plan plan = planOf(rows);
        bench.predictAndServe(plan);

        assertThat(verify(plan, 1, Scope.SAMPLE).compared()).isEqualTo(rows);
    }

    @Test
    void anOlderValueThatWasLeftStandingIsWrong() {
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@3"), 1);
        bench.predictAndServe(plan);
        bench.model.odd.add("CC");
        bench.model.oddValue = "9";
        bench.clock.pass(Duration.ofHours(1));
        loseFromNowOn(key(2));
        bench.predict(plan, 1, true);
        bench.serve(plan, 1);

        assertThat(verify(plan, 1, Scope.ALL)).isEqualTo(new Found(3, 0, 1, key(2)));
    }

    @Test
    void whatALaterRunWroteIsNotWrongAndWhatAnEarlierOneLeftIs() {
        Plan first = planOf(3);
        bench.predictAndServe(first);
        bench.clock.pass(Duration.ofHours(1));
        Plan second = bench.planner().plan(Workbench.request(new RunId("r2"), 1));
        loseFromNowOn(key(2));
        bench.predictAndServe(second);

        assertThat(verify(first, 1, Scope.ALL))
                .isEqualTo(new Found(3, 3, 2, 0, null, Map.of(new RunId("r2"), 2L), Map.of()));
        assertThat(verify(second, 1, Scope.ALL)).isEqualTo(new Found(3, 0, 1, key(2)));
    }

    @Test
    void aRunThatWasPlannedLaterIsNotWrongThoughItBeganToWriteBefore() {
        Plan first = planOf(3);
        bench.clock.pass(Duration.ofMinutes(1));
        Plan second = bench.planner().plan(Workbench.request(new RunId("r2"), 1));
        bench.predictAndServe(second);
        bench.clock.pass(Duration.ofMinutes(1));
        loseFromNowOn(key(2)); // as if the other run had written it last
        bench.predict(first, 1);
        bench.serveJob().run(first.partition(1), first, true);

        assertThat(verify(first, 1, Scope.ALL))
                .isEqualTo(new Found(3, 3, 1, 0, null, Map.of(new RunId("r2"), 1L), Map.of()));
    }

    @Test
    void aKeyThatAnotherPartitionHasTooIsNotWrongUntilItIsSettled() {
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@3", "CCCC@1"), 2);
        bench.predict(plan, 1);
        bench.predict(plan, 2);
        bench.serve(plan, 2);
        bench.clock.pass(Duration.ofMinutes(1));
        loseFromNowOn(key(1)); // as if the other partition had written last
        bench.serve(plan, 1);

        assertThat(verify(plan, 1, Scope.ALL)).isEqualTo(new Found(2, 1, 0, null));
        assertThat(bench.finish(plan).reconciliation().complete()).isTrue();
    }

    @Test
    void finishDoesNotCountAPartitionAsServedWhoseItemsAreGone() {
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@3", "CCCC@4"), 2);
        loseFromNowOn(key(4));
        bench.predictAndServe(plan);

        FinishJob.Outcome outcome = bench.finish(plan);

        assertThat(outcome.reconciliation().complete()).isFalse();
        assertThat(outcome.shortfalls().wrong()).containsExactly(2);
        assertThat(outcome.shortfalls().line()).isEqualTo("not in the table as served: part-0002");
        assertThat(outcome.reconciliation().rows().unaccounted()).isEqualTo(1);
        assertThat(outcome.reconciliation().checks().verified()).isEqualTo(4);
        assertThat(bench.store.metadata(MODEL)).isEmpty();
        assertThat(isServed(plan, 1)).isTrue();
        assertThat(isServed(plan, 2)).isFalse();
    }

    @Test
    void finishAsksOnlyForTheRowsThatWon() {
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@1", "CCCC@2"), 2);
        bench.predict(plan, 1);
        bench.predict(plan, 2);
        bench.serve(plan, 2);
        bench.serve(plan, 1); // over the later rows, until finish settles it

        FinishJob.Outcome outcome = bench.finish(plan);

        assertThat(outcome.reconciliation().complete()).isTrue();
        assertThat(outcome.reconciliation().checks().verified()).isEqualTo(2);
        assertThat(bench.said(key(1))).isEqualTo("3");
    }
}
