package io.ersilia.precalc.enrich;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.library.GivenFile;
import io.ersilia.precalc.library.MoleculeColumn;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A table of molecules as text. What is added are columns at the end; the result is plain CSV with a header. */
final class CsvFile implements MoleculeFile {

    private final String name;
    private final GivenFile in;
    private final CsvWriter out;
    private final MoleculeColumn column;
    private final List<String> header;
    private final Deque<List<String>> read = new ArrayDeque<>();
    private boolean hasFirst;

    CsvFile(String name, InputStream stream, OutputStream out, Supplier<Screening> screening) throws IOException {
        this.name = name;
        this.in = GivenFile.open(stream, name, first -> MoleculeColumn.shown(first, screening));
        this.out = new CsvWriter(out);
        if (!in.dialect().isPlain()) {
            LoggerFactory.getLogger(CsvFile.class)
                    .info(
                            "{} is read as: {}; it is given back as plain CSV",
                            name,
                            in.dialect().words());
        }
        if (!advance()) {
            throw Failure.input("no molecule in %s: it is empty".formatted(name));
        }
        List<String> first = in.cells();
        this.column = MoleculeColumn.of(name, first, screening);
        this.hasFirst = !column.header();
        this.header = column.header()
                ? first
                : IntStream.rangeClosed(1, first.size())
                        .mapToObj(
                                i -> i - 1 == column.index() ? (column.keys() ? "inchikey" : "smiles") : "column_" + i)
                        .toList();
    }

    private boolean advance() throws IOException {
        try {
            return in.next();
        } catch (MalformedCsvException e) {
            throw Failure.input(GivenFile.refusal(name, e, false, in.dialect()));
        }
    }

    @Override
    public @Nullable Molecule next() throws IOException {
        if (!hasFirst && !advance()) {
            return null;
        }
        hasFirst = false;
        List<String> cells = in.cells();
        read.add(cells);
        String cell = column.index() < cells.size() ? cells.get(column.index()) : "";
        return screening -> column.keys() ? LookupInput.key(cell) : LookupInput.smiles(cell, screening);
    }

    @Override
    public void begin(List<String> names) throws IOException {
        AddedNames.requireNew(name, header, names);
        out.write(joined(header, names));
    }

    @Override
    public void write(List<String> values) throws IOException {
        out.write(joined(read.remove(), values));
    }

    /** A short record gets its missing cells, so that what is added stands below its name. */
    private List<String> joined(List<String> own, List<String> added) {
        List<String> all = new ArrayList<>(own);
        while (all.size() < header.size()) {
            all.add("");
        }
        if (all.size() > header.size()) {
            throw Failure.input("a row of %s has %d cells below a header of %d: mend the file first"
                    .formatted(name, all.size(), header.size()));
        }
        all.addAll(added);
        return all;
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }
}
