package io.ersilia.precalc.enrich;

import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.library.MoleculeTable;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A table of molecules as text. Predictions become columns at the end; the result is plain CSV with a header. */
final class CsvFile implements MoleculeFile {

    private final String name;
    private final MoleculeTable in;
    private final CsvWriter out;
    private final List<String> header;
    private final Deque<List<String>> read = new ArrayDeque<>();

    CsvFile(String name, InputStream stream, OutputStream out, Supplier<Screening> screening) throws IOException {
        this.name = name;
        this.in = MoleculeTable.open(stream, name, screening);
        this.out = new CsvWriter(out);
        this.header = in.names();
        if (!in.dialect().isPlain()) {
            LoggerFactory.getLogger(CsvFile.class)
                    .info(
                            "{} is read as: {}; it is given back as plain CSV",
                            name,
                            in.dialect().words());
        }
    }

    @Override
    public @Nullable Molecule next() throws IOException {
        List<String> cells = in.next();
        if (cells == null) {
            return null;
        }
        read.add(cells);
        return Molecule.in(in.column(), in.column().cell(cells));
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

    /** Fills up a short record with empty cells, so that added values stand below their names. */
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
