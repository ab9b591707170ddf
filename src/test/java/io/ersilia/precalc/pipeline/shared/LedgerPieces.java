package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.bench.PerRow;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.table.Items;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** What finding equal keys costs, in memory and dealt into files. */
public class LedgerPieces extends PerRow {

    private static final int ROWS = 100_000;

    /** How many keys may stay in memory. */
    @Param({"1000000", "0"})
    public int inMemory;

    private final List<InchiKey> keys =
            IntStream.range(0, ROWS).mapToObj(Items::key).toList();

    /** Every key once. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long ledger() throws IOException {
        long[] found = {0};
        try (TemporaryFolder work = TemporaryFolder.create();
                KeyLedger ledger = new KeyLedger(work, inMemory)) {
            for (int i = 0; i < ROWS; i++) {
                ledger.add(keys.get(i), new KeyLedger.Entry(1, i, null, i, i, false));
            }
            ledger.forEachKey((key, entries) -> found[0] += entries.size());
        }
        return found[0];
    }
}
