package io.ersilia.precalc.molecule;

import java.util.ArrayList;
import java.util.List;
import org.openscience.cdk.aromaticity.Aromaticity;
import org.openscience.cdk.graph.Cycles;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.interfaces.IDoubleBondStereochemistry;
import org.openscience.cdk.interfaces.IStereoElement;

/**
 * Bonds of aromatic rings. Which of them are double depends on the spelling, and so does stereo at these bonds. The rings of
 * porphyrins are so large that InChI would keep it and give the Kekulé and the aromatic spelling different keys.
 */
final class AromaticBonds {

    private AromaticBonds() {}

    /** Removes stereo from double bonds that are aromatic by Daylight's rules. */
    static void forgetStereo(IAtomContainer atoms) {
        List<IStereoElement<?, ?>> elements = new ArrayList<>();
        atoms.stereoElements().forEach(elements::add);
        if (elements.stream().noneMatch(AromaticBonds::isOfDoubleBond)) {
            return;
        }
        Cycles.markRingAtomsAndBonds(atoms);
        if (elements.stream().noneMatch(one -> isOfDoubleBond(one) && bond(one).isInRing())) {
            return;
        }
        // Returns false if a ring system is too complex; the rings found up to then are marked as aromatic.
        Aromaticity.apply(Aromaticity.Model.Daylight, atoms);
        if (elements.removeIf(one -> isOfDoubleBond(one) && bond(one).isAromatic())) {
            atoms.setStereoElements(new ArrayList<>(elements));
        }
    }

    private static boolean isOfDoubleBond(IStereoElement<?, ?> element) {
        return element instanceof IDoubleBondStereochemistry;
    }

    private static IBond bond(IStereoElement<?, ?> element) {
        return ((IDoubleBondStereochemistry) element).getStereoBond();
    }
}
