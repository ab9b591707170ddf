package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.molecule.WrittenSmiles;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.FileFailures;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The file with the molecules that every model predicts: counted and hashed in one pass, never held in memory as a whole.
 * A file that is not plain CSV is converted while it is read; rows, positions and hash are then those of the plain form.
 */
public final class ReferenceLibrary implements Library {

    /** Below this share of molecules, the first column is doubtful if another column has almost only molecules. */
    private static final double FEW = 0.5;

    private static final double NEARLY_ALL = 0.8;

    private static final int ROWS_BETWEEN_STOPS = 1000;

    private final ByteSource source;
    private final Predicate<String> isSmiles;
    private Dialect dialect = Dialect.PLAIN;
    private @Nullable String understood;
    private @Nullable String doubt;
    private List<String> first = List.of();
    private long bytes;

    /** @param isSmiles decides whether the first cell of a file without a known header is a molecule */
    public ReferenceLibrary(ByteSource source, Predicate<String> isSmiles) {
        this.source = source;
        this.isSmiles = isSmiles;
    }

    @Override
    public Plan.Library scan(LongConsumer seen) {
        Plan.Library library = count(seen);
        if (library.rows() == 0) {
            throw Failure.input("no molecule in %s: it has a header and nothing below it".formatted(source.uri()));
        }
        return library;
    }

    /** The same as {@link #scan} for one of several files, which may have no rows. */
    Plan.Library count(LongConsumer seen) {
        requireFile();
        boolean header = false;
        try (GivenFile file = open()) {
            dialect = file.dialect();
            DigestInputStream in = new DigestInputStream(file.plain(), Sha256.digest());
            RecordScanner records = new RecordScanner(in, 0, file.plainForm());
            LibraryLayout layout = layout(records);
            header = layout.hasHeader();
            understood = understood(layout);
            doubt = header ? null : doubt(file.head());
            while (records.next()) {
                if (records.records() % ROWS_BETWEEN_STOPS == 0) {
                    Stop.check();
                    seen.accept(ROWS_BETWEEN_STOPS);
                }
            }
            long rows = records.records() - (layout.hasHeader() ? 1 : 0);
            bytes = records.end();
            return new Plan.Library(
                    source.uri(),
                    Sha256.hex(in.getMessageDigest()),
                    layout.column(),
                    rows,
                    layout.smilesIndex(),
                    layout.keyIndex(),
                    null,
                    null);
        } catch (MalformedCsvException e) {
            throw notCsv(e, header);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public List<LibraryRow> evenly(Plan.Library library, int count) {
        LibraryLayout layout = new LibraryLayout(library.column(), library.smilesIndex(), library.keyIndex());
        long most = Math.min(count, library.rows());
        List<LibraryRow> rows = new ArrayList<>();
        try (InputStream in = plain()) {
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
        } catch (MalformedCsvException e) { // a moment ago it was valid CSV to the end
            throw FileFailures.changed(source.uri());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Opens the file as plain CSV (UTF-8, commas, LF), unchanged if it is already plain. The caller closes it. */
    public InputStream plain() throws IOException {
        return open().plain();
    }

    /** Whether the file itself is plain CSV, as {@link #scan} found it. */
    public boolean isPlain() {
        return dialect.isPlain();
    }

    /** The cells of the first record, as {@link #scan} found it. */
    List<String> first() {
        return first;
    }

    /** The size of the file in its plain form, as {@link #scan} found it. */
    long bytes() {
        return bytes;
    }

    Dialect dialect() {
        return dialect;
    }

    @Override
    public Optional<String> understood() {
        return Optional.ofNullable(understood);
    }

    @Override
    public Optional<String> doubt() {
        return Optional.ofNullable(doubt);
    }

    private GivenFile open() throws IOException {
        return GivenFile.open(source.open(0, Long.MAX_VALUE), source.uri(), LibraryLayout.shown(isSmiles));
    }

    private @Nullable String understood(LibraryLayout layout) {
        List<String> words = new ArrayList<>();
        if (!dialect.isPlain()) {
            words.add(dialect.words());
        }
        if (!layout.isUsual()) {
            words.add("SMILES in column '%s'".formatted(Printable.of(String.valueOf(layout.column()))));
        }
        return words.isEmpty() ? null : "%s is read as: %s".formatted(source.uri(), String.join(", ", words));
    }

    /** A header such as C, CN or I is also a SMILES; then the molecules are in another column. */
    private @Nullable String doubt(List<List<String>> head) {
        if (head.size() < 2) {
            return null;
        }
        List<List<String>> rows = head.subList(1, head.size());
        double first = molecules(rows, 0);
        for (int column = 1; column < head.get(0).size() && first < FEW; column++) {
            double share = molecules(rows, column);
            if (share >= NEARLY_ALL) {
                return "%s has no column named smiles, so its first column is used, which begins with '%s' (%.0f %% of its first rows are SMILES); column %d, which begins with '%s', looks more like SMILES (%.0f %%): name it smiles"
                        .formatted(
                                source.uri(),
                                Printable.of(head.get(0).get(0)),
                                100 * first,
                                column + 1,
                                Printable.of(head.get(0).get(column)),
                                100 * share);
            }
        }
        return null;
    }

    private double molecules(List<List<String>> rows, int column) {
        long molecules = rows.stream()
                .filter(row -> column < row.size()
                        && isSmiles.test(WrittenSmiles.of(row.get(column)).smiles()))
                .count();
        return (double) molecules / rows.size();
    }

    /** Reports a missing file here, where its name is known. */
    public void requireFile() {
        if (source.size().isEmpty()) {
            throw Failure.input("no library at %s; name one with --library".formatted(source.uri()));
        }
    }

    @Override
    public List<Plan.PlannedSlice> cut(Plan.Library library, long rows, int workers, LongConsumer seen) {
        try (InputStream in = plain()) {
            return new SliceCutter(library, rows, workers, seen).cut(in);
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
        first = records.cells();
        Optional<LibraryLayout> layout = LibraryLayout.of(source.uri(), first, isSmiles);
        return layout.orElseThrow(() -> Failure.input(
                "no SMILES column in %s: the first record is '%s'; name the column smiles, input, can_smiles or canonical_smiles"
                        .formatted(source.uri(), Printable.of(records.text()))));
    }

    /** The pieces of all slices that are in this file, which is one of several, in a second pass over it. */
    List<Plan.Piece> pieces(
            Plan.Library library, long rows, int workers, long firstRow, long ownRows, LongConsumer seen) {
        try (InputStream in = plain()) {
            return new SliceCutter(library, rows, workers, seen).pieces(in, source.uri(), isPlain(), firstRow, ownRows);
        } catch (MalformedCsvException e) {
            throw notCsv(e, true);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Failure notCsv(MalformedCsvException e, boolean header) {
        return Failure.input("%s; correct it or name another with --library"
                .formatted(GivenFile.refusal(source.uri(), e, header, dialect)));
    }

    private Failure unreadable(IOException e) {
        return Failure.unavailable(
                "cannot read %s: %s; make it readable or name another with --library"
                        .formatted(source.uri(), Printable.reason(e)),
                e);
    }
}
