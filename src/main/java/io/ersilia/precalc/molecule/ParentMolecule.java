package io.ersilia.precalc.molecule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.graph.ConnectivityChecker;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.tools.manipulator.AtomContainerManipulator;

/**
 * The parent of a salt or mixture: its largest fragment, without the charges that hydrogens can neutralise. The largest
 * fragment has the most heavy atoms; among equals it is the heaviest, then the one whose key comes first, so that the order
 * of writing does not matter.
 */
public final class ParentMolecule {

    private static final Inchi INCHI = new Inchi(Screening.LIMIT);

    private ParentMolecule() {}

    /**
     * A fragment that may be the parent.
     *
     * @param weight in mg/mol, so that isomers have the same weight in whatever order their atoms are added
     */
    private record Candidate(long weight, InchiKey key) {

        static final Comparator<Candidate> LARGEST = Comparator.comparing(Candidate::weight)
                .reversed()
                .thenComparing(one -> one.key().value());
    }

    /** The parent's key, which for a single neutral molecule is its own; empty if there is none. */
    public static Optional<InchiKey> keyOf(String smiles) {
        try {
            IAtomContainer whole = SmilesText.parse(WrittenSmiles.of(smiles).smiles());
            return candidates(largest(AtomContainerManipulator.suppressHydrogens(whole))).stream()
                    .min(Candidate.LARGEST)
                    .map(Candidate::key);
        } catch (CDKException | RuntimeException | LinkageError | StackOverflowError e) {
            return Optional.empty(); // the toolkit cannot take it apart
        }
    }

    private static List<IAtomContainer> largest(IAtomContainer whole) {
        List<IAtomContainer> fragments = new ArrayList<>();
        ConnectivityChecker.partitionIntoMolecules(whole).atomContainers().forEach(fragments::add);
        int most = fragments.stream().mapToInt(ParentMolecule::heavyAtoms).max().orElse(0);
        return fragments.stream().filter(one -> heavyAtoms(one) == most).toList();
    }

    private static List<Candidate> candidates(List<IAtomContainer> fragments) {
        List<Candidate> candidates = new ArrayList<>();
        for (IAtomContainer fragment : fragments) {
            Charges.neutralise(fragment);
            if (INCHI.of(fragment, () -> Screening.LIMIT) instanceof Inchi.Answer.Key key) {
                candidates.add(new Candidate(Math.round(MolecularWeight.sum(fragment) * 1000), key.key()));
            }
        }
        return candidates;
    }

    private static int heavyAtoms(IAtomContainer fragment) {
        int heavy = 0;
        for (IAtom atom : fragment.atoms()) {
            Integer number = atom.getAtomicNumber();
            heavy += number != null && number > 1 ? 1 : 0;
        }
        return heavy;
    }
}
