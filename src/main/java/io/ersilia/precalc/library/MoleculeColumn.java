package io.ersilia.precalc.library;

import io.ersilia.precalc.library.GivenFile.Fit;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.molecule.WrittenSmiles;
import io.ersilia.precalc.run.Failure;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a record of a list of molecules has its molecule, as SMILES or as a key; without a header it is the first cell.
 *
 * @param index of the cell, from 0
 * @param keys whether the cell is an InChIKey
 */
public record MoleculeColumn(boolean header, int index, boolean keys) {

    /**
     * As the first record shows.
     *
     * @throws Failure of kind INPUT where it shows no molecule
     */
    public static MoleculeColumn of(String file, List<String> first, Supplier<Screening> screening) {
        LibraryLayout smiles = LibraryLayout.of(file, first, text -> false).orElse(null);
        if (smiles != null) {
            return new MoleculeColumn(true, smiles.smilesIndex(), false);
        }
        Integer key = LibraryLayout.keyIndex(first);
        if (key != null) {
            return new MoleculeColumn(true, key, true);
        }
        String cell = WrittenSmiles.of(first.get(0)).smiles();
        if (InchiKey.isValid(cell)) {
            return new MoleculeColumn(false, 0, true);
        }
        if (screening.get().isSmiles(cell)) {
            return new MoleculeColumn(false, 0, false);
        }
        throw Failure.input("no column of molecules in %s: name one smiles or inchikey".formatted(file));
    }

    /** The cell of the molecule; empty in a record that ends before it. */
    public String cell(List<String> record) {
        return index < record.size() ? record.get(index) : "";
    }

    /** What a first record shows, as {@link GivenFile} asks. */
    public static Fit shown(List<String> first, Supplier<Screening> screening) {
        if (LibraryLayout.isHeader(first) || LibraryLayout.keyIndex(first) != null) {
            return Fit.HEADER;
        }
        String cell = WrittenSmiles.of(first.get(0)).smiles();
        return InchiKey.isValid(cell) || screening.get().isSmiles(cell) ? Fit.MOLECULE : Fit.NOTHING;
    }
}
