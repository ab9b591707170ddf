package io.ersilia.precalc.molecule;

import java.util.Optional;
import org.openscience.cdk.depict.DepictionGenerator;
import org.openscience.cdk.exception.CDKException;

/** Structures of molecules as the chemistry kit draws them. */
public final class Depiction {

    /** The shape of a picture; its size is for the page to say. */
    private static final double WIDTH = 36;

    private static final double HEIGHT = 24;

    /** A longer SMILES is a molecule too large to be recognised in a small picture. */
    private static final int LONGEST = 250;

    static {
        System.setProperty("java.awt.headless", "true"); // letters are drawn by their outlines, without a screen
    }

    private Depiction() {}

    /** The molecule as a document of SVG; empty where it cannot be drawn, or this machine has no fonts. */
    public static Optional<String> svg(String smiles) {
        if (smiles.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DepictionGenerator()
                    .withSize(WIDTH, HEIGHT)
                    .withFillToFit()
                    .withAtomColors()
                    .depict(SmilesText.parse(WrittenSmiles.of(smiles).smiles()))
                    .toSvgStr());
        } catch (CDKException | RuntimeException | StackOverflowError | LinkageError e) {
            return Optional.empty(); // whatever the kit or the machine's fonts throw: the SMILES stands beside it
        }
    }
}
