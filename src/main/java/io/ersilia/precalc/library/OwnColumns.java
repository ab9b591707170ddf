package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.molecule.WrittenSmiles;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.store.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a library holds besides its SMILES, for rows that are asked for in ascending order. The file is read twice, first to
 * prove that it is the planned one; one record at a time is in memory. Not thread-safe.
 */
public final class OwnColumns implements Closeable {

    private final String name;
    private final InputStream in;
    private final RowCursor rows;
    private final List<Integer> positions = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    private OwnColumns(InputStream in, Plan.Library library) throws IOException {
        this.name = library.given();
        this.in = in;
        RecordScanner records = new RecordScanner(in, 0);
        records.next();
        boolean hasHeader = library.column() != null;
        this.rows = new RowCursor(records, hasHeader ? 0 : 1);
        List<String> first = records.cells();
        for (int i = 0; i < first.size(); i++) {
            if (i != library.smilesIndex()) {
                String name = hasHeader ? WrittenSmiles.trimmed(first.get(i)) : "";
                positions.add(i);
                names.add(name.isEmpty() ? "column_" + (i + 1) : name);
            }
        }
    }

    /**
     * Opens the columns.
     *
     * @throws Failure of kind INPUT if the file is gone, or is no longer the planned one
     */
    public static OwnColumns open(ByteSource source, Plan.Library library) {
        if (source.size().isEmpty()) {
            throw Failure.input("%s is gone".formatted(library.given()));
        }
        try {
            if (!Sha256.hex(source.open(0, Long.MAX_VALUE)).equals(library.sha256())) {
                throw Failure.input("%s has changed since the run was planned".formatted(library.given()));
            }
            return new OwnColumns(source.open(0, Long.MAX_VALUE), library);
        } catch (IOException e) {
            throw Failure.unavailable("cannot read %s: %s".formatted(library.given(), Printable.reason(e)), e);
        }
    }

    /** Their names; {@code column_3} where the file gives none. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /**
     * The cells of a row, empty where its record is too short.
     *
     * @param row from 1, not before the row of the previous call
     */
    public List<String> cells(long row) {
        try {
            rows.moveTo(row - 1);
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot read %s: %s; run the same command again".formatted(name, Printable.reason(e)), e);
        }
        List<String> cells = rows.records().cells();
        return positions.stream()
                .map(position -> position < cells.size() ? cells.get(position) : "")
                .toList();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
