package io.ersilia.precalc.library;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where in a record the molecule stands.
 *
 * @param column header of the SMILES column; null when the file has no header, so that its first record is a row
 * @param smilesIndex position of the SMILES column, from 0
 * @param keyIndex position of the column with InChIKeys, from 0; null without one
 */
public record LibraryLayout(
        @Nullable String column, int smilesIndex, @Nullable Integer keyIndex) {

    private static final List<String> SMILES_COLUMNS = List.of("smiles", "input", "can_smiles", "canonical_smiles");
    private static final List<String> KEY_COLUMNS = List.of("key", "inchikey");

    public boolean hasHeader() {
        return column != null;
    }

    /**
     * Reads the layout off the first record; without a known header the first column is taken where its cell is SMILES,
     * and empty is returned where it is not.
     */
    public static Optional<LibraryLayout> of(List<String> first, Predicate<String> isSmiles) {
        List<String> names = first.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        Integer smiles = position(SMILES_COLUMNS, names);
        if (smiles != null) {
            return Optional.of(new LibraryLayout(first.get(smiles).strip(), smiles, position(KEY_COLUMNS, names)));
        }
        return isSmiles.test(first.get(0).strip()) ? Optional.of(new LibraryLayout(null, 0, null)) : Optional.empty();
    }

    /** Some record's row. */
    LibraryRow row(long number, List<String> cells) {
        return new LibraryRow(number, cell(cells, smilesIndex), keyIndex == null ? null : cell(cells, keyIndex));
    }

    private static String cell(List<String> cells, int index) {
        return index < cells.size() ? cells.get(index) : "";
    }

    private static @Nullable Integer position(List<String> wanted, List<String> names) {
        return wanted.stream()
                .map(names::indexOf)
                .filter(index -> index >= 0)
                .findFirst()
                .orElse(null);
    }
}
