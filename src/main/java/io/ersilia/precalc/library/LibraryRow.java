package io.ersilia.precalc.library;

import org.jspecify.annotations.Nullable;

/**
 * One row of the library as it stands there.
 *
 * @param number counted from 1 in the file, header and blank records not counted
 * @param smiles the cell of the SMILES column; empty where the record has none
 * @param key the cell of the key column; null without such a column
 */
public record LibraryRow(
        long number, String smiles, @Nullable String key) {}
