package io.ersilia.precalc.molecule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.interfaces.IElement;

/**
 * Neutralises the charges of one fragment by moving hydrogens: an ammonium loses one, a carboxylate gains one. Charges that
 * hydrogens do not explain remain (quaternary nitrogen, nitro groups, N-oxides, tetrafluoroborate), along with as much
 * opposite charge as balances them, so that an inner salt remains one.
 */
final class Charges {

    /** Atoms with one hydrogen more than they have bonds for; a carbon cation is not such an acid. */
    private static final Set<Integer> BASES =
            Set.of(IElement.N, IElement.P, IElement.As, IElement.O, IElement.S, IElement.Se, IElement.Te);

    /** Bonds of a neutral atom, including hydrogens: an anion with fewer can take one. */
    private static final Map<Integer, Integer> BONDS = Map.ofEntries(
            Map.entry(IElement.C, 4),
            Map.entry(IElement.Si, 4),
            Map.entry(IElement.N, 3),
            Map.entry(IElement.P, 3),
            Map.entry(IElement.As, 3),
            Map.entry(IElement.O, 2),
            Map.entry(IElement.S, 2),
            Map.entry(IElement.Se, 2),
            Map.entry(IElement.Te, 2),
            Map.entry(IElement.F, 1),
            Map.entry(IElement.Cl, 1),
            Map.entry(IElement.Br, 1),
            Map.entry(IElement.I, 1));

    private final IAtomContainer fragment;

    private Charges(IAtomContainer fragment) {
        this.fragment = fragment;
    }

    /** Removes the charges that can be removed, in place; hydrogens must be implicit. */
    static void neutralise(IAtomContainer fragment) {
        new Charges(fragment).neutralise();
    }

    private void neutralise() {
        List<IAtom> acids = new ArrayList<>(); // one entry per hydrogen to lose
        List<IAtom> bases = new ArrayList<>(); // one entry per hydrogen to gain
        int fixed = 0; // charge that hydrogens cannot change
        for (IAtom atom : fragment.atoms()) {
            int charge = charge(atom);
            int movable = charge > 0 ? toGive(atom) : toTake(atom);
            for (int i = 0; i < movable; i++) {
                (charge > 0 ? acids : bases).add(atom);
            }
            fixed += charge > 0 ? charge - movable : charge + movable;
        }
        give(acids.subList(Math.min(Math.max(0, -fixed), acids.size()), acids.size()));
        bases.sort(Comparator.comparing(this::keepsItsCharge));
        take(bases.subList(0, Math.max(0, bases.size() - Math.max(0, fixed))));
    }

    /** Hydrogens that a cation can lose; a cation next to an anion is half of a bond written as two charges. */
    private int toGive(IAtom atom) {
        if (!BASES.contains(atom.getAtomicNumber()) || isBeside(atom, -1)) {
            return 0;
        }
        return Math.min(charge(atom), hydrogens(atom));
    }

    private int toTake(IAtom atom) {
        Integer bonds = BONDS.get(atom.getAtomicNumber());
        if (bonds == null || charge(atom) >= 0) {
            return 0;
        }
        int has = hydrogens(atom);
        for (IBond bond : atom.bonds()) {
            has += bond.getOrder() == IBond.Order.UNSET ? 1 : bond.getOrder().numeric();
        }
        return Math.max(0, Math.min(-charge(atom), bonds - has));
    }

    /** How firmly an anion keeps its charge: most firmly next to a cation, then by the strength of its acid, carbanions last. */
    private int keepsItsCharge(IAtom atom) {
        if (isBeside(atom, 1)) {
            return 4;
        }
        if (Objects.equals(atom.getAtomicNumber(), IElement.C)) {
            return 0;
        }
        int rank = 1;
        for (IBond bond : atom.bonds()) {
            IAtom acid = bond.getOther(atom);
            int oxo = 0;
            for (IBond other : acid.bonds()) {
                oxo += other.getOrder() == IBond.Order.DOUBLE && !other.equals(bond) ? 1 : 0;
            }
            boolean strong = Set.of(IElement.S, IElement.P, IElement.Se).contains(acid.getAtomicNumber());
            rank = Math.max(rank, oxo == 0 ? 1 : strong ? 3 : 2);
        }
        return rank;
    }

    private boolean isBeside(IAtom atom, int sign) {
        for (IBond bond : atom.bonds()) {
            if (Integer.signum(charge(bond.getOther(atom))) == sign) {
                return true;
            }
        }
        return false;
    }

    private static void give(List<IAtom> atoms) {
        atoms.forEach(atom -> change(atom, -1));
    }

    private static void take(List<IAtom> atoms) {
        atoms.forEach(atom -> change(atom, 1));
    }

    private static void change(IAtom atom, int hydrogen) {
        atom.setFormalCharge(charge(atom) + hydrogen);
        atom.setImplicitHydrogenCount(hydrogens(atom) + hydrogen);
    }

    private static int charge(IAtom atom) {
        Integer charge = atom.getFormalCharge();
        return charge == null ? 0 : charge;
    }

    private static int hydrogens(IAtom atom) {
        Integer hydrogens = atom.getImplicitHydrogenCount();
        return hydrogens == null ? 0 : hydrogens;
    }
}
