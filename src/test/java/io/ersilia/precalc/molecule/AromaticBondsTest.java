package io.ersilia.precalc.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected keys are RDKit's. */
class AromaticBondsTest {

    private static final Screening SCREENING = new Screening();

    private static String key(String smiles) {
        return SCREENING.screen(smiles, null).inchiKey().map(InchiKey::value).orElse("");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            temoporfin | LYPFDBRUNKHDGX-UHFFFAOYSA-N | C1C/C/2=C(/C3=CC=C(N3)/C(=C\\4/C=CC(=N4)/C(=C\\5/C=C/C(=C(/C1=N2)\\C6=CC(=CC=C6)O)/N5)/C7=CC(=CC=C7)O)/C8=CC(=CC=C8)O)\\C9=CC(=CC=C9)O | Oc1cccc(-c2c3nc(c(-c4cccc(O)c4)c4ccc([nH]4)c(-c4cccc(O)c4)c4nc(c(-c5cccc(O)c5)c5ccc2[nH]5)CC4)C=C3)c1
            tetraphenylporphyrin | YNHJECZULSZAQK-UHFFFAOYSA-N | C1=CC=C(C=C1)/C/2=C/3\\C=C/C(=C(/C4=N/C(=C(\\C5=CC=C(N5)/C(=C/6\\C=CC2=N6)/C7=CC=CC=C7)/C8=CC=CC=C8)/C=C4)\\C9=CC=CC=C9)/N3 | C1=Cc2nc1c(-c1ccccc1)c1ccc([nH]1)c(-c1ccccc1)c1nc(c(-c3ccccc3)c3ccc([nH]3)c2-c2ccccc2)C=C1
            porphin | RKCAIXNGYQCCAL-UHFFFAOYSA-N | C\\1=C\\C\\2=C\\C3=N\\C(=C/C4=CC=C(N4)/C=C\\5/C=CC(=N5)/C=C1\\N2)\\C=C3 | C1=Cc2cc3ccc(cc4nc(cc5ccc(cc1n2)[nH]5)C=C4)[nH]3
            """)
    void theKekuleSpellingHasTheKeyOfTheAromaticOne(String name, String key, String kekule, String aromatic) {
        assertThat(key(kekule)).isEqualTo(key(aromatic)).isEqualTo(key);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            E-cyclooctene | C1CCC/C=C/CC1
            Z-cyclooctene | C1CCC/C=C\\CC1
            stilbene | c1ccccc1/C=C/c1ccccc1
            benzaldoxime | c1ccccc1/C=N/O
            E,E-macrolide ring | O=C1CCC/C=C/CC/C=C/CCO1
            """)
    void stereoOfOtherDoubleBondsStays(String name, String smiles) {
        assertThat(key(smiles)).isNotEmpty().isNotEqualTo(key(smiles.replaceAll("[/\\\\]", "")));
    }
}
