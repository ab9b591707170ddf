package io.ersilia.precalc.molecule;

import java.util.Arrays;
import java.util.Optional;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.fingerprint.CircularFingerprinter;

/** The toolkit's circular fingerprint of a molecule: its environments of up to two bonds, folded into 1,024 bits. */
public final class Ecfp4 {

    /** The number of longs in a fingerprint. */
    public static final int LONGS = 16;

    private Ecfp4() {}

    /** The bits of the molecule, in {@value #LONGS} longs; empty if the toolkit cannot compute them. */
    public static Optional<long[]> of(String smiles) {
        // A new one for each molecule, because it keeps state.
        CircularFingerprinter circular =
                new CircularFingerprinter(CircularFingerprinter.CLASS_ECFP4, LONGS * Long.SIZE);
        try {
            return Optional.of(Arrays.copyOf(
                    circular.getBitFingerprint(
                                    SmilesText.parse(WrittenSmiles.of(smiles).smiles()))
                            .asBitSet()
                            .toLongArray(),
                    LONGS));
        } catch (CDKException | RuntimeException | StackOverflowError e) {
            return Optional.empty(); // whatever the kit throws: the molecule then has no neighbours
        }
    }
}
