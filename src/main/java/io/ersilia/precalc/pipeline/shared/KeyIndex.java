package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.shared.KeyLedger.Entry;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.store.ByteSource;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * Which row of a complete run has which molecule, {@code keys.csv}, sorted by key. Rows that screening rejected are not in it:
 * screening finds them again without a model.
 */
public final class KeyIndex {

    private static final String HEADER = "key,smiles,row,rejected";
    private static final HexFormat HEX = HexFormat.of();
    private static final int SMILES = InchiKey.LENGTH + 1;
    private static final int ROW = SMILES + 2 * Long.BYTES + 1;

    private KeyIndex() {}

    /** Visits one row after the other: its key, the hash of its SMILES, its number in the plan from 0. */
    public interface Visitor {
        void visit(PackedKey key, long smiles, long row, boolean isRejected) throws IOException;
    }

    /**
     * Shows the rows in the order of their keys.
     *
     * @param rows of the run
     * @throws Failure of kind INPUT if the file does not exist or is not such an index
     */
    public static void forEach(ByteSource file, long rows, Visitor visitor) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(file.open(0, Long.MAX_VALUE), StandardCharsets.US_ASCII), 1 << 16)) {
            if (!HEADER.equals(lines.readLine())) {
                throw damaged(file);
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int comma = line.indexOf(',', Math.min(ROW, line.length()));
                if (comma < 0) {
                    throw damaged(file);
                }
                long row = Long.parseLong(line, ROW, comma, 10);
                if (row >= rows) {
                    throw damaged(file);
                }
                visitor.visit(
                        PackedKey.of(new InchiKey(line.substring(0, InchiKey.LENGTH))),
                        HexFormat.fromHexDigitsToLong(line, SMILES, ROW - 1),
                        row,
                        comma + 1 < line.length());
            }
        } catch (IllegalArgumentException e) {
            throw damaged(file);
        }
    }

    private static Failure damaged(ByteSource file) {
        return Failure.input("%s is damaged: finish that run again".formatted(file.uri()));
    }

    /** Writes the file, key after key in order. */
    public static final class Writer implements Closeable {
        private final Plan plan;
        private final BufferedWriter out;
        private boolean isWhole = true;

        public Writer(Plan plan, Path file) throws IOException {
            this.plan = plan;
            this.out = Files.newBufferedWriter(file);
            out.write(HEADER + "\n");
        }

        /**
         * Writes the rows of a key.
         *
         * @param entries in the order of the library; among equal SMILES the last counts
         */
        public void write(InchiKey key, List<Entry> entries) throws IOException {
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                isWhole &= entry.smiles() != 0;
                if (isWanted(entry)
                        && entries.subList(i + 1, entries.size()).stream()
                                .noneMatch(later -> later.smiles() == entry.smiles() && isWanted(later))) {
                    out.write(key.value());
                    out.write(',');
                    out.write(HEX.toHexDigits(entry.smiles()));
                    out.write(',');
                    out.write(
                            Long.toString(plan.share(entry.partition()).slice().from() + entry.position()));
                    out.write(isOfModel(entry) ? "," + entry.rejected() + "\n" : ",\n");
                }
            }
        }

        /** Whether the SMILES of all rows were known: earlier versions did not record them when they served. */
        public boolean isWhole() {
            return isWhole;
        }

        private static boolean isWanted(Entry entry) {
            Reason reason = entry.rejected();
            return reason != Reason.INVALID_SMILES && reason != Reason.NO_INCHIKEY && reason != Reason.TOO_COMPLEX;
        }

        /** Whether the model rejected the row; what serve rejects is among the predictions of its partition. */
        private static boolean isOfModel(Entry entry) {
            return entry.rejected() == Reason.MODEL_FAILED || entry.rejected() == Reason.EMPTY_OUTPUT;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
