package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.library.MoleculeColumn;
import io.ersilia.precalc.library.MoleculeTable;
import io.ersilia.precalc.molecule.RewrittenCells;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The molecules of a query.
 *
 * @param extraColumns names of the file's further columns
 * @param extras their cells, per molecule
 * @param file that they are from; null where they were given one by one
 */
public record QueryInput(
        List<LookupInput> molecules,
        List<String> extraColumns,
        List<List<String>> extras,
        @Nullable Path file) {

    public QueryInput {
        molecules = List.copyOf(molecules);
        extraColumns = List.copyOf(extraColumns);
        extras = List.copyOf(extras);
    }

    /** Molecules given one by one. */
    public static QueryInput of(List<LookupInput> molecules) {
        return new QueryInput(
                molecules,
                List.of(),
                molecules.stream().map(one -> List.<String>of()).toList(),
                null);
    }

    /**
     * The molecules of a file with a column of SMILES or InChIKeys; without a header the first column is taken.
     *
     * @param file {@code -} for standard input
     */
    public static QueryInput of(Path file, Supplier<Screening> screening) {
        boolean isStandardInput = file.toString().equals("-");
        String name = isStandardInput ? "standard input" : file.toString();
        try (MoleculeTable table =
                MoleculeTable.open(isStandardInput ? System.in : Files.newInputStream(file), name, screening)) {
            if (!table.dialect().isPlain()) {
                log().info("{} is read as: {}", name, table.dialect().words());
            }
            return read(file, name, table, screening);
        } catch (NoSuchFileException e) {
            throw Failure.input("no file at %s; name one with --input".formatted(file));
        } catch (IOException e) {
            throw Failure.input("cannot read %s: %s; name a file with --input".formatted(name, Printable.reason(e)));
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(QueryInput.class); // not a field: --help asks for no log
    }

    private static QueryInput read(Path file, String name, MoleculeTable table, Supplier<Screening> screening)
            throws IOException {
        MoleculeColumn column = table.column();
        List<String> names = table.names();
        List<Integer> others = IntStream.range(0, names.size())
                .filter(i -> i != column.index())
                .boxed()
                .toList();
        List<LookupInput> molecules = new ArrayList<>();
        List<List<String>> extras = new ArrayList<>();
        RewrittenCells rewritten = new RewrittenCells();
        for (List<String> row = table.next(); row != null; row = table.next()) {
            List<String> cells = row;
            String cell = column.cell(cells);
            molecules.add(column.keys() ? LookupInput.key(cell) : LookupInput.smiles(cell, screening));
            rewritten.look(cell);
            extras.add(others.stream()
                    .map(i -> i < cells.size() ? cells.get(i) : "")
                    .toList());
        }
        rewritten.words().ifPresent(words -> log().info("{}: {}", name, words));
        return new QueryInput(molecules, others.stream().map(names::get).toList(), extras, file);
    }
}
