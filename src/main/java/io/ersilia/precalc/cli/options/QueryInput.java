package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.library.Dialect;
import io.ersilia.precalc.library.GivenFile;
import io.ersilia.precalc.library.MoleculeColumn;
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
        Dialect dialect = null;
        try (GivenFile given = GivenFile.open(
                isStandardInput ? System.in : Files.newInputStream(file),
                name,
                first -> MoleculeColumn.shown(first, screening))) {
            dialect = given.dialect();
            if (!dialect.isPlain()) {
                log().info("{} is read as: {}", name, dialect.words());
            }
            return read(file, name, given, screening);
        } catch (MalformedCsvException e) {
            throw Failure.input(
                    dialect == null
                            ? "%s cannot be read: %s".formatted(name, e.getMessage())
                            : GivenFile.refusal(name, e, false, dialect));
        } catch (NoSuchFileException e) {
            throw Failure.input("no file at %s; name one with --input".formatted(file));
        } catch (IOException e) {
            throw Failure.input("cannot read %s: %s; name a file with --input".formatted(name, Printable.reason(e)));
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(QueryInput.class); // not a field: --help asks for no log
    }

    private static QueryInput read(Path file, String name, GivenFile given, Supplier<Screening> screening)
            throws IOException {
        if (!given.next()) {
            throw Failure.input("no molecule in %s: it is empty".formatted(name));
        }
        List<String> first = given.cells();
        MoleculeColumn column = MoleculeColumn.of(name, first, screening);
        List<Integer> others = others(first, column.index());
        List<LookupInput> molecules = new ArrayList<>();
        List<List<String>> extras = new ArrayList<>();
        RewrittenCells rewritten = new RewrittenCells();
        boolean more = !column.header() || given.next();
        while (more) {
            List<String> cells = given.cells();
            String cell = column.index() < cells.size() ? cells.get(column.index()) : "";
            molecules.add(column.keys() ? LookupInput.key(cell) : LookupInput.smiles(cell, screening));
            rewritten.look(cell);
            extras.add(others.stream()
                    .map(i -> i < cells.size() ? cells.get(i) : "")
                    .toList());
            more = given.next();
        }
        rewritten.words().ifPresent(words -> log().info("{}: {}", name, words));
        List<String> names = others.stream()
                .map(i -> column.header() ? first.get(i) : "column_" + (i + 1))
                .toList();
        return new QueryInput(molecules, names, extras, file);
    }

    private static List<Integer> others(List<String> first, int index) {
        return IntStream.range(0, first.size()).filter(i -> i != index).boxed().toList();
    }
}
