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
 * Bonds of aromatic rings. Which of them are drawn double is a matter of spelling, and so is stereo at them: the rings of
 * porphyrins are large enough that InChI would keep it, which gives the Kekulé spelling of a molecule another key than
 * the aromatic one.
 */
final class AromaticBonds {

    private AromaticBonds() {}

    /** Takes stereo away from the double bonds that are aromatic by Daylight's rules. */
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
        // Answers false where a system of rings is too entangled; the rings that were found aromatic by then are.
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
