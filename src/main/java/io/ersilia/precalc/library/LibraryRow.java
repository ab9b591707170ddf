package io.ersilia.precalc.library;

import org.jspecify.annotations.Nullable;

/**
 * One row of the library, unchanged.
 *
 * @param number in the file, counted from 1 without header and blank records
 * @param smiles the cell of the SMILES column; empty if the record has none
 * @param key the cell of the key column; null if there is no such column
 */
public record LibraryRow(
        long number, String smiles, @Nullable String key) {}
