package io.ersilia.precalc.molecule;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.io.iterator.IteratingSDFReader;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;

/** Structures drawn as atoms and bonds. */
public final class Molfile {

    private Molfile() {}

    /**
     * The structure as SMILES with its stereochemistry, from a molfile of version 2000 or 3000.
     *
     * @return empty for what is no molfile, or has no atoms
     */
    public static Optional<String> smiles(String molfile) {
        try (IteratingSDFReader records =
                new IteratingSDFReader(new StringReader(molfile + "$$$$\n"), SilentChemObjectBuilder.getInstance())) {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            IAtomContainer molecule = records.next();
            return molecule.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new SmilesGenerator(SmiFlavor.Isomeric).create(molecule));
        } catch (IOException | CDKException | RuntimeException | StackOverflowError e) {
            return Optional.empty(); // whatever the kit throws, the molecule is one that cannot be looked up
        }
    }
}
