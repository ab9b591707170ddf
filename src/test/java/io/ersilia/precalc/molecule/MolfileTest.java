package io.ersilia.precalc.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openscience.cdk.tools.ILoggingTool;
import org.openscience.cdk.tools.LoggingToolFactory;

class MolfileTest {

    /** Acetaldehyde oxime in space, its double bond drawn as given. */
    private static String oxime(String counts, int drawn) {
        return """
                oxime

                3D
                %s  0  0  0  0  0  0  0  0999 V2000
                   -0.9967   -0.3033   -0.0976 C   0  0
                   -0.1244    0.8672   -0.3800 C   0  0
                    1.1558    0.6742   -0.3008 N   0  0
                    1.6679   -0.5559    0.0288 O   0  0
                  1  2  1  0
                  2  3  2  %d
                  3  4  1  0
                M  END
                """.formatted(counts, drawn);
    }

    @Test
    void aDoubleBondDrawnAsEitherIsEitherInSpaceToo() {
        assertThat(Molfile.smiles(oxime("  4  3", 0))).contains("C/C=N\\O");
        assertThat(Molfile.smiles(oxime("  4  3", 3))).contains("CC=NO");
    }

    @Test
    void aromaticBondsAreRefusedByNameAsTheyLeaveHydrogensOpen() {
        String aromatic = oxime("  4  3", 0).replace("  2  3  2", "  2  3  4");

        assertThat(Molfile.smiles(aromatic)).isEmpty();
        assertThat(Molfile.refusal(aromatic))
                .isEqualTo(
                        "it has aromatic bonds (type 4), which leave its hydrogens open: save it with single and double bonds");
        assertThat(Molfile.refusal("M  V30 BEGIN BOND\nM  V30 1 4 1 2\n")).startsWith("it has aromatic bonds");
        assertThat(Molfile.refusal(oxime("  4  4", 0))).isEqualTo("the structure cannot be read");
    }

    @Test
    void theKitPrintsNothingOfWhatItCannotRead() {
        assertThat(Molfile.smiles("no molecule")).isEmpty();

        ILoggingTool kits = LoggingToolFactory.createLoggingTool(MolfileTest.class);
        kits.error("printed");
        assertThat(kits.getLevel()).isEqualTo(ILoggingTool.OFF);
        assertThat(kits.isDebugEnabled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"  4  2", "  3  3", "  4  4", "  3  2", "  5  3"})
    void whatHasOtherAtomsAndBondsThanItSaysIsNoStructure(String counts) {
        assertThat(Molfile.smiles(oxime(counts, 0))).isEmpty();
    }
}
