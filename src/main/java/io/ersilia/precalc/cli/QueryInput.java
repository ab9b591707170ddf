package io.ersilia.precalc.cli;

import io.ersilia.precalc.api.Asked;
import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.library.LibraryLayout;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The molecules of a query.
 *
 * @param extraColumns names of the file's further columns
 * @param extras their cells, per molecule
 */
record QueryInput(List<Asked> molecules, List<String> extraColumns, List<List<String>> extras) {

    QueryInput {
        molecules = List.copyOf(molecules);
        extraColumns = List.copyOf(extraColumns);
        extras = List.copyOf(extras);
    }

    /** Molecules given one by one. */
    static QueryInput of(List<Asked> molecules) {
        return new QueryInput(
                molecules,
                List.of(),
                molecules.stream().map(one -> List.<String>of()).toList());
    }

    /** The molecules of a CSV with a column of SMILES or InChIKeys; without a header the first column is taken. */
    static QueryInput of(Path file, Supplier<Screening> screening) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file, new RecordScanner(in, 0), screening);
        } catch (MalformedCsvException e) {
            throw Failure.input("%s is not CSV: %s".formatted(file, e.getMessage()));
        } catch (NoSuchFileException e) {
            throw Failure.input("no file at %s; name one with --input".formatted(file));
        } catch (IOException e) {
            throw Failure.input("cannot read %s: %s; name a file with --input".formatted(file, Printable.reason(e)));
        }
    }

    private static QueryInput read(Path file, RecordScanner records, Supplier<Screening> screening) throws IOException {
        if (!records.next()) {
            throw Failure.input("no molecule in %s: it is empty".formatted(file));
        }
        List<String> first = records.cells();
        Columns columns = columns(file, first, screening);
        List<Asked> molecules = new ArrayList<>();
        List<List<String>> extras = new ArrayList<>();
        boolean more = !columns.header() || records.next();
        while (more) {
            List<String> cells = records.cells();
            String cell = columns.index() < cells.size() ? cells.get(columns.index()) : "";
            molecules.add(columns.keys() ? Asked.key(cell) : Asked.smiles(cell, screening));
            extras.add(columns.others().stream()
                    .map(i -> i < cells.size() ? cells.get(i) : "")
                    .toList());
            more = records.next();
        }
        List<String> names = columns.others().stream()
                .map(i -> columns.header() ? first.get(i) : "column_" + (i + 1))
                .toList();
        return new QueryInput(molecules, names, extras);
    }

    /** Where the molecule stands in a record, and whether as a key. */
    private record Columns(boolean header, int index, boolean keys, List<Integer> others) {}

    private static Columns columns(Path file, List<String> first, Supplier<Screening> screening) {
        List<String> names = first.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        LibraryLayout smiles = LibraryLayout.of(first, text -> false).orElse(null);
        if (smiles != null) {
            return new Columns(true, smiles.smilesIndex(), false, others(first, smiles.smilesIndex()));
        }
        int key = Math.max(names.indexOf("inchikey"), names.indexOf("key"));
        if (key >= 0) {
            return new Columns(true, key, true, others(first, key));
        }
        String cell = first.get(0).strip();
        if (InchiKey.isValid(cell)) {
            return new Columns(false, 0, true, others(first, 0));
        }
        if (screening.get().isSmiles(cell)) {
            return new Columns(false, 0, false, others(first, 0));
        }
        throw Failure.input("no column of molecules in %s: name one smiles or inchikey".formatted(file));
    }

    private static List<Integer> others(List<String> first, int index) {
        return java.util.stream.IntStream.range(0, first.size())
                .filter(i -> i != index)
                .boxed()
                .toList();
    }
}
