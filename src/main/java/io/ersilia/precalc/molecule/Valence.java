package io.ersilia.precalc.molecule;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.interfaces.IElement;

/**
 * Checks whether atoms have more bonds than their element allows. Parsers differ here: one accepts such an atom as written,
 * another refuses it or adds a hydrogen. An ion is treated like the neighbouring element with the same number of electrons.
 */
final class Valence {

    /** The maximum number of atoms listed for a molecule. */
    private static final int NAMED = 3;

    private Valence() {}

    /** The kinds of atoms with unusual valences, e.g. {@code C(6)}; empty if there are none. */
    static String unusual(IAtomContainer atoms) {
        Set<String> found = new LinkedHashSet<>();
        for (IAtom atom : atoms.atoms()) {
            Integer valence = valence(atom);
            if (valence != null && found.size() < NAMED && !isUsual(atom, valence)) {
                int charge = charge(atom);
                found.add("%s%s(%d)".formatted(atom.getSymbol(), charge == 0 ? "" : "%+d".formatted(charge), valence));
            }
        }
        return String.join("; ", found);
    }

    /** Bonds and hydrogens; null for elements that are not judged and for their neighbours, whose bonds are a matter of drawing. */
    private static @Nullable Integer valence(IAtom atom) {
        if (!isNonmetal(atom)) {
            return null;
        }
        Integer hydrogens = atom.getImplicitHydrogenCount();
        int valence = hydrogens == null ? 0 : hydrogens;
        for (IBond bond : atom.bonds()) {
            if (!isNonmetal(bond.getOther(atom)) || bond.getOrder() == IBond.Order.UNSET) {
                return null;
            }
            valence += bond.getOrder().numeric();
        }
        return valence;
    }

    private static boolean isNonmetal(IAtom atom) {
        return group(atom) > 0;
    }

    /** The element's group in the periodic table; 0 for elements that are not judged. */
    private static int group(IAtom atom) {
        Integer number = atom.getAtomicNumber();
        return switch (number == null ? 0 : number) {
            case IElement.H -> 1;
            case IElement.B -> 13;
            case IElement.C, IElement.Si -> 14;
            case IElement.N, IElement.P, IElement.As -> 15;
            case IElement.O, IElement.S, IElement.Se -> 16;
            case IElement.F, IElement.Cl, IElement.Br, IElement.I -> 17;
            default -> 0;
        };
    }

    private static boolean isUsual(IAtom atom, int valence) {
        if (group(atom) == 1) {
            return valence == (charge(atom) == 0 ? 1 : 0);
        }
        int number = atom.getAtomicNumber();
        boolean expands =
                number > IElement.Ne; // only beyond the second period can there be more bonds than electron pairs
        return switch (group(atom) - charge(atom)) {
            case 12 -> valence == 2;
            case 13 -> valence == 3;
            case 14 -> valence == 4;
            case 15 -> valence == 3 || (valence == 5 && number != IElement.C);
            case 16 -> valence == 2 || (expands && (valence == 4 || valence == 6));
            case 17 -> valence == 1 || (expands && (valence == 3 || valence == 5 || valence == 7));
            default -> true; // InChI has no rule for such ions either
        };
    }

    private static int charge(IAtom atom) {
        Integer charge = atom.getFormalCharge();
        return charge == null ? 0 : charge;
    }
}
