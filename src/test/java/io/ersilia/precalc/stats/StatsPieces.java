package io.ersilia.precalc.stats;

import io.ersilia.precalc.bench.PerRow;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What gathering the statistics of a row costs, by what the model writes. */
public class StatsPieces extends PerRow {

    private static final int ROWS = 2000;

    @Param({"1", "2048"})
    public int columns;

    @Param({"bits", "doubles"})
    public String values = "bits";

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

    /** Counts all rows and makes the statistics of the partition, as once a slice. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public PartitionStats gather() {
        List<String> names =
                IntStream.range(0, columns).mapToObj(i -> "column" + i).toList();
        PartitionTally tally = new PartitionTally(names);
        rows.forEach(tally::add);
        return tally.stats(Gathered.manifest(1, names, ROWS));
    }
}
