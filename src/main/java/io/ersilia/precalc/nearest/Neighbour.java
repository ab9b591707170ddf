package io.ersilia.precalc.nearest;

import java.math.BigDecimal;

/**
 * The molecule of a library that is most similar to the requested one.
 *
 * @param smiles as the library spells it
 * @param similarity Tanimoto coefficient of the fingerprints, above 0 and at most 1, to three decimals
 */
public record Neighbour(String key, String smiles, BigDecimal similarity) {}
