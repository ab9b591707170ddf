package io.ersilia.precalc.molecule;

import java.util.Optional;
import org.openscience.cdk.depict.DepictionGenerator;
import org.openscience.cdk.exception.CDKException;

/** Draws structures of molecules with the chemistry kit. */
public final class Depiction {

    /** The proportions of a picture; the page sets its size. */
    private static final double WIDTH = 36;

    private static final double HEIGHT = 24;

    /** The maximum length of a SMILES: larger molecules are not recognisable in a small picture. */
    private static final int LONGEST = 250;

    static {
        System.setProperty("java.awt.headless", "true"); // letters are drawn by their outlines, without a screen
    }

    private Depiction() {}

    /** The molecule as an SVG document; empty if it cannot be drawn, or if this machine has no fonts. */
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
            return Optional.empty(); // whatever the kit or the fonts throw: the page shows the SMILES, too
        }
    }
}
