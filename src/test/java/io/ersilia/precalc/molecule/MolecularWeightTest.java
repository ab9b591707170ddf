package io.ersilia.precalc.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MolecularWeightTest {

    @ParameterizedTest
    @MethodSource("io.ersilia.precalc.molecule.ReferenceMolecules#all")
    void isWhatRdkitComputes(ReferenceMolecules.Molecule molecule) {
        assertThat(MolecularWeight.of(molecule.smiles()))
                .isCloseTo(new BigDecimal(molecule.weight()), within(new BigDecimal("0.001")));
    }

    /** By RDKit 2022.09.3. */
    @ParameterizedTest
    @CsvSource({
        "[Tc], 98",
        "[Og], 294",
        "[Po], 209",
        "[Ra+2], 226",
        "[U], 238.029",
        "[Hg], 200.59",
        "[Pb], 207.2",
        "[Mo], 95.94",
        "[Pt], 195.078",
        "[2H]C, 17.049",
        "[13CH4], 17.035",
        "[99Tc], 98.906",
        "[131I]C, 145.941",
        "[H+], 1.008",
        "C*, 15.035"
    })
    void elementsWithoutStableIsotopesHaveAWeightAndIsotopesTheirOwn(String smiles, BigDecimal weight) {
        assertThat(MolecularWeight.of(smiles)).isCloseTo(weight, within(new BigDecimal("0.001")));
    }

    /**
     * OpenSMILES: as many hydrogens as lead to the next known valence, none above the highest; known are B 3, C 4, N 3 and 5,
     * O 2, P 3 and 5, S 2, 4 and 6, halogens 1. Each element here with fluorines, which weigh 18.998.
     */
    @ParameterizedTest(name = "{0} with {1} bonds has {2} hydrogens")
    @CsvSource({
        "B, 2, 1, 10.812",
        "B, 3, 0, 10.812",
        "B, 4, 0, 10.812",
        "C, 3, 1, 12.011",
        "C, 4, 0, 12.011",
        "C, 6, 0, 12.011",
        "N, 2, 1, 14.007",
        "N, 3, 0, 14.007",
        "N, 4, 1, 14.007",
        "N, 5, 0, 14.007",
        "N, 6, 0, 14.007",
        "O, 1, 1, 15.999",
        "O, 2, 0, 15.999",
        "O, 3, 0, 15.999",
        "P, 2, 1, 30.974",
        "P, 4, 1, 30.974",
        "P, 5, 0, 30.974",
        "P, 6, 0, 30.974",
        "S, 1, 1, 32.067",
        "S, 3, 1, 32.067",
        "S, 5, 1, 32.067",
        "S, 6, 0, 32.067",
        "S, 7, 0, 32.067",
        "F, 1, 0, 18.998",
        "F, 2, 0, 18.998",
        "Cl, 1, 0, 35.453",
        "Cl, 2, 0, 35.453",
        "Cl, 4, 0, 35.453",
        "Br, 1, 0, 79.904",
        "Br, 2, 0, 79.904",
        "Br, 4, 0, 79.904",
        "I, 1, 0, 126.904",
        "I, 2, 0, 126.904",
        "I, 3, 0, 126.904",
        "I, 4, 0, 126.904",
        "I, 5, 0, 126.904"
    })
    void hydrogensThatAreNotWrittenAreThoseOfOpenSmiles(String element, int bonds, int hydrogens, BigDecimal weight) {
        BigDecimal expected = weight.add(new BigDecimal("18.998").multiply(BigDecimal.valueOf(bonds)))
                .add(new BigDecimal("1.008").multiply(BigDecimal.valueOf(hydrogens)));

        assertThat(MolecularWeight.of("F" + element + "(F)".repeat(bonds - 1))).isEqualByComparingTo(expected);
    }

    /** RDKit knows the valences 3 and 5 of iodine and so adds a hydrogen, 327.121; see decision 0035. */
    @Test
    void aDiaryliodideWithoutItsChargeHasNoHydrogenAtIodine() {
        assertThat(MolecularWeight.of("O=[N+]([O-])c1ccc(Ic2ccccc2)cc1")).isEqualByComparingTo("326.113");
        assertThat(MolecularWeight.of("O=[N+]([O-])c1ccc([IH]c2ccccc2)cc1")).isEqualByComparingTo("327.121");
        assertThat(MolecularWeight.of("O=[N+]([O-])c1ccc([I+]c2ccccc2)cc1")).isEqualByComparingTo("326.113");
    }

    @Test
    void theLongestSmilesThatScreeningAcceptsIsWeighedOnASmallStack() throws InterruptedException {
        BigDecimal[] weights = new BigDecimal[2];
        Thread small = new Thread(
                null,
                () -> {
                    weights[0] = MolecularWeight.of("C".repeat(4096));
                    weights[1] = MolecularWeight.of("C(".repeat(1365) + "C" + ")".repeat(1365));
                },
                "small",
                1 << 20);
        small.start();
        small.join();

        assertThat(weights).containsExactly(new BigDecimal("57456.608"), new BigDecimal("19162.898"));
    }

    @Test
    void refusesWhatIsNoSmiles() {
        assertThatThrownBy(() -> MolecularWeight.of("C1CC"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a SMILES: 'C1CC'");
    }
}
