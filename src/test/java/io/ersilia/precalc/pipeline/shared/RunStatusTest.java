package io.ersilia.precalc.pipeline.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.pipeline.CountingStore;
import io.ersilia.precalc.pipeline.PaperRun;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.serve.Servable;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunStatusTest {

    private final MemoryTable table = new MemoryTable();

    private static void knows(PredictionTable table, PaperRun run, String version) {
        table.save(new ModelRecord(
                run.plan.model(),
                version,
                List.of("c1"),
                new Rank(run.plan.run(), PaperRun.CREATED, false),
                true,
                null,
                null));
    }

    private List<SliceStatus> status(PaperRun run) {
        return new RunStatus(run.store, table).of(run.plan);
    }

    @Test
    void everySliceHasOneState() {
        PaperRun run = new PaperRun(50, 5);
        knows(table, run, "v1");
        run.keep(2, 0, 4);
        run.save("part-0002.log", new byte[0]);
        run.predict(3, 2);
        run.predict(4, 1);
        run.serve(4, table, null);
        run.save("part-0005.log", new byte[0]);

        assertThat(status(run))
                .containsExactly(
                        new SliceStatus(1, 10L, 0L, 0, 0, SliceState.MISSING, 0),
                        new SliceStatus(2, 10L, 0L, 0, 0, SliceState.PREDICTING, 4),
                        new SliceStatus(3, 10L, 8L, 2, 0, SliceState.PREDICTED, 0),
                        new SliceStatus(4, 10L, 9L, 1, 9, SliceState.SERVED, 0),
                        new SliceStatus(5, 10L, 0L, 0, 0, SliceState.FAILED, 0));
    }

    @Test
    void aPartitionThatWasBeingStoredWhenItsWorkerWasEndedIsUnfinishedAndDidNotFail() {
        PaperRun run = new PaperRun(10, 1);
        run.save("part-0001.csv", new byte[0]);
        run.save("part-0001.log", new byte[0]);

        assertThat(status(run)).extracting(SliceStatus::state).containsExactly(SliceState.PREDICTING);
    }

    @Test
    void aSliceWithoutRowsIsEmptyPredictedOrNot() {
        PaperRun run = new PaperRun(1, 3);
        run.predict(2);

        assertThat(status(run))
                .extracting(SliceStatus::state)
                .containsExactly(SliceState.EMPTY, SliceState.EMPTY, SliceState.MISSING);
    }

    @Test
    void isServedOnlyWhatIsInThisTableAndThisPartition() {
        PaperRun run = new PaperRun(30, 3);
        knows(table, run, "v1");
        for (int worker = 1; worker <= 3; worker++) {
            run.predict(worker);
        }
        run.serve(1, new MemoryTable(), null);
        run.serve(2, table, "the CSV of before");
        run.serve(3, table, null);

        assertThat(status(run))
                .extracting(SliceStatus::state)
                .containsExactly(SliceState.PREDICTED, SliceState.PREDICTED, SliceState.SERVED);
    }

    @Test
    void inATableThatWasRemovedNothingIsServed() {
        PaperRun run = new PaperRun(10, 1);
        run.predict(1);
        run.serve(1, new MemoryTable(), null);

        assertThat(status(run)).extracting(SliceStatus::state).containsExactly(SliceState.PREDICTED);
    }

    @Test
    void agreesWithFinishAboutARealRun() {
        Workbench bench = new Workbench();
        io.ersilia.precalc.run.Plan plan = bench.plan(Workbench.chains(1, 2, 3, 4, 5, 6), 3);
        bench.predict(plan, 1);
        bench.serve(plan, 1);
        bench.predict(plan, 2);
        bench.model.absent = true;
        assertThatThrownBy(() -> bench.predict(plan, 3)).hasMessage("cannot fetch eos4e40");

        assertThat(new RunStatus(bench.store, bench.table).of(plan))
                .containsExactly(
                        new SliceStatus(1, 2L, 2L, 0, 2, SliceState.SERVED, 0),
                        new SliceStatus(2, 2L, 2L, 0, 0, SliceState.PREDICTED, 0),
                        new SliceStatus(3, 2L, 0L, 0, 0, SliceState.FAILED, 0));
        assertThat(bench.finish(plan).shortfalls().line()).isEqualTo("not predicted: part-0003; not served: part-0002");
    }

    @Test
    void readsOneListingAndOnlyTheManifestsThatAreThere() {
        CountingStore counting = new CountingStore();
        PaperRun run = new PaperRun(256_000, 256, counting);
        for (int worker = 1; worker <= 256; worker += 2) {
            run.predict(worker);
        }
        counting.forget();

        assertThat(status(run)).hasSize(256);
        assertThat(counting.listings()).isEqualTo(1);
        assertThat(counting.reads()).isEqualTo(128);
    }

    @Test
    void aManifestThatIsNoneIsNamed() {
        PaperRun run = new PaperRun(10, 1);
        run.save("part-0001.json", "{".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> status(run)).hasMessageContaining("part-0001.json is not a PartitionManifest");
    }

    @Test
    void importedPartitionsHaveTheRowsThatServeCounted() {
        PaperRun run = new PaperRun(10, 1);
        knows(table, run, "v1");
        run.save("part-0001.csv", new byte[0]);
        run.save("part-0002.csv", new byte[0]);
        run.serve(2, table, "whatever");

        assertThat(new RunStatus(run.store, table).ofImported(run.plan.model(), run.plan.run()))
                .containsExactly(
                        new SliceStatus(1, null, null, 0, 0, SliceState.PREDICTED, 0),
                        new SliceStatus(2, 7L, 7L, 0, 7, SliceState.SERVED, 0));
    }

    @Test
    void asJsonItIsWhatTheContractSays() {
        assertThat(Json.text(List.of(new SliceStatus(2, 10L, 8L, 2, 0, SliceState.PREDICTED, 4)))
                        .replaceAll("\\s", ""))
                .isEqualTo(
                        "[{\"worker\":2,\"rows\":10,\"predicted\":8,\"rejected\":2,\"served\":0,\"state\":\"predicted\"}]");
    }

    @Test
    void whatIsPredictedAndNotServedCanBeServed() {
        PaperRun run = new PaperRun(50, 5);
        run.predict(2);
        run.predict(4);
        run.predict(5);
        knows(table, run, "v1");
        run.serve(4, table, null);

        assertThat(servable(run)).isEqualTo(new Servable(List.of(2, 5), null));
    }

    @Test
    void aFirstVersionNeedNotWait() {
        PaperRun run = new PaperRun(50, 5);
        run.predict(2);

        assertThat(servable(run).workers()).containsExactly(2);
    }

    @Test
    void aNewVersionWaitsUntilEveryPartitionIsPredicted() {
        PaperRun run = new PaperRun(30, 3);
        knows(table, run, "v0");
        run.predict(1);
        run.predict(2);

        assertThat(servable(run).workers()).isEmpty();
        assertThat(servable(run).waits())
                .isEqualTo("2 predicted partitions wait until 1 more slice is predicted: memory: has version v0 of"
                        + " eos4e40, run r1 predicts version v1");

        run.predict(3);
        assertThat(servable(run)).isEqualTo(new Servable(List.of(1, 2, 3), null));
    }

    @Test
    void theVersionThatTheFirstWorkerRecordedIsTheRuns() {
        PaperRun run = new PaperRun(30, 3);
        run.predict(1);
        run.store.recordVersion(run.plan.model(), run.plan.run(), "v1@sha256:00");
        knows(table, run, "v1@sha256:00");

        assertThat(servable(run).workers()).containsExactly(1);
    }

    private Servable servable(PaperRun run) {
        return Servable.of(status(run), run.plan, run.store, table);
    }
}
