package io.ersilia.precalc.pipeline.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.pipeline.PaperRun;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.WriteCapacity;
import io.ersilia.precalc.table.WriteCapacity.Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WideRowsTest {

    private final Workbench bench = new Workbench();
    private Plan plan = new PaperRun(1, 1).plan;

    @BeforeEach
    void rowsOfNineUnits() {
        plan = bench.plan(Workbench.keyed("C@1", "CC@2", "CCC@3", "CCCC@4"), 2);
        for (int worker = 1; worker <= 2; worker++) {
            bench.model.odd.addAll(java.util.List.of("C", "CC", "CCC", "CCCC"));
            bench.model.oddValue = "x".repeat(8 * 1024);
            bench.predict(plan, worker);
        }
    }

    private void serve(boolean allowed) {
        new ServeJob(bench.store, bench.table, bench.clock, Progress.NONE, new WideRows(allowed, Prices.own()))
                .run(plan.partition(1), plan, false);
    }

    @Test
    void wideRowsAreRefusedWithTheirPriceBeforeAnythingIsWritten() {
        bench.table = new MemoryTable(WriteCapacity.ofNewTable());

        assertThatThrownBy(() -> serve(false))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.USAGE))
                .hasMessage(
                        "part-0001 of eos4e40 run r1 takes 9.0 write units a row in memory:, more than 8: 18 units, under"
                                + " 0.01 USD (us-east-1, 2026-11), and about 36 units, under 0.01 USD (us-east-1, 2026-11) for the 4 rows of"
                                + " the run; --allow-wide writes it anyway");
        assertThat(bench.table.model(Workbench.MODEL)).isEmpty();
        assertThat(bench.files()).doesNotContain("part-0001.served.json");
    }

    @Test
    void eightUnitsARowAreNotWide() {
        assertThat(WideRows.areWide(WideRows.MAX_UNITS)).isFalse();
    }

    @Test
    void aProvisionedTableHasNoPriceOfAUnit() {
        bench.table = new MemoryTable(new WriteCapacity(Mode.PROVISIONED, 2, null, null));

        assertThatThrownBy(() -> serve(false))
                .hasMessageContaining("18 units, 9 s of what is provisioned, and about 36 units, 18 s of");
    }

    @Test
    void whoeverAllowsThemGetsThem() {
        bench.table = new MemoryTable(WriteCapacity.ofNewTable());

        serve(true);

        assertThat(bench.item(Workbench.key(1))).isPresent();
    }

    @Test
    void aTableWithoutUnitsTakesAnyRow() {
        serve(false);

        assertThat(bench.item(Workbench.key(1))).isPresent();
    }

    @Test
    void anExaminationWritesNothing() {
        var before = bench.files();

        Examination examined = bench.serveJob().examine(plan.partition(1), plan, false);

        assertThat(examined.predictions()).isEqualTo(2);
        assertThat(examined.writeUnits()).isEqualTo(18);
        assertThat(examined.unitsPerItem()).isEqualTo(9);
        assertThat(examined.isServed()).isFalse();
        assertThat(bench.files()).isEqualTo(before);
        assertThat(bench.table.model(Workbench.MODEL)).isEmpty();

        bench.serve(plan, 1);
        assertThat(bench.serveJob().examine(plan.partition(1), plan, false).isServed())
                .isTrue();
        assertThat(bench.serveJob().examine(plan.partition(1), plan, true).writeUnits())
                .isEqualTo(18);
    }
}
