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
                .hasMessage("no SMILES: 'C1CC'");
    }
}
