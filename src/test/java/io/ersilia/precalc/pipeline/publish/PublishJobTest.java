package io.ersilia.precalc.pipeline.publish;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.chains;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.pipeline.ForwardingTable;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.diff.DiffJob;
import io.ersilia.precalc.pipeline.shared.Passes;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishJobTest {

    private static final RunId OLD = new RunId("old");
    private static final RunId NEW = new RunId("new");
    private static final RunId OTHER = new RunId("other");

    private final Workbench bench = new Workbench();
    private final PredictionTable table = bench.table;

    @BeforeEach
    void oneRunIsSeenAndTwoAreStaged() {
        bench.save("lib.csv", chains(1, 2, 3));
        make(OLD, table);
        make(NEW, table.staged(NEW));
        make(OTHER, table.staged(OTHER));
    }

    private void make(RunId run, PredictionTable place) {
        bench.table = place;
        Plan plan = bench.planner().plan(Workbench.request(run, 2));
        bench.predictAndServe(plan);
        bench.finish(plan);
    }

    private PublishJob job(PredictionTable there) {
        return new PublishJob(bench.store, there, new DiffJob(bench.store, () -> there, Passes.NONE));
    }

    private Publication publish(PredictionTable there, RunId run) {
        return job(there).publish(new PublishRequest(MODEL, run, null, false));
    }

    private RunId seen() {
        return table.model(MODEL).orElseThrow().run();
    }

    /** The table, where somebody else is quicker. */
    private PredictionTable switchedFirst(Runnable other) {
        return new ForwardingTable(table) {
            @Override
            public boolean publish(ModelRecord next, @Nullable ModelRecord current) {
                other.run();
                return super.publish(next, current);
            }
        };
    }

    @Test
    void aSwitchWhoseAnswerWasLostIsDone() {
        PredictionTable answersOnce = new ForwardingTable(table) {
            @Override
            public boolean publish(ModelRecord next, @Nullable ModelRecord current) {
                boolean lost = super.publish(next, current);
                return lost && super.publish(next, current);
            }
        };

        assertThat(publish(answersOnce, NEW).state()).isEqualTo(Publication.State.PUBLISHED);
        assertThat(job(answersOnce).back(MODEL).run()).isEqualTo(OLD);
        assertThat(seen()).isEqualTo(OLD);
    }

    @Test
    void oneOfTwoThatPublishAtOnceIsToldThatNothingWasChanged() {
        PredictionTable raced = switchedFirst(() -> publish(table, OTHER));

        assertThatThrownBy(() -> publish(raced, NEW))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "lookups of eos4e40 in memory: were switched meanwhile, to run other: nothing was changed; run the same command again if it is still wanted")
                .extracting(e -> ((Failure) e).kind())
                .isEqualTo(Failure.Kind.UNAVAILABLE);

        assertThat(seen()).isEqualTo(OTHER);
        assertThat(publish(table, NEW).before()).isEqualTo(OTHER);
    }

    @Test
    void whoTakesBackWhileAnotherPublishesIsToldToo() {
        publish(table, NEW);
        PredictionTable raced = switchedFirst(() -> publish(table, OTHER));

        assertThatThrownBy(() -> job(raced).back(MODEL)).hasMessageContaining("were switched meanwhile, to run other");

        assertThat(seen()).isEqualTo(OTHER);
    }

    @Test
    void aRunThatWasServedMeanwhileIsNotReplacedUnseen() {
        PredictionTable raced = switchedFirst(() -> make(new RunId("newest"), table));

        assertThatThrownBy(() -> publish(raced, NEW)).hasMessageContaining("to run newest");
    }

    @Test
    void finishOfAStagedRunLeavesTheCurrentRecordAndCountsItsOwn() {
        ModelRecord current = table.model(MODEL).orElseThrow();
        ModelRecord staged = table.staged(NEW).model(MODEL).orElseThrow();

        assertThat(current.run()).isEqualTo(OLD);
        assertThat(staged.run()).isEqualTo(NEW);
        assertThat(staged.items()).isEqualTo(3);
        assertThat(table.ranks(staged).orElseThrow().run()).isEqualTo(NEW);
        assertThat(table.ranks(current).orElseThrow().run()).isEqualTo(OLD);

        publish(table, NEW);

        assertThat(table.ranks(table.model(MODEL).orElseThrow()).orElseThrow().run())
                .isEqualTo(NEW);
    }

    @Test
    void withoutACurrentRunNothingIsCompared() {
        table.forget(table.model(MODEL).orElseThrow(), null);

        Publication done = job(table).publish(new PublishRequest(MODEL, NEW, 0.0, false));

        assertThat(done.state()).isEqualTo(Publication.State.PUBLISHED);
        assertThat(done.drift()).isNull();
        assertThat(done.before()).isNull();
    }
}
