package io.ersilia.precalc.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.inchi.InChIGeneratorFactory;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

class ValenceTest {

    private static final String ACCEPTED = "Accepted unusual valence(s): ";
    private static final Pattern ATOM = Pattern.compile("[A-Z][a-z]?([+-]\\d+)?\\(\\d+\\)");

    private static IAtomContainer molecule(String smiles) throws CDKException {
        return new SmilesParser(SilentChemObjectBuilder.getInstance()).parseSmiles(smiles);
    }

    /** What InChI says of the molecule, which is asked here only to compare. */
    private static String inchi(IAtomContainer molecule) throws CDKException {
        String message = InChIGeneratorFactory.getInChIGenerator(molecule).getMessage();
        int begin = message.indexOf(ACCEPTED);
        return begin < 0
                ? ""
                : Stream.of(message.substring(begin + ACCEPTED.length()).split("; ", -1))
                        .filter(atom -> ATOM.matcher(atom).matches())
                        .collect(Collectors.joining("; "));
    }

    static List<String> ions() {
        List<String> ions = new ArrayList<>();
        for (String element : List.of("B", "C", "N", "O", "F", "Si", "P", "S", "Cl", "As", "Se", "Br", "I")) {
            for (String charge : List.of("", "+", "-")) {
                for (int hydrogens = 1; hydrogens < 9; hydrogens++) {
                    ions.add("[%sH%d%s]".formatted(element, hydrogens, charge));
                }
            }
        }
        return ions;
    }

    @Test
    void isUnusualWhereInchiFindsItSo() throws CDKException {
        List<String> differ = new ArrayList<>();
        for (String ion : ions()) {
            IAtomContainer molecule = molecule(ion);
            String own = Valence.unusual(molecule);
            String inchis = inchi(molecule);
            if (!own.equals(inchis)) {
                differ.add("%s: '%s', InChI '%s'".formatted(ion, own, inchis));
            }
        }
        assertThat(differ).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CC(C)(C)(C)(C)C, C(6)",
        "O=[N+]([O-])c1ccc(Ic2ccccc2)cc1, I(2)",
        "C[N+](C)(C)(C)C, N+1(5)",
        "CC=[N]=[N], N(4); N(2)",
        "CB(C)(C)C, B(4)",
        "CFC, F(2)",
        "[H][H][H], H(2)"
    })
    void theAtomsAreNamedAsInchiNamesThem(String smiles, String unusual) throws CDKException {
        assertThat(Valence.unusual(molecule(smiles))).isEqualTo(unusual);
    }

    @ParameterizedTest
    @CsvSource({
        "CN(=O)=O",
        "C[N+](=O)[O-]",
        "CS(=O)(=O)O",
        "OP(=O)(O)O",
        "FS(F)(F)(F)(F)F",
        "OCl(=O)(=O)=O",
        "[Na+].[Cl-]",
        "c1cc[nH]c1",
        "C[Si](C)(C)C",
        "CN(C)(C)[Pt](Cl)Cl",
        "CC(=O)O[Na]",
        "[2H]C([2H])([2H])[2H]"
    })
    void whatChemistsWriteIsUsualAndBondsToMetalsAreNotCounted(String smiles) throws CDKException {
        assertThat(Valence.unusual(molecule(smiles))).isEmpty();
    }

    static Stream<ReferenceMolecules.Molecule> withoutMetal() {
        return ReferenceMolecules.all().stream()
                .filter(molecule -> !molecule.smiles().matches(".*(Cu|Ni|Cd|Zn|Fe|Co|Pt|Hg|Sn|Pb|Sb|Al).*"));
    }

    @ParameterizedTest
    @MethodSource("withoutMetal")
    void ofTheReferenceMoleculesAreUnusualThoseThatInchiFindsSo(ReferenceMolecules.Molecule reference)
            throws CDKException {
        IAtomContainer molecule = molecule(reference.smiles());

        assertThat(Valence.unusual(molecule)).isEqualTo(inchi(molecule));
    }

    @Test
    void itIsSaidOfMoleculesWithTheirOwnKeyToo() {
        Screened given = new Screening().screen("CC(C)(C)(C)(C)C", "FMNZANUONUENHP-UHFFFAOYSA-N");

        assertThat(given).isEqualTo(new Screening().screen("CC(C)(C)(C)(C)C", null));
        assertThat(((Screened.Accepted) given).unusual()).isEqualTo("C(6)");
    }
}
