package io.ersilia.precalc.pipeline.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.stats.ColumnStats;
import io.ersilia.precalc.stats.PartitionStats;
import io.ersilia.precalc.stats.PartitionTally;
import io.ersilia.precalc.stats.RunStats;
import io.ersilia.precalc.stats.TextCount;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatsFileTest {

    private final Workbench bench = new Workbench();

    @Test
    void predictStoresWhatItsColumnsHold() {
        Plan plan = bench.plan(Workbench.chains(1, 21), 2);
        PartitionManifest first = bench.predict(plan, 1);
        PartitionManifest second = bench.predict(plan, 2);

        PartitionStats stats = bench.store.stats(first.partition()).orElseThrow();

        assertThat(stats.isOf(first)).isTrue();
        assertThat(stats.isOf(second)).isFalse();
        assertThat(stats.rows()).isEqualTo(first.predicted());
        assertThat(stats.columns()).extracting(ColumnStats::column).isEqualTo(first.columns());
        RunStats run = RunStats.of(List.of(first, second), bench.store::stats);
        assertThat(run.rows()).isEqualTo(first.predicted() + second.predicted());
        assertThat(run.without()).isEmpty();
    }

    @Test
    void aSliceThatWasResumedCountsEveryRowOnce() {
        String library = Workbench.chains(IntStream.rangeClosed(1, 60).toArray());
        Workbench undisturbed = new Workbench();
        undisturbed.predict(undisturbed.plan(library, 1), 1);
        bench.batchSize = 10;
        Plan plan = bench.plan(library, 1);
        bench.model.stopping.add("C".repeat(35));
        try {
            assertThatThrownBy(() -> bench.predict(plan, 1)).isInstanceOf(Failure.class);
        } finally {
            Thread.interrupted();
        }
        assertThat(bench.files()).anyMatch(file -> file.startsWith("checkpoints/"));
        bench.model.stopping.clear();

        bench.predict(plan, 1);

        assertThat(bench.file("part-0001.stats.json")).isEqualTo(undisturbed.file("part-0001.stats.json"));
    }

    @Test
    void aSliceOfRejectsHasStatisticsOfNoRows() {
        Plan plan = bench.plan("smiles\nnot smiles\nalso not\n", 1);
        PartitionManifest manifest = bench.predict(plan, 1);

        PartitionStats stats = bench.store.stats(manifest.partition()).orElseThrow();

        assertThat(stats.rows()).isZero();
        assertThat(stats.columns()).isEmpty();
    }

    @Test
    void aPartitionOfAnEarlierVersionHasNone() {
        Plan plan = bench.plan(Workbench.chains(1, 5), 1);
        PartitionManifest manifest = bench.predict(plan, 1);
        bench.objects.delete("out/eos4e40/r1/part-0001.stats.json");

        assertThat(bench.store.stats(manifest.partition())).isEmpty();
        assertThat(RunStats.of(List.of(manifest), bench.store::stats).without()).containsExactly(1);
        assertThat(bench.predict(plan, 1)).isEqualTo(manifest);
    }

    @Test
    void predictingAgainReplacesThem() {
        Plan plan = bench.plan(Workbench.chains(1, 5), 1);
        bench.predict(plan, 1);
        bench.save("out/eos4e40/r1/part-0001.stats.json", "of yesterday");

        PartitionManifest again = bench.predict(plan, 1, true);

        assertThat(bench.store.stats(again.partition()).orElseThrow().isOf(again))
                .isTrue();
    }

    @Test
    void aFileThatIsCutOffIsRefusedByNameAndLeftOutOfTheRun() {
        Plan plan = bench.plan(Workbench.chains(1, 5), 1);
        PartitionManifest manifest = bench.predict(plan, 1);
        String whole = bench.file("part-0001.stats.json");
        for (int end = 0; end < whole.length() - 2; end += 7) {
            bench.save("out/eos4e40/r1/part-0001.stats.json", whole.substring(0, end));

            assertThatThrownBy(() -> bench.store.stats(manifest.partition()))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("out/eos4e40/r1/part-0001.stats.json is not a PartitionStats: ");
            assertThat(RunStats.of(List.of(manifest), bench.store::stats).without())
                    .containsExactly(1);
        }
    }

    @Test
    void nonsenseInTheFileIsRefused() {
        Plan plan = bench.plan(Workbench.chains(1, 5), 1);
        PartitionManifest manifest = bench.predict(plan, 1);
        String whole = bench.file("part-0001.stats.json");
        for (String nonsense : List.of(
                whole.replaceFirst("\"max\":[^,]*", "\"max\":1e999"),
                whole.replaceFirst("\"min\":[^,]*", "\"min\":\"NaN\""),
                whole.replaceFirst("\"numbers\":\\d+", "\"numbers\":99"),
                whole.replaceFirst("\"at\":\\[", "\"at\":[null,"))) {
            assertThat(nonsense).isNotEqualTo(whole);
            bench.save("out/eos4e40/r1/part-0001.stats.json", nonsense);

            assertThatThrownBy(() -> bench.store.stats(manifest.partition()))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("part-0001.stats.json is not a PartitionStats");
        }
    }

    @Test
    void namesAndTextsSurviveAndNoNumberIsInfinite() throws IOException {
        PartitionManifest manifest = bench.predict(bench.plan(Workbench.chains(1, 1), 1), 1);
        List<String> names = List.of("say \"hi\", \\", "<script>alert(1)</script>", "tab\tline\nbell\u0007", "");
        PartitionStats stats;
        try (TemporaryFolder work = TemporaryFolder.create();
                PartitionDraft draft = new PartitionDraft(work)) {
            draft.predicted(molecule(), names, List.of("9.99e125", "<b>", "\u0000\u2028", "1e400"));
            draft.predicted(molecule(), names, List.of("-9.99e125", "</b>", "\u0000\u2028", "inf"));
            draft.finish();
            stats = Objects.requireNonNull(draft.stats(manifest));
            bench.store.save(manifest, stats, draft.csv(), false, draft.rejects(), new byte[0]);
        }

        PartitionStats read = bench.store.stats(manifest.partition()).orElseThrow();

        assertThat(read).isEqualTo(stats);
        assertThat(read.columns()).extracting(ColumnStats::column).isEqualTo(names);
        assertThat(read.columns().get(2).frequentTexts()).containsExactly(new TextCount("\u0000\u2028", 2));
        assertThat(bench.file("part-0001.stats.json")).doesNotContain("Infinity", "NaN");
    }

    @Test
    void statisticsThatCannotBeGatheredCostNoPrediction() throws IOException {
        PartitionManifest manifest = bench.predict(bench.plan(Workbench.chains(1, 1), 1), 1);
        try (TemporaryFolder work = TemporaryFolder.create();
                PartitionDraft draft = new PartitionDraft(work, Stumbling::new)) {
            draft.predicted(molecule(), List.of("c"), List.of("1"));
            draft.predicted(molecule(), List.of("c"), List.of("2"));
            draft.finish();

            assertThat(draft.inCsv()).isEqualTo(2);
            assertThat(draft.stats(manifest)).isNull();
            bench.store.save(manifest, draft.stats(manifest), draft.csv(), false, draft.rejects(), new byte[0]);
        }

        assertThat(bench.file("part-0001.csv")).hasLineCount(3);
        assertThat(bench.store.stats(manifest.partition())).isEmpty();
    }

    private static Screened.Accepted molecule() {
        return new Screened.Accepted("C", new InchiKey("VNWKTOKETHGBQD-UHFFFAOYSA-N"));
    }

    /** Gathers nothing but fails. */
    private static final class Stumbling extends PartitionTally {
        private Stumbling(List<String> names) {
            super(names);
        }

        @Override
        public void add(List<String> cells) {
            throw new IllegalStateException("stumbled over " + cells);
        }
    }
}
