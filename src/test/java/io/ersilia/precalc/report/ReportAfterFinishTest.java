package io.ersilia.precalc.report;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.ForwardingTable;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.pipeline.finish.FinishJob;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.table.Item;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportAfterFinishTest {

    private final Workbench bench = new Workbench();

    private record Program() implements ReportJob.Program {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public String repeat(Plan plan, @Nullable String modelVersion, @Nullable String runner) {
            return "again";
        }

        @Override
        public String rejects(ModelId model, RunId run) {
            return "rejects";
        }
    }

    private ReportJob report() {
        return new ReportJob(
                bench.store, bench.table, bench.clock, Prices.own(), TableAhead.withoutUnits("memory:"), new Program());
    }

    @Test
    void whatFinishReadIsNotReadAgain() {
        Plan plan = bench.plan(Workbench.chains(1, 2, 3), 3);
        bench.predictAndServe(plan);
        FinishJob.Outcome outcome = bench.finish(plan);
        String meant = HtmlReport.of(report().report(MODEL, RUN, null));
        for (int worker = 1; worker <= 3; worker++) {
            bench.save("out/eos4e40/r1/part-%04d.json".formatted(worker), "broken");
            bench.save("out/eos4e40/r1/part-%04d.served.json".formatted(worker), "broken");
            bench.save("out/eos4e40/r1/part-%04d.stats.json".formatted(worker), "broken");
        }

        assertThat(HtmlReport.of(report().report(MODEL, RUN, outcome))).isEqualTo(meant);
        assertThat(HtmlReport.of(report().report(MODEL, RUN, null))).isNotEqualTo(meant);
        assertThatThrownBy(() -> bench.finish(plan)).hasMessageContaining("part-0001.json is not a PartitionManifest");
    }

    @Test
    void whatFinishListedAndLookedUpIsNotAskedForAgain() {
        Plan plan = bench.plan(Workbench.chains(1, 2, 3), 3);
        bench.predictAndServe(plan);
        FinishJob.Outcome outcome = bench.finish(plan);
        long listings = bench.refusing.listings("out/eos4e40/r1/");
        bench.table = new ForwardingTable(bench.table) {
            @Override
            public List<Item> items(ModelId model, Collection<InchiKey> keys) {
                throw new AssertionError("looked up: " + keys);
            }
        };

        Report report = report().report(MODEL, RUN, outcome);

        assertThat(report.partitions()).extracting(PartitionReport::state).containsOnly(SliceState.SERVED);
        assertThat(outcome.status(bench.table).of(plan)).hasSize(3);
        assertThat(bench.refusing.listings("out/eos4e40/r1/")).isEqualTo(listings);
        assertThatThrownBy(() -> report().report(MODEL, RUN, null)).hasMessageStartingWith("looked up");
    }

    @Test
    void theStatisticsOfManyPartitionsAreMergedInTheirOrderAndAFileThatIsBrokenIsNoted() {
        int[] atoms = new int[40];
        java.util.Arrays.setAll(atoms, i -> i + 1);
        Plan plan = bench.plan(Workbench.chains(atoms), 40);
        bench.predictAndServe(plan);
        bench.save("out/eos4e40/r1/part-0020.stats.json", "broken");

        Report report = report().report(MODEL, RUN, null);

        assertThat(report.notes()).hasSize(1).allMatch(note -> note.contains("part-0020.stats.json"));
        assertThat(HtmlReport.of(report)).contains("part-0020");
        assertThat(report.columns().stats().rows()).isEqualTo(39);
        assertThat(report.columns().stats().without()).containsExactly(20);
    }
}
