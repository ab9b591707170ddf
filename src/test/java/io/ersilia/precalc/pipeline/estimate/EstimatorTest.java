package io.ersilia.precalc.pipeline.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.store.MemoryObjectStore;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.WriteCapacity;
import io.ersilia.precalc.table.WriteCapacity.Mode;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic, by examples worked out by hand. */
class EstimatorTest {

    private static final Offset<Double> EXACT = within(1e-9);
    private static final Prices PRICES =
            new Prices("2026-11", "USD", "us-east-1", 0.625, 0.25, 0.023, 0.005, 0.0004, 0.006);

    private static final TableAhead TABLE = TableAhead.withoutUnits("sqlite:p.db");

    private static Estimator estimator(int maxParallel) {
        return new Estimator(new RunStore(new MemoryObjectStore()), PRICES, "ersilia", 1000, maxParallel);
    }

    private static WorkLeft all(long rows, int workers) {
        List<Long> slices = IntStream.rangeClosed(1, workers)
                .mapToObj(worker -> Slice.of(new Worker(worker, workers), rows).size())
                .filter(size -> size > 0)
                .toList();
        return new WorkLeft(slices, rows, slices.size(), 0, 0);
    }

    private static Experience took(double seconds) {
        return new Experience(new RunId("r0"), seconds, 1000, "v1", "ersilia", true, List.of());
    }

    /** One column, 100 bytes in the store, 300 in the table, a write unit. */
    private static final RowSize SMALL = new RowSize(1, true, 100, 1, 300, 1);

    @Test
    void aSlowModelOverTwoMillionMolecules() {
        Estimate estimate = estimator(10).estimate(all(2_000_000, 50), took(3), SMALL, TABLE);

        // 2,000,000 / 50 = 40,000 molecules a worker, 120,000 s or 33.3 h: 7 rounds of 5.5 h.
        assertThat(estimate.work().workers()).isEqualTo(50);
        assertThat(estimate.work().waves()).isEqualTo(5); // 50 / 10
        assertThat(estimate.time().rounds()).isEqualTo(7);
        assertThat(estimate.time().wallHours()).isEqualTo(600_000 / 3600.0, EXACT); // 5 waves * 120,000 s
        assertThat(estimate.time().runnerMinutes()).isEqualTo(100_000); // 50 * 2,000
        assertThat(estimate.time().workHours()).isEqualTo(6_000_000 / 3600.0, EXACT);
        assertThat(estimate.costs().runnerCost()).isEqualTo(600, EXACT); // 100,000 * 0.006
        assertThat(estimate.table().writeUnits()).isEqualTo(2_000_000);
        assertThat(estimate.costs().writeCost()).isEqualTo(1.25, EXACT); // 2 * 0.625
        assertThat(estimate.table().secondsOnNewTable()).isEqualTo(500); // 2,000,000 / 4,000
        assertThat(estimate.table().secondsAtQuota()).isEqualTo(50); // 2,000,000 / 40,000
        assertThat(estimate.storage().bytes()).isEqualTo(200_000_000);
        assertThat(estimate.table().bytes()).isEqualTo(600_000_000);
        assertThat(estimate.costs().tableCostPerMonth()).isEqualTo(600_000_000 / 1073741824.0 * 0.25, EXACT);
        assertThat(estimate.costs().storeCostPerMonth()).isEqualTo(200_000_000 / 1073741824.0 * 0.023, EXACT);
        // A batch of three minutes is 60 molecules: 40,000 / 60 = 667 files a worker, and 9 of each partition.
        assertThat(estimate.requests().puts()).isEqualTo(50 * (667 + 9));
        assertThat(estimate.requests().putCost()).isEqualTo(33_800 * 0.005 / 1000, EXACT);
        assertThat(estimate.requests().gets()).isEqualTo(50 * (11 + 13 + 4)); // to predict, to serve, to finish
        assertThat(estimate.requests().lists()).isEqualTo(50 * (2 + 1));
        assertThat(estimate.requests().readCost()).isEqualTo(1_400 * 0.0004 / 1000 + 150 * 0.005 / 1000, EXACT);
        assertThat(estimate.costs().awsCost()).isEqualTo(1.25 + 0.169 + 0.00131, EXACT);
    }

    @Test
    void aFastModelIsAskedByTheThousand() {
        // 10 ms a molecule: three minutes are 18,000 molecules, but a call has 1,000 at most: 40 calls of a worker.
        assertThat(estimator(10)
                        .estimate(all(2_000_000, 50), took(0.01), SMALL, TABLE)
                        .requests()
                        .puts())
                .isEqualTo(50 * (40 + 9));
    }

    @ParameterizedTest(name = "{0} rows, {1} workers, {2} at once: {3} waves")
    @CsvSource({"100, 1, 10, 1", "2000, 10, 10, 1", "2000, 11, 10, 2", "2000000, 256, 20, 13", "3, 256, 2, 2"})
    void wavesAreCountedOverWorkersThatHaveWork(long rows, int workers, int atOnce, long waves) {
        assertThat(estimator(atOnce)
                        .estimate(all(rows, workers), null, SMALL, TABLE)
                        .work()
                        .waves())
                .isEqualTo(waves);
    }

    @Test
    void withoutExperienceTimeIsUnknownAndTheRestIsNot() {
        Estimate estimate = estimator(10).estimate(all(2_000_000, 50), null, RowSize.assumed(null), TABLE);

        assertThat(estimate.time().rounds()).isNull();
        assertThat(estimate.time().wallHours()).isNull();
        assertThat(estimate.time().runnerMinutes()).isNull();
        assertThat(estimate.costs().runnerCost()).isNull();
        assertThat(estimate.time().secondsPerMolecule()).isNull();
        assertThat(estimate.storage().columns()).isNull();
        assertThat(estimate.table().writeUnits()).isEqualTo(2_000_000); // 200 + 6 bytes are one write unit
        assertThat(estimate.storage().bytes()).isEqualTo(2_000_000 * (79 + 9)); // key, comma, SMILES, line end; a cell
        assertThat(estimate.table().bytes()).isEqualTo(2_000_000L * (206 + 100));
        assertThat(estimate.work().waves()).isEqualTo(5);
    }

    @Test
    void predictedRowsCostOnlyTheirServing() {
        Estimate estimate = estimator(10).estimate(new WorkLeft(List.of(500L), 3_000, 3, 0, 0), took(2), SMALL, TABLE);

        assertThat(estimate.work().rowsToPredict()).isEqualTo(500);
        assertThat(estimate.time().wallHours()).isEqualTo(1000 / 3600.0, EXACT);
        assertThat(estimate.table().writeUnits()).isEqualTo(3_000);
        assertThat(estimate.storage().bytes()).isEqualTo(50_000);
        assertThat(estimate.requests().puts())
                .isEqualTo(6 + 6 + 3 * 3); // 500 / 90 molecules in three minutes are 6 batches
        assertThat(estimate.isNothing()).isFalse();
    }

    @Test
    void anOnDemandTableIsPaidByTheUnitAndWrittenAtItsOwnPace() {
        TableAhead warm = new TableAhead("dynamodb:p", true, new WriteCapacity(Mode.ON_DEMAND, 0, 8_000L, null), null);

        Estimate estimate = estimator(10).estimate(all(2_000_000, 50), null, SMALL, warm);

        assertThat(estimate.table().items()).isEqualTo(2_000_000);
        assertThat(estimate.table().name()).isEqualTo("dynamodb:p");
        assertThat(estimate.table().mode()).isEqualTo("on demand");
        assertThat(estimate.table().unitsPerSecond()).isEqualTo(8_000);
        assertThat(estimate.table().secondsOnTable()).isEqualTo(250, EXACT);
        assertThat(estimate.costs().writeCost()).isEqualTo(1.25, EXACT);
    }

    @Test
    void aProvisionedTableIsNotPaidByTheUnit() {
        TableAhead slow = new TableAhead("dynamodb:p", true, new WriteCapacity(Mode.PROVISIONED, 50, null, null), null);

        Estimate estimate = estimator(10).estimate(all(2_000_000, 50), took(3), SMALL, slow);

        assertThat(estimate.table().secondsOnTable()).isEqualTo(40_000, EXACT);
        assertThat(estimate.costs().writeCost()).isNull();
        assertThat(estimate.costs().awsCost()).isEqualTo(0.17031, EXACT); // the files
    }

    @Test
    void nothingLeftCostsNothing() {
        Estimate estimate = estimator(10).estimate(new WorkLeft(List.of(), 0, 0, 0, 0), took(2), SMALL, TABLE);

        assertThat(estimate.isNothing()).isTrue();
        assertThat(estimate.time().rounds()).isZero();
        assertThat(estimate.time().wallHours()).isZero();
        assertThat(estimate.costs().awsCost()).isZero();
        assertThat(estimate.requests().puts()).isZero();
    }

    @Test
    void rowsWithoutItemsAndLargeItemsCountAsTheyAre() {
        // Every fourth row has no key; items of 2.5 KB take 3 units: 0.75 * 3 = 2.25 a row.
        Estimate estimate =
                estimator(1).estimate(all(1_001, 1), null, new RowSize(9, true, 10, 0.75, 2_660, 2.25), TABLE);

        assertThat(estimate.table().writeUnits()).isEqualTo(2_253); // 2,252.25: a started unit is a whole one
        assertThat(estimate.table().bytes()).isEqualTo(1_996_995); // 1,001 * 0.75 * 2,660
    }

    @Test
    void aBillionRowsOfTheLargestItemsOverflowNothing() {
        Estimate estimate = estimator(256)
                .estimate(
                        all(1_000_000_000, 256), took(2_592_000), new RowSize(5000, true, 1e6, 1, 409_700, 400), TABLE);

        assertThat(estimate.table().writeUnits()).isEqualTo(400_000_000_000L);
        assertThat(estimate.table().bytes()).isEqualTo(409_700_000_000_000L);
        assertThat(estimate.storage().bytes()).isEqualTo(1_000_000_000_000_000L);
        assertThat(estimate.time().runnerMinutes()).isBetween(43_200_000_000_000L, 43_200_000_000_256L);
        assertThat(estimate.requests().puts()).isEqualTo(1_000_000_000L + 256 * 9); // a batch is one molecule
        assertThat(estimate.time().rounds()).isPositive();
        assertThat(estimate.time().wallHours()).isPositive().isFinite();
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> estimator(0)).hasMessageContaining("--max-parallel 0: expected");
        assertThatThrownBy(() -> estimator(10_000)).hasMessageContaining("--max-parallel");
        assertThatThrownBy(() -> took(-1)).hasMessageContaining("no experience");
        assertThatThrownBy(() -> took(Double.NaN)).hasMessageContaining("no experience");
        assertThatThrownBy(() -> new RowSize(1, true, -1, 1, 1, 1)).hasMessageContaining("no size of a row");
        assertThatThrownBy(() -> new RowSize(1, true, 1, 2, 1, 1)).hasMessageContaining("no size of a row");
        assertThatThrownBy(() -> new WorkLeft(List.of(-1L), 0, 0, 0, 0)).hasMessageContaining("no work");
    }
}
