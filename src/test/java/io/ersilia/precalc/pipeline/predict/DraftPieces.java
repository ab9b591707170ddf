package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.bench.PerRow;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.stats.PartitionTally;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What writing a predicted row to the draft costs, with and without the statistics of its columns. */
public class DraftPieces extends PerRow {

    private static final int ROWS = 1000;

    @Param({"1", "2048"})
    public int columns;

    @Param({"bits", "doubles"})
    public String values = "bits";

    @Param({"true", "false"})
    public boolean gathered;

    private final Screened.Accepted molecule =
            new Screened.Accepted("CCO", new InchiKey("LFQSCWFLJHTTHZ-UHFFFAOYSA-N"));

    private List<List<String>> rows = List.of();

    /** Makes the rows once. */
    @Setup
    public void rows() {
        Random random = new Random(1);
        rows = IntStream.range(0, ROWS)
                .mapToObj(row -> IntStream.range(0, columns)
                        .mapToObj(column -> values.equals("bits")
                                ? String.valueOf(random.nextInt(2))
                                : String.valueOf(random.nextDouble()))
                        .toList())
                .toList();
    }

    /** A slice of a thousand rows, its file included. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long write() throws IOException {
        List<String> names =
                IntStream.range(0, columns).mapToObj(i -> "column" + i).toList();
        Function<List<String>, PartitionTally> tallies = gathered ? PartitionTally::new : Uncounted::new;
        try (TemporaryFolder work = TemporaryFolder.create();
                PartitionDraft draft = new PartitionDraft(work, tallies)) {
            for (List<String> cells : rows) {
                draft.predicted(molecule, names, cells);
            }
            draft.finish();
            return draft.inCsv();
        }
    }

    private static final class Uncounted extends PartitionTally {
        private Uncounted(List<String> names) {
            super(names);
        }

        @Override
        public void add(List<String> cells) {
            // this is what it is compared with
        }
    }
}
