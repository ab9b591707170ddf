package io.ersilia.precalc.molecule;

import java.util.Arrays;
import java.util.Optional;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.fingerprint.IFingerprinter;

/** The toolkit's circular fingerprint of a molecule: its environments of up to two bonds, folded into 1,024 bits. */
public final class Ecfp4 {

    /** The fingerprint as longs. */
    public static final int LONGS = 16;

    /** Named, as only this class of its module is needed, and only for the interface. */
    private static final String CIRCULAR = "org.openscience.cdk.fingerprint.CircularFingerprinter";

    /** Its constant {@code CLASS_ECFP4}. */
    private static final int CLASS_ECFP4 = 3;

    private Ecfp4() {}

    /** The bits of the molecule, in {@value #LONGS} longs; empty if the toolkit cannot tell. */
    public static Optional<long[]> of(String smiles) {
        IFingerprinter circular = circular();
        try {
            return Optional.of(Arrays.copyOf(
                    circular.getBitFingerprint(
                                    SmilesText.parse(WrittenSmiles.of(smiles).smiles()))
                            .asBitSet()
                            .toLongArray(),
                    LONGS));
        } catch (CDKException | RuntimeException | StackOverflowError e) {
            return Optional.empty(); // whatever the kit throws, such a molecule has no neighbours
        }
    }

    /** A new one for each molecule, as it keeps state. */
    private static IFingerprinter circular() {
        try {
            return (IFingerprinter) Class.forName(CIRCULAR)
                    .getConstructor(int.class, int.class)
                    .newInstance(CLASS_ECFP4, LONGS * Long.SIZE);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the kit's circular fingerprints are not in the program's jar", e);
        }
    }
}
