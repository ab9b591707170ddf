package io.ersilia.precalc.pipeline.serve;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.RUN;
import static io.ersilia.precalc.pipeline.Workbench.key;
import static io.ersilia.precalc.pipeline.Workbench.keyed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.pipeline.ForwardingTable;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.finish.FinishJob;
import io.ersilia.precalc.pipeline.finish.RejectRate;
import io.ersilia.precalc.pipeline.finish.Verification.Scope;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Unfinished;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.pipeline.shared.RunStatus;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.store.MemoryObjectStore;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.dynamodb.DynamoDbTables;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An older run beside a newer one, and a sample beside a full run. */
class OlderRunTest {

    private static final RunId NEWER = new RunId("r2");

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    @TempDir
    private Path folder = Path.of("");

    private final Workbench bench = new Workbench();

    enum Kind {
        MEMORY,
        SQLITE,
        DYNAMODB
    }

    private PredictionTable table(Kind kind) {
        return switch (kind) {
            case MEMORY -> new MemoryTable();
            case SQLITE -> new SqliteTable(folder.resolve("predictions.db"));
            case DYNAMODB ->
                DynamoDbTables.open(DYNAMODB.freshTable(), DYNAMODB.environment(), Double.POSITIVE_INFINITY);
        };
    }

    @AfterEach
    void close() {
        bench.table.close();
    }

    /** The older run, whose values are lengths; only predicted. */
    private Plan older(int workers) {
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@3", "CCCC@4"), workers);
        predictAll(plan);
        bench.clock.pass(Duration.ofHours(1));
        return plan;
    }

    /** The newer run, in which every value is 7, served and finished. */
    private Plan newer(int workers) {
        bench.model.odd.addAll(List.of("C", "CC", "CCC", "CCCC"));
        bench.model.oddValue = "7";
        Plan plan = bench.planner().plan(Workbench.request(NEWER, workers));
        bench.predictAndServe(plan);
        assertThat(finish(plan).reconciliation().complete()).isTrue();
        bench.clock.pass(Duration.ofHours(1));
        return plan;
    }

    private void predictAll(Plan plan) {
        for (int worker = 1; worker <= plan.workers(); worker++) {
            bench.predict(plan, worker);
        }
    }

    private FinishJob.Outcome finish(Plan plan) {
        return new FinishJob(bench.store, bench.table, bench.clock, Scope.ALL).run(plan, new RejectRate(1), null);
    }

    private void force(Plan plan, int worker) {
        bench.serveJob().run(plan.partition(worker), plan, true);
    }

    private List<SliceState> states(Plan plan) {
        return new RunStatus(bench.store, bench.table)
                .of(plan).stream().map(SliceStatus::state).toList();
    }

    @ParameterizedTest
    @EnumSource
    void isNotServedOverTheNewerOneAndBothAreNamed(Kind kind) {
        bench.table = table(kind);
        Plan older = older(1);
        newer(1);

        assertThatThrownBy(() -> bench.serve(older, 1))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.USAGE))
                .hasMessage(bench.table.name()
                        + " has run r2 of eos4e40, planned at 2026-11-01T13:00:00Z, and run r1 is older, planned at"
                        + " 2026-11-01T12:00:00Z: plan a new run with --new-run, or overwrite it anyway with --force");
        assertThat(bench.said(key(1))).isEqualTo("7");
    }

    @ParameterizedTest
    @EnumSource
    void thatIsForcedIsSeenByTheNewerOneWhichHealsWhenItIsServedAgain(Kind kind) {
        bench.table = table(kind);
        Plan older = older(2);
        Plan newer = newer(2);
        force(older, 2);
        assertThat(bench.said(key(4))).isEqualTo("4");

        assertThat(states(newer)).containsExactly(SliceState.REPLACED, SliceState.REPLACED);
        FinishJob.Outcome outcome = finish(newer);
        assertThat(outcome.reconciliation().complete()).isFalse();
        assertThat(outcome.shortfalls().line())
                .isEqualTo("replaced by run r1, which is older or a sample: part-0001, part-0002");

        for (int worker = 1; worker <= 2; worker++) {
            bench.serve(newer, worker);
        }
        assertThat(bench.said(key(4))).isEqualTo("7");
        assertThat(states(newer)).containsExactly(SliceState.SERVED, SliceState.SERVED);
        assertThat(finish(newer).reconciliation().complete()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void fromAnotherStoreIsSeenInTheTableItself(Kind kind) {
        bench.table = table(kind);
        Plan older = older(1);
        Plan newer = newer(1);
        ServeJob elsewhere = new ServeJob(storeWithout(NEWER), bench.table, bench.clock, Progress.NONE);
        elsewhere.run(older.partition(1), older, true);
        bench.objects.list("out/eos4e40/r1/").forEach(bench.objects::delete);

        assertThat(bench.store.served(newer.partition(1)).orElseThrow().replacedBy())
                .isNull();
        assertThat(states(newer)).containsExactly(SliceState.REPLACED);
        assertThat(finish(newer).shortfalls().line())
                .isEqualTo("replaced by run r1, which is older or a sample: part-0001");
        assertThat(new RunChooser(bench.store).toServe(MODEL, NEWER, newer, bench.table, false))
                .containsExactly(newer.partition(1));

        bench.serve(newer, 1);

        assertThat(bench.said(key(1))).isEqualTo("7");
        assertThat(states(newer)).containsExactly(SliceState.SERVED);
    }

    private RunStore storeWithout(RunId run) {
        MemoryObjectStore other = new MemoryObjectStore();
        for (String key : bench.objects.list("")) {
            if (!key.contains("/" + run + "/")) {
                other.save(key, bench.objects.read(key).orElseThrow());
            }
        }
        return new RunStore(other);
    }

    @Test
    void itemsThatItWroteOverUnseenAreFoundByFinish() {
        Plan older = older(1);
        Plan newer = newer(1);
        ServeJob elsewhere = new ServeJob(storeWithout(NEWER), bench.table, bench.clock, Progress.NONE);
        elsewhere.run(older.partition(1), older, true);
        bench.objects.save(
                "out/eos4e40/r2/part-0001.served.json",
                new String(
                                bench.objects
                                        .read("out/eos4e40/r2/part-0001.served.json")
                                        .orElseThrow(),
                                StandardCharsets.UTF_8)
                        .replace("\"probes\"", "\"none\"")
                        .getBytes(StandardCharsets.UTF_8)); // as of an earlier version

        FinishJob.Outcome outcome = finish(newer);

        assertThat(outcome.shortfalls().line()).isEqualTo("replaced by run r1, which is older or a sample: part-0001");
        assertThat(outcome.reconciliation().checks().verified()).isZero();
        assertThat(outcome.reconciliation().rows().unaccounted()).isEqualTo(4);
        assertThat(states(newer)).containsExactly(SliceState.REPLACED);
        bench.serve(newer, 1);
        assertThat(finish(newer).reconciliation().complete()).isTrue();
    }

    @Test
    void thatANewerOneReplacedIsCompleteAndSaysByWhom() {
        Plan older = older(1);
        bench.serve(older, 1);
        bench.clock.pass(Duration.ofHours(1));
        Plan newer = newer(1);

        FinishJob.Outcome outcome = finish(older);

        assertThat(outcome.reconciliation().complete()).isTrue();
        assertThat(outcome.reconciliation().checks().verified()).isZero();
        assertThat(outcome.reconciliation().checks().replacedBy()).isEqualTo(Map.of(NEWER, 4L));
        assertThat(states(older)).containsExactly(SliceState.REPLACED);
        assertThat(Servable.of(new RunStatus(bench.store, bench.table).of(older), older, bench.store, bench.table))
                .isEqualTo(new Servable(List.of(), null));
        assertThat(finish(newer).reconciliation().checks().verified()).isEqualTo(4);
        assertThat(bench.runAll(older).finish().reconciliation().complete())
                .as("what is done is kept")
                .isTrue();
        assertThat(bench.said(key(1))).isEqualTo("7");
    }

    @Test
    void whosePartitionsAreOnlyPredictedIsNotOfferedToBeServed() {
        Plan older = older(2);
        newer(2);

        Servable servable =
                Servable.of(new RunStatus(bench.store, bench.table).of(older), older, bench.store, bench.table);

        assertThat(servable.workers()).isEmpty();
        assertThat(servable.waits()).startsWith("2 predicted partitions are not served: memory: has run r2 of eos4e40");
    }

    @ParameterizedTest
    @EnumSource
    void aSampleIsNotServedOverAFullRunHoweverNewItIs(Kind kind) {
        bench.table = table(kind);
        Plan full = older(1);
        bench.serve(full, 1);
        Plan sample = bench.planner()
                .plan(new PlanRequest(
                        MODEL, null, null, "lib.csv", 2, 1, new RunId("s"), Unfinished.CONTINUE, Asker.PLANNER));
        bench.predict(sample, 1);

        assertThatThrownBy(() -> bench.serve(sample, 1))
                .hasMessage(bench.table.name()
                        + " has run r1 of eos4e40, which is of a whole library, and run s is a sample: serve it to another"
                        + " --table, or overwrite it anyway with --force");
        force(sample, 1);
        assertThat(states(full)).containsExactly(SliceState.REPLACED);
        assertThat(finish(full).shortfalls().line())
                .isEqualTo("replaced by run s, which is older or a sample: part-0001");
        bench.serve(full, 1);
        assertThat(finish(full).reconciliation().complete()).isTrue();
    }

    @Test
    void aFullRunIsServedOverASampleAndTheNextSampleToo() {
        bench.save("lib.csv", keyed("C@1", "CC@2", "CCC@3"));
        Plan sample = bench.planner()
                .plan(new PlanRequest(
                        MODEL, null, null, "lib.csv", 2, 1, new RunId("s1"), Unfinished.CONTINUE, Asker.PLANNER));
        bench.predictAndServe(sample);
        bench.clock.pass(Duration.ofHours(1));
        Plan next = bench.planner()
                .plan(new PlanRequest(
                        MODEL, null, null, "lib.csv", 2, 1, new RunId("s2"), Unfinished.CONTINUE, Asker.PLANNER));
        bench.predictAndServe(next);
        bench.clock.pass(Duration.ofHours(1));
        Plan full = bench.planner().plan(Workbench.request(RUN, 1));
        bench.predictAndServe(full);

        assertThat(finish(full).reconciliation().complete()).isTrue();
        assertThat(states(next)).containsExactly(SliceState.REPLACED);
    }

    /** Who plans a run and tries a sample before it is predicted goes on with the plan. */
    @ParameterizedTest
    @EnumSource
    void aFullRunIsServedOverASampleThatWasPlannedAfterIt(Kind kind) {
        bench.table = table(kind);
        Plan full = older(1);
        Plan sample = bench.planner()
                .plan(new PlanRequest(
                        MODEL, null, null, "lib.csv", 2, 1, new RunId("s"), Unfinished.CONTINUE, Asker.PLANNER));
        bench.predictAndServe(sample);
        finish(sample);
        bench.clock.pass(Duration.ofHours(1));

        bench.serve(full, 1);

        assertThat(finish(full).reconciliation().complete()).isTrue();
        assertThat(bench.table.model(MODEL).orElseThrow().run()).isEqualTo(RUN);
        assertThat(bench.store.metadata(MODEL).orElseThrow().run()).isEqualTo(RUN);
        assertThat(finish(sample).reconciliation().complete()).isTrue();
    }

    @Test
    void aNewerRunThatWasServedMeanwhileIsMarkedAsWrittenOver() {
        Plan older = older(1);
        Plan newer = bench.planner().plan(Workbench.request(NEWER, 1));
        bench.predict(newer, 1);
        ServeJob overtaken = new ServeJob(
                bench.store,
                new ForwardingTable(bench.table) {
                    @Override
                    public ItemWriter writer() {
                        bench.serve(newer, 1); // before the first item of the older one
                        return super.writer();
                    }
                },
                bench.clock,
                Progress.NONE);

        overtaken.run(older.partition(1), older, false);

        assertThat(states(newer)).containsExactly(SliceState.REPLACED);
    }
}
