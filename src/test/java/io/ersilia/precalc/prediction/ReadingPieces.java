package io.ersilia.precalc.prediction;

import io.ersilia.precalc.bench.PerRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** What a row costs on its way out of a partition. */
public class ReadingPieces extends PerRow {

    private static final int ROWS = 10_000;
    private static final String KEY = "BSYNRYMUTXBXSQ-UHFFFAOYSA-N";
    private static final String SMILES = "CC(=O)OC1=CC=CC=C1C(=O)O";

    private final byte[] csv = ("key,input,value\n" + (KEY + "," + SMILES + ",0.123456789\n").repeat(ROWS))
            .getBytes(StandardCharsets.UTF_8);

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
        return RowRules.violation(KEY, SMILES);
    }
}
