/** Screening of SMILES, InChIKeys and molecular weights, with the Chemistry Development Kit. */
@NullMarked
package io.ersilia.precalc.molecule;

import org.jspecify.annotations.NullMarked;
