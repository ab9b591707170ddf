package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A list of molecules that a person wrote: each row has a SMILES or a key, and possibly other cells. */
public final class MoleculeTable implements Closeable {

    private static final String REMEDY = "convert it";

    private final String name;
    private final GivenFile file;
    private final List<String> first;
    private final MoleculeColumn column;
    private boolean isAtFirst;

    private MoleculeTable(String name, GivenFile file, Supplier<Screening> screening) throws IOException {
        this.name = name;
        this.file = file;
        if (!advance()) {
            throw Failure.input("no molecule in %s: it is empty".formatted(name));
        }
        this.first = file.cells();
        Utf8Cells.require(first, name, REMEDY);
        this.column = MoleculeColumn.of(name, first, screening);
        this.isAtFirst = !column.header();
    }

    /**
     * Opens the file; closes it on failure.
     *
     * @param name for messages
     * @throws Failure of kind INPUT if it contains no molecule or cannot be read as a table
     */
    public static MoleculeTable open(InputStream in, String name, Supplier<Screening> screening) throws IOException {
        GivenFile file;
        try {
            file = GivenFile.open(in, name, record -> MoleculeColumn.shown(record, screening));
        } catch (MalformedCsvException e) {
            throw Failure.input("%s cannot be read: %s".formatted(name, e.getMessage()));
        }
        try {
            return new MoleculeTable(name, file, screening);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private boolean advance() throws IOException {
        try {
            return file.next();
        } catch (MalformedCsvException e) {
            throw Failure.input(
                    "%s; correct it or name another".formatted(GivenFile.refusal(name, e, false, file.dialect())));
        }
    }

    public Dialect dialect() {
        return file.dialect();
    }

    public MoleculeColumn column() {
        return column;
    }

    /** The names of the columns, made up if the file has no header. */
    public List<String> names() {
        return column.header()
                ? first
                : IntStream.range(0, first.size()).mapToObj(this::madeUp).toList();
    }

    private String madeUp(int index) {
        return index == column.index() ? column.keys() ? "inchikey" : "smiles" : "column_" + (index + 1);
    }

    /** The cells of the next row; null at the end. */
    public @Nullable List<String> next() throws IOException {
        if (!isAtFirst && !advance()) {
            return null;
        }
        isAtFirst = false;
        List<String> cells = file.cells();
        Utf8Cells.require(cells, name, REMEDY);
        return cells;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
