package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Piece;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.ByteSource;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A slice of the library on this machine's disk. Its bytes are copied and verified to be the planned rows before a model is
 * used, because a connection would not last for the hours that a model takes.
 */
public final class SliceFile implements Closeable {

    private final Plan plan;
    private final PlannedSlice slice;
    private final LibraryLayout layout;
    private final Path copy;
    private final InputStream in;
    private final RecordScanner records;
    private long next;

    private SliceFile(Plan plan, PlannedSlice slice, Path copy) throws IOException {
        this.plan = plan;
        this.slice = slice;
        this.copy = copy;
        Plan.Library library = plan.library();
        this.layout = new LibraryLayout(library.column(), library.smilesIndex(), library.keyIndex());
        this.in = Files.newInputStream(copy);
        this.records = new RecordScanner(in, 1); // never 0: a slice has no byte order mark to skip
        this.next = slice.from();
    }

    /**
     * Copies the slice's rows into the file and opens them.
     *
     * @param files opens a file of the library
     * @param isSmiles the same test as when the library was planned
     * @throws Failure of kind INPUT if the library is not the planned one
     */
    public static SliceFile copy(
            Function<String, ByteSource> files, Predicate<String> isSmiles, Plan plan, PlannedSlice slice, Path copy)
            throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy), 1 << 16)) {
            for (Piece piece : slice.pieces(plan.library())) {
                SlicePiece rows = new SlicePiece(files.apply(piece.file()), piece, isSmiles);
                try {
                    String sha256 = rows.copy(plan, out);
                    if (!sha256.equals(piece.sha256())) {
                        throw changed(piece, plan, slice, "SHA-256 %s, planned %s".formatted(sha256, piece.sha256()));
                    }
                } catch (MalformedCsvException e) {
                    throw changed(piece, plan, slice, String.valueOf(e.getMessage()));
                }
            }
        }
        return new SliceFile(plan, slice, copy);
    }

    /** Opens the same rows a second time, from the first. */
    public SliceFile again() throws IOException {
        return new SliceFile(plan, slice, copy);
    }

    /** The next rows, at most {@code most}; empty at the end. */
    public List<LibraryRow> read(int most) throws IOException {
        List<LibraryRow> rows = new ArrayList<>();
        while (rows.size() < most && next < slice.to() && records.next()) {
            rows.add(layout.row(plan.fileRow(next) + 1, records.cells()));
            next++;
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static Failure changed(Piece piece, Plan plan, PlannedSlice slice, String how) {
        return Failure.input("%s has changed since run %s was planned: slice %d: %s; plan a new run with --new-run"
                .formatted(piece.file(), plan.run(), slice.worker(), how));
    }

    /** The rows of a slice that are in one file. */
    private record SlicePiece(ByteSource file, Piece piece, Predicate<String> isSmiles) {

        /** Copies the rows, each with a line end, and returns the hash of their bytes as they are in the file. */
        String copy(Plan plan, OutputStream out) throws IOException {
            MessageDigest digest = Sha256.digest();
            ByteArrayOutputStream record = new ByteArrayOutputStream();
            try (InputStream in = open()) {
                boolean isEmpty = piece.from() == piece.to();
                RowCursor rows = new RowCursor(
                        new RecordScanner(in, Math.max(piece.byteFrom(), 1)), isEmpty ? 0 : plan.fileRow(piece.from()));
                for (long i = piece.from(); i < piece.to(); i++) {
                    Stop.check();
                    rows.moveTo(plan.fileRow(i));
                    record.reset();
                    rows.records().writeTo(record);
                    byte[] bytes = record.toByteArray();
                    digest.update(bytes);
                    out.write(bytes);
                }
                if (record.size() > 0 && record.toByteArray()[record.size() - 1] != '\n') {
                    out.write('\n'); // the last line of a file may lack it, and rows of another file may follow
                }
            }
            return Sha256.hex(digest);
        }

        /** Opens a plain file at the first byte needed; any other file is decoded from its beginning. */
        private InputStream open() throws IOException {
            if (piece.plain()) {
                return file.open(piece.byteFrom(), piece.byteTo());
            }
            InputStream plain = GivenFile.open(file.open(0, Long.MAX_VALUE), file.uri(), LibraryLayout.shown(isSmiles))
                    .plain();
            try {
                plain.skipNBytes(piece.byteFrom());
                return plain;
            } catch (IOException | RuntimeException e) {
                plain.close();
                throw e;
            }
        }
    }
}
