package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.ByteSource;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.List;

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
     * @throws Failure of kind INPUT if the library is not the planned one
     */
    public static SliceFile copy(ByteSource library, Plan plan, PlannedSlice slice, Path copy) throws IOException {
        String sha256;
        try (InputStream in = library.open(slice.byteFrom(), slice.byteTo());
                DigestOutputStream out = new DigestOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(copy), 1 << 16), Sha256.digest())) {
            copyRows(in, plan, slice, out);
            sha256 = Sha256.hex(out.getMessageDigest());
        } catch (MalformedCsvException e) {
            throw changed(library, plan, slice, String.valueOf(e.getMessage()));
        }
        if (!sha256.equals(slice.sha256())) {
            throw changed(library, plan, slice, "SHA-256 %s, planned %s".formatted(sha256, slice.sha256()));
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

    private static void copyRows(InputStream in, Plan plan, PlannedSlice slice, DigestOutputStream out)
            throws IOException {
        RowCursor cursor = new RowCursor(
                new RecordScanner(in, Math.max(slice.byteFrom(), 1)),
                slice.slice().isEmpty() ? 0 : plan.fileRow(slice.from()));
        for (long i = slice.from(); i < slice.to(); i++) {
            Stop.check();
            cursor.moveTo(plan.fileRow(i));
            cursor.records().writeTo(out);
        }
    }

    private static Failure changed(ByteSource library, Plan plan, PlannedSlice slice, String how) {
        return Failure.input("%s has changed since run %s was planned: slice %d: %s; plan a new run with --new-run"
                .formatted(library.uri(), plan.run(), slice.worker(), how));
    }
}
