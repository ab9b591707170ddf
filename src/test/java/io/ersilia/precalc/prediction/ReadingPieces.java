package io.ersilia.precalc.prediction;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a row costs on its way out of a partition. Time is that of one row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReadingPieces {

    private static final int ROWS = 10_000;
    private static final String KEY = "BSYNRYMUTXBXSQ-UHFFFAOYSA-N";
    private static final String SMILES = "CC(=O)OC1=CC=CC=C1C(=O)O";

    private final byte[] csv = ("key,input,value\n" + (KEY + "," + SMILES + ",0.123456789\n").repeat(ROWS))
            .getBytes(StandardCharsets.UTF_8);
    private final PartitionRow row = new PartitionRow(KEY, SMILES);

    /** Read, validated and typed. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int read() throws IOException {
        int valid = 0;
        try (PartitionReader reader = new PartitionReader("bench", new ByteArrayInputStream(csv), null)) {
            for (Optional<ParsedRow> next = reader.read(); next.isPresent(); next = reader.read()) {
                valid += next.get() instanceof ParsedRow.Valid ? 1 : 0;
            }
        }
        return valid;
    }

    /** Validated only. */
    @Benchmark
    public Object rules() {
        return RowRules.violation(row);
    }
}
