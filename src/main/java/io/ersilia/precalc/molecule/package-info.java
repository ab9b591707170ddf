/** What a SMILES is: screening, InChIKey and molecular weight, by the Chemistry Development Kit. */
@NullMarked
package io.ersilia.precalc.molecule;

import org.jspecify.annotations.NullMarked;
