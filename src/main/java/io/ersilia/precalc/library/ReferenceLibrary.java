package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** The CSV of the molecules that every model is run over: counted and hashed in one pass, never whole in memory. */
public final class ReferenceLibrary {

    private static final int ROWS_BETWEEN_STOPS = 1000;

    private final ByteSource source;
    private final Predicate<String> isSmiles;

    /** @param isSmiles decides whether the first cell of a file without a known header is a molecule */
    public ReferenceLibrary(ByteSource source, Predicate<String> isSmiles) {
        this.source = source;
        this.isSmiles = isSmiles;
    }

    /** Reads the file once: its columns, its number of rows and its hash. */
    public Plan.Library scan() {
        return scan(rows -> {});
    }

    /**
     * Reads the file once, and tells how far it is.
     *
     * @param seen told now and then how many rows more were read
     */
    public Plan.Library scan(LongConsumer seen) {
        requireFile();
        boolean header = false;
        try (DigestInputStream in = new DigestInputStream(source.open(0, Long.MAX_VALUE), Sha256.digest())) {
            RecordScanner records = new RecordScanner(in, 0);
            LibraryLayout layout = layout(records);
            header = layout.hasHeader();
            while (records.next()) {
                if (records.records() % ROWS_BETWEEN_STOPS == 0) {
                    Stop.check();
                    seen.accept(ROWS_BETWEEN_STOPS);
                }
            }
            long rows = records.records() - (layout.hasHeader() ? 1 : 0);
            if (rows == 0) {
                throw Failure.input("no molecule in %s: it has a header and nothing below it".formatted(source.uri()));
            }
            return new Plan.Library(
                    source.uri(),
                    Sha256.hex(in.getMessageDigest()),
                    layout.column(),
                    rows,
                    layout.smilesIndex(),
                    layout.keyIndex());
        } catch (MalformedCsvException e) {
            throw notCsv(e, header);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** So many rows, or all where there are fewer, evenly spread over the file: {@code floor(rows*i/count)} from 0. */
    public List<LibraryRow> spread(Plan.Library library, int count) {
        LibraryLayout layout = new LibraryLayout(library.column(), library.smilesIndex(), library.keyIndex());
        long most = Math.min(count, library.rows());
        List<LibraryRow> rows = new ArrayList<>();
        try (InputStream in = source.open(0, Long.MAX_VALUE)) {
            RecordScanner records = new RecordScanner(in, 0);
            if (layout.hasHeader()) {
                records.next();
            }
            RowCursor cursor = new RowCursor(records, 0);
            for (long i = 0; i < most; i++) {
                Stop.check();
                long row = library.rows() * i / most;
                cursor.moveTo(row);
                rows.add(layout.row(row + 1, records.cells()));
            }
            return rows;
        } catch (MalformedCsvException e) { // it was CSV to the end a moment ago
            throw Failure.input("%s changed while it was read: run the same command again".formatted(source.uri()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Says that the file is absent, in the one place that knows its name. */
    public void requireFile() {
        if (source.size().isEmpty()) {
            throw Failure.input("no library at %s; name one with --library".formatted(source.uri()));
        }
    }

    /** Cuts the rows of a plan into slices, in a second pass over the file. */
    public List<Plan.PlannedSlice> cut(Plan.Library library, long rows, int workers) {
        try (InputStream in = source.open(0, Long.MAX_VALUE)) {
            return new SliceCutter(library, rows, workers).cut(in);
        } catch (MalformedCsvException e) {
            throw notCsv(e, library.column() != null);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private LibraryLayout layout(RecordScanner records) throws IOException {
        if (!records.next()) {
            throw Failure.input("no molecule in %s: it is empty".formatted(source.uri()));
        }
        List<String> first = records.cells();
        Optional<LibraryLayout> layout = LibraryLayout.of(first, isSmiles);
        return layout.orElseThrow(() -> Failure.input(
                "no SMILES column in %s: the first record is '%s'; name the column smiles, input, can_smiles or canonical_smiles"
                        .formatted(source.uri(), Printable.of(records.text()))));
    }

    private Failure notCsv(MalformedCsvException e, boolean header) {
        return Failure.input("%s is not CSV: %s; correct it or name another with --library"
                .formatted(source.uri(), header ? e.belowHeader() : e.getMessage()));
    }

    private Failure unreadable(IOException e) {
        return Failure.unavailable(
                "cannot read %s: %s; make it readable or name another with --library"
                        .formatted(source.uri(), Printable.reason(e)),
                e);
    }
}
