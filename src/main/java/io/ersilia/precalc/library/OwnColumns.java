package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.molecule.WrittenSmiles;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.FileSet;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The library's columns other than the SMILES, for rows requested in ascending order. First the files are read to verify that
 * they are the planned ones and that their text can be reproduced; one record at a time is in memory. If the library has
 * several files, each row's file and its number in that file come first. Not thread-safe.
 */
public final class OwnColumns implements Closeable {

    private static final List<String> OF_SEVERAL = List.of("file", "file_row");

    /** Finds the cells of a row. */
    private interface Rows extends Closeable {

        /** The row's cells; rows count from 0 and must be requested in ascending order. */
        List<String> cells(long row) throws IOException;

        /** The cells before the row's own: its place in the files. */
        List<String> place(long row);
    }

    private final String name;
    private final Rows rows;
    private final List<Integer> positions = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    private OwnColumns(Plan.Library library, Rows rows, List<String> ahead, List<String> first) {
        this.name = library.given();
        this.rows = rows;
        names.addAll(ahead);
        boolean hasHeader = library.column() != null;
        for (int i = 0; i < first.size(); i++) {
            if (i != library.smilesIndex()) {
                String own = hasHeader ? WrittenSmiles.trimmed(first.get(i)) : "";
                positions.add(i);
                names.add(own.isEmpty() ? "column_" + (i + 1) : own);
            }
        }
    }

    /**
     * Opens the columns.
     *
     * @param files as the plan names them
     * @param isSmiles the same test as when the library was planned
     * @throws Failure of kind INPUT if a file is gone, is no longer the planned one, or is not UTF-8
     */
    public static OwnColumns open(FileSet files, Predicate<String> isSmiles, Plan.Library library) {
        ByteSource single = files.single();
        try {
            if (single != null) {
                requirePlanned(single, library);
                requireUtf8(ofOne(single, library), library);
                return ofOne(single, library);
            }
            ManyFiles several = new ManyFiles(files, isSmiles);
            requirePlanned(several.scan(rows -> {}).sha256(), library);
            requireUtf8(ofSeveral(several, library), library);
            return ofSeveral(several, library);
        } catch (IOException e) {
            throw Failure.unavailable("cannot read %s: %s".formatted(library.given(), Printable.reason(e)), e);
        }
    }

    private static void requirePlanned(ByteSource source, Plan.Library library) throws IOException {
        if (source.size().isEmpty()) {
            throw Failure.input("%s is gone".formatted(library.given()));
        }
        requirePlanned(Sha256.hex(source.open(0, Long.MAX_VALUE)), library);
    }

    /** Checks the whole library first, because columns cannot be withdrawn once part of the list is written. */
    private static void requireUtf8(OwnColumns columns, Plan.Library library) throws IOException {
        try (columns) {
            String remedy = "convert it before its next run"; // not of this run, which needs the planned file
            Utf8Cells.require(columns.names(), library.given(), remedy);
            for (long row = 1; row <= library.rows(); row++) {
                Utf8Cells.require(columns.cells(row), library.given(), remedy);
            }
        }
    }

    private static OwnColumns ofOne(ByteSource source, Plan.Library library) throws IOException {
        InputStream in = source.open(0, Long.MAX_VALUE);
        RecordScanner records = new RecordScanner(in, 0);
        records.next();
        RowCursor cursor = new RowCursor(records, library.column() != null ? 0 : 1);
        Rows rows = new Rows() {
            @Override
            public List<String> cells(long row) throws IOException {
                cursor.moveTo(row);
                return records.cells();
            }

            @Override
            public List<String> place(long row) {
                return List.of();
            }

            @Override
            public void close() throws IOException {
                in.close();
            }
        };
        return new OwnColumns(library, rows, List.of(), records.cells());
    }

    private static OwnColumns ofSeveral(ManyFiles files, Plan.Library library) {
        PartsReader reader = new PartsReader(files.parts());
        Rows rows = new Rows() {
            @Override
            public List<String> cells(long row) throws IOException {
                return reader.cells(row);
            }

            @Override
            public List<String> place(long row) {
                return List.of(
                        reader.part().name(),
                        Long.toString(row + 1 - reader.part().firstRow()));
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
        return new OwnColumns(
                library, rows, OF_SEVERAL, files.parts().get(0).file().first());
    }

    private static void requirePlanned(String sha256, Plan.Library library) {
        if (!sha256.equals(library.sha256())) {
            throw Failure.input("%s has changed since the run was planned".formatted(library.given()));
        }
    }

    /** The names of the columns; {@code column_3} if the file gives none. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /**
     * The cells of a row; a cell is empty if the record is too short.
     *
     * @param row from 1, not before the row of the previous call
     */
    public List<String> cells(long row) {
        try {
            List<String> cells = rows.cells(row - 1);
            List<String> own = new ArrayList<>(rows.place(row - 1));
            positions.forEach(position -> own.add(position < cells.size() ? cells.get(position) : ""));
            return own;
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot read %s: %s; run the same command again".formatted(name, Printable.reason(e)), e);
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
