package io.ersilia.precalc.pipeline;

import static io.ersilia.precalc.pipeline.Workbench.key;
import static io.ersilia.precalc.pipeline.Workbench.keyed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import org.junit.jupiter.api.Test;

class RunJobTest {

    private final Workbench bench = new Workbench();

    @Test
    void predictsServesAndFinishesEverySliceWithOneStartOfTheModel() {
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@1"), 5);

        RunJob.Outcome outcome = bench.runAll(plan);

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.finish().reconciliation().complete()).isTrue();
        assertThat(outcome.finish().reconciliation().rows().served()).isEqualTo(2);
        assertThat(outcome.finish().reconciliation().rows().duplicates()).isEqualTo(1);
        assertThat(bench.model.starts).isEqualTo(1);
        assertThat(bench.said(key(1))).isEqualTo("3");
    }

    @Test
    void slicesSideBySideEndAsOneAfterTheOther() {
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@1", "CCCC@3", "CCCCC@2", "CCCCCC@4"), 6);
        bench.model.inFlight = 3;

        RunJob.Outcome outcome = bench.runAll(plan, 3);

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.finish().reconciliation().complete()).isTrue();
        assertThat(outcome.finish().reconciliation().rows().served()).isEqualTo(4);
        assertThat(outcome.finish().reconciliation().rows().duplicates()).isEqualTo(2);
        assertThat(bench.model.starts).isEqualTo(1);
        assertThat(bench.said(key(1))).as("the later row").isEqualTo("3");
        assertThat(bench.said(key(2))).as("the later row").isEqualTo("5");
    }

    @Test
    void oneOfSeveralSideBySideThatFailsLetsTheOthersEnd() {
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@3", "CCCC@4"), 4);
        bench.predict(plan, 2);
        bench.save("out/eos4e40/r1/part-0002.csv", "truncated");

        RunJob.Outcome outcome = bench.runAll(plan, 4);

        assertThat(outcome.failures())
                .hasSize(1)
                .allMatch(failure -> failure instanceof Failure known && known.kind() == Failure.Kind.INPUT);
        assertThat(outcome.finish().shortfalls().unserved()).containsExactly(2);
    }

    @Test
    void asManySlicesAtOnceAsThereAreAndTheModelTakesUpToABound() {
        assertThat(RunJob.atOnce(12, 1)).isEqualTo(1);
        assertThat(RunJob.atOnce(12, 4)).isEqualTo(4);
        assertThat(RunJob.atOnce(3, 4)).isEqualTo(3);
        assertThat(RunJob.atOnce(0, 4)).isEqualTo(1);
        assertThat(RunJob.atOnce(9_999, 64)).isEqualTo(16);
    }

    @Test
    void goesOnPastAPartitionThatFailsAndNamesIt() {
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@3"), 3);
        bench.predict(plan, 2);
        bench.save("out/eos4e40/r1/part-0002.csv", "truncated");

        RunJob.Outcome outcome = bench.runAll(plan);

        assertThat(outcome.failures())
                .hasSize(1)
                .allMatch(failure -> failure instanceof Failure known && known.kind() == Failure.Kind.INPUT);
        assertThat(outcome.finish().reconciliation().complete()).isFalse();
        assertThat(outcome.finish().shortfalls().unserved()).containsExactly(2);
        assertThat(bench.said(key(1))).isEqualTo("1");
        assertThat(bench.said(key(3))).isEqualTo("3");
    }

    @Test
    void aSecondRunOfTheSamePlanDoesNothingAgain() {
        Plan plan = bench.plan(keyed("C@1", "CC@2"), 2);
        RunJob.Outcome first = bench.runAll(plan);

        RunJob.Outcome second = bench.runAll(plan);

        assertThat(second.finish().reconciliation()).isEqualTo(first.finish().reconciliation());
        assertThat(bench.model.starts).isEqualTo(1);
    }

    @Test
    void toKeepAPartitionItsManifestIsReadOnce() {
        Plan plan = bench.plan(keyed("C@1", "CC@2"), 2);
        bench.runAll(plan);
        String manifest = "out/eos4e40/r1/part-0001.json";
        long before = bench.refusing.reads(manifest);
        bench.serve(plan, 1);
        long toServe = bench.refusing.reads(manifest) - before;
        bench.finish(plan);
        long toServeAndFinish = bench.refusing.reads(manifest) - before;

        bench.runAll(plan);

        assertThat(toServe).isPositive();
        assertThat(bench.refusing.reads(manifest) - before - toServeAndFinish).isEqualTo(toServeAndFinish + 1);
    }

    @Test
    void aModelThatNeverAnsweredEndsTheRunAtOnce() {
        bench.model.silent = true;
        Plan plan = bench.plan(keyed("C@1", "CC@2"), 2);

        assertThatThrownBy(() -> bench.runAll(plan))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL));
        assertThat(bench.model.starts).isEqualTo(1);
    }

    @Test
    void whatFailsForAllStopsAtOnce() {
        Plan plan = bench.plan(keyed("C@1", "CC@2"), 2);
        bench.store.recordVersion(plan.model(), plan.run(), "v0");

        assertThatThrownBy(() -> bench.runAll(plan))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
        assertThat(bench.model.starts).isEqualTo(1);
        assertThat(bench.files()).noneMatch(name -> name.endsWith(".csv"));
    }
}
