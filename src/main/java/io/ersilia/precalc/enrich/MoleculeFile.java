package io.ersilia.precalc.enrich;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.library.MoleculeColumn;
import io.ersilia.precalc.molecule.Screening;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A file of molecules, read record by record and written back record by record with predictions added. */
public interface MoleculeFile extends Closeable {

    /** The molecule of a record. Any thread can turn it into the input of a lookup. */
    @FunctionalInterface
    interface Molecule {
        LookupInput input(Supplier<Screening> screening);

        /** The molecule in a cell of the column. */
        static Molecule in(MoleculeColumn column, String cell) {
            return screening -> column.keys() ? LookupInput.key(cell) : LookupInput.smiles(cell, screening);
        }
    }

    /** The next record's molecule; null at the end. The record is kept until it is written. */
    @Nullable
    Molecule next() throws IOException;

    /** Whether the kept records take so much memory that they should be written before more are read. */
    default boolean isFull() {
        return false;
    }

    /**
     * Names the values that are added to each record; called once, before the first record is written.
     *
     * @throws io.ersilia.precalc.run.Failure of kind INPUT if the file already has a column with one of the names
     */
    void begin(List<String> names) throws IOException;

    /**
     * Writes the oldest record that was read but not yet written.
     *
     * @param values in the order of the names; empty text for no value
     */
    void write(List<String> values) throws IOException;
}
