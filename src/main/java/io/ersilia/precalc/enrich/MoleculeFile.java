package io.ersilia.precalc.enrich;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.library.MoleculeColumn;
import io.ersilia.precalc.molecule.Screening;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A file of molecules, read record by record and written again record by record with more about each molecule. */
public interface MoleculeFile extends Closeable {

    /** The molecule of a record, which becomes an input of a lookup in any thread. */
    @FunctionalInterface
    interface Molecule {
        LookupInput input(Supplier<Screening> screening);

        /** That in a cell of the column. */
        static Molecule in(MoleculeColumn column, String cell) {
            return screening -> column.keys() ? LookupInput.key(cell) : LookupInput.smiles(cell, screening);
        }
    }

    /** The next record's molecule; null at the end. The record is kept until it is written. */
    @Nullable
    Molecule next() throws IOException;

    /** Whether the records that are kept take so much memory that they should be written before more are read. */
    default boolean isFull() {
        return false;
    }

    /**
     * Names what is added to each record; called once, before the first is written.
     *
     * @throws io.ersilia.precalc.run.Failure of kind INPUT where the file has a column of such a name
     */
    void begin(List<String> names) throws IOException;

    /**
     * Writes the oldest record that was read and not written yet.
     *
     * @param values in the order of the names; an empty one for none
     */
    void write(List<String> values) throws IOException;
}
