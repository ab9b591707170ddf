package io.ersilia.precalc.molecule;

import org.openscience.cdk.exception.InvalidSmilesException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

/** Reads SMILES by the chemistry kit's parser. */
final class SmilesText {

    /** One per thread, because a parser is not thread-safe and making one takes as long as reading a small molecule. */
    private static final ThreadLocal<SmilesParser> PARSER =
            ThreadLocal.withInitial(() -> new SmilesParser(SilentChemObjectBuilder.getInstance()));

    private SmilesText() {}

    /** @throws InvalidSmilesException if the text is not a SMILES; the kit also fails with unchecked exceptions */
    static IAtomContainer parse(String smiles) throws InvalidSmilesException {
        return PARSER.get().parseSmiles(smiles);
    }
}
