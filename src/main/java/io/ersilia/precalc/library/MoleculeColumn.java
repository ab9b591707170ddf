package io.ersilia.precalc.library;

import io.ersilia.precalc.library.GivenFile.Fit;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.molecule.WrittenSmiles;
import io.ersilia.precalc.run.Failure;
import java.util.List;
import java.util.function.Supplier;

/**
 * The column of a list of molecules that has the SMILES or key; without a header it is the first column.
 *
 * @param index of the cell, from 0
 * @param keys whether the cell is an InChIKey
 */
public record MoleculeColumn(boolean header, int index, boolean keys) {

    /**
     * Determines the column from the first record.
     *
     * @throws Failure of kind INPUT if that has no molecule and names no such column, or several
     */
    public static MoleculeColumn of(String file, List<String> first, Supplier<Screening> screening) {
        LibraryLayout smiles = LibraryLayout.of(file, first, text -> false).orElse(null);
        if (smiles != null) {
            return new MoleculeColumn(true, smiles.smilesIndex(), false);
        }
        Integer key = LibraryLayout.keyIndex(file, first);
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

    /** The cell with the molecule; empty if the record is too short. */
    public String cell(List<String> record) {
        return index < record.size() ? record.get(index) : "";
    }

    /** How well a first record matches, for {@link GivenFile}. */
    public static Fit shown(List<String> first, Supplier<Screening> screening) {
        if (LibraryLayout.isHeader(first) || LibraryLayout.namesKeys(first)) {
            return Fit.HEADER;
        }
        String cell = WrittenSmiles.of(first.get(0)).smiles();
        return InchiKey.isValid(cell) || screening.get().isSmiles(cell) ? Fit.MOLECULE : Fit.NOTHING;
    }
}
