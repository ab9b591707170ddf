package io.ersilia.precalc.pipeline.shared;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.pipeline.ForwardingTable;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.PredictionTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunChooserTest {

    private final Workbench bench = new Workbench();
    private final RunChooser chooser = new RunChooser(bench.store);

    private Plan planned(String run) {
        bench.clock.pass(Duration.ofMinutes(1));
        bench.save("lib.csv", Workbench.chains(1, 2));
        return bench.planner().plan(Workbench.request(new RunId(run), 2));
    }

    private static Partition part(int number) {
        return new Partition(MODEL, RUN, number);
    }

    @Test
    void theNewestRunIsChosenByWhenItWasPlanned() {
        bench.predictAndServe(planned("z"));
        bench.predictAndServe(planned("a"));

        assertThat(chooser.choose(MODEL, null)).isEqualTo(new RunId("a"));
        assertThat(chooser.choose(MODEL, new RunId("z"))).isEqualTo(new RunId("z"));
    }

    @Test
    void oneUnfinishedRunNeedsNoName() {
        bench.predictAndServe(planned("a"));
        bench.predict(planned("b"), 1);

        assertThat(chooser.choose(MODEL, null)).isEqualTo(new RunId("b"));
    }

    @Test
    void aRunThatHoldsNothingHidesNoneThatDoesUnlessItIsNamed() {
        bench.predict(planned("a"), 1);
        planned("b");

        assertThat(chooser.newest(MODEL, null)).isEqualTo(new RunId("a"));
        assertThat(chooser.choose(MODEL, null)).isEqualTo(new RunId("a"));
        assertThat(chooser.newest(MODEL, new RunId("b"))).isEqualTo(new RunId("b"));
    }

    @Test
    void whereNoRunHoldsAnythingTheNewestIsMeant() {
        planned("a");
        planned("b");

        assertThat(chooser.newest(MODEL, null)).isEqualTo(new RunId("b"));
    }

    @Test
    void aLogOfAModelThatFailedIsSomethingToLookAt() {
        bench.predict(planned("a"), 1);
        planned("b");
        bench.save("out/eos4e40/b/part-0001.log", "it fell over");

        assertThat(chooser.newest(MODEL, null)).isEqualTo(new RunId("b"));
    }

    @Test
    void ofSeveralUnfinishedRunsOneMustBeNamed() {
        planned("a");
        planned("b");

        assertThatThrownBy(() -> chooser.choose(MODEL, null))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.USAGE))
                .hasMessage("several runs of eos4e40 are unfinished: say which by --run, one of [b, a]");
    }

    @Test
    void aRunThatIsNotThereIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> chooser.choose(MODEL, null))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessage("no run of eos4e40 in memory: predict first");
        planned("a");
        assertThatThrownBy(() -> chooser.choose(MODEL, new RunId("b")))
                .hasMessage("no run b of eos4e40 in memory; runs there: [a]");
    }

    @Test
    void whatIsPredictedAndNotServedIsToBeServed() {
        Plan plan = planned("r1");
        assertThatThrownBy(() -> chooser.toServe(MODEL, RUN, plan, bench.table, false))
                .hasMessage("no partition of run r1 of eos4e40 is predicted in memory: predict first");
        bench.predict(plan, 1);
        bench.predict(plan, 2);
        assertThat(chooser.toServe(MODEL, RUN, plan, bench.table, false)).containsExactly(part(1), part(2));

        bench.serve(plan, 1);
        assertThat(chooser.toServe(MODEL, RUN, plan, bench.table, false)).containsExactly(part(2));
        assertThat(chooser.toServe(MODEL, RUN, plan, bench.table, true)).containsExactly(part(1), part(2));

        bench.predict(plan, 1, true);
        assertThat(chooser.toServe(MODEL, RUN, plan, bench.table, false)).containsExactly(part(1), part(2));
    }

    @Test
    void theTableIsNotAskedBeforeAnythingIsServed() {
        Plan plan = planned("r1");
        bench.predict(plan, 1);
        PredictionTable silent = new ForwardingTable(bench.table) {
            @Override
            public Optional<String> id() {
                throw Failure.unavailable("asked");
            }
        };

        assertThat(chooser.toServe(MODEL, RUN, plan, silent, false)).containsExactly(part(1));
        bench.serve(plan, 1);
        assertThat(chooser.toServe(MODEL, RUN, plan, silent, true)).containsExactly(part(1));
        assertThatThrownBy(() -> chooser.toServe(MODEL, RUN, plan, silent, false))
                .hasMessage("asked");
    }

    @Test
    void whatIsServedToAnotherTableIsToBeServed() {
        Plan plan = planned("r1");
        bench.predictAndServe(plan);

        assertThat(chooser.toServe(MODEL, RUN, plan, bench.table, false)).isEmpty();
        assertThat(chooser.toServe(
                        MODEL,
                        RUN,
                        plan,
                        new ForwardingTable(bench.table) {
                            @Override
                            public Optional<String> id() {
                                return Optional.of("another");
                            }
                        },
                        false))
                .containsExactly(part(1), part(2));
    }

    @Test
    void anImportedRunIsServedWithoutPlanAndManifests() {
        bench.save("out/eos4e40/r1/part-0001.csv", "key,input,a\n");
        bench.save("out/eos4e40/r1/part-0003.csv.gz", "");

        assertThat(chooser.choose(MODEL, null)).isEqualTo(RUN);
        assertThat(chooser.toServe(MODEL, RUN, null, bench.table, false)).isEqualTo(List.of(part(1), part(3)));
    }
}
