package io.ersilia.precalc.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.molecule.Screened.Accepted;
import io.ersilia.precalc.molecule.Screened.InvalidSmiles;
import io.ersilia.precalc.molecule.Screened.NoInchiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScreeningTest {

    private static final String ASPIRIN_KEY = "BSYNRYMUTXBXSQ-UHFFFAOYSA-N";
    private static final Screening SCREENING = new Screening();

    private static Screened screen(String raw) {
        return SCREENING.screen(raw, null);
    }

    private static String detail(Screened screened) {
        return screened instanceof InvalidSmiles invalid ? invalid.detail() : ((NoInchiKey) screened).detail();
    }

    @ParameterizedTest
    @MethodSource("io.ersilia.precalc.molecule.ReferenceMolecules#all")
    void computesTheKeyThatRdkitComputes(ReferenceMolecules.Molecule molecule) {
        assertThat(screen(molecule.smiles()))
                .isEqualTo(new Accepted(molecule.smiles(), new InchiKey(molecule.inchikey())));
    }

    @Test
    void eightThreadsAtOnceSayWhatOneSays() throws InterruptedException, ExecutionException {
        List<ReferenceMolecules.Molecule> molecules = ReferenceMolecules.all();
        List<Screened> alone = screenAll(molecules);

        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<Screened>>> together = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                together.add(threads.submit(() -> screenAll(molecules)));
            }
            for (Future<List<Screened>> one : together) {
                assertThat(one.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Screened> screenAll(List<ReferenceMolecules.Molecule> molecules) {
        return molecules.stream().map(molecule -> screen(molecule.smiles())).toList();
    }

    @Test
    void aDoubleBondWrittenWithABackslashKeepsItsStereo() {
        List<@Nullable InchiKey> keys = new ArrayList<>();
        for (String smiles : List.of("F/C=C/F", "F/C=C\\F", "FC=CF")) {
            keys.add(screen(smiles).inchiKey().orElse(null));
        }

        assertThat(keys)
                .containsExactly(
                        new InchiKey("WFLOTYSKFUPZQB-OWOJBTEDSA-N"),
                        new InchiKey("WFLOTYSKFUPZQB-UPHRSURJSA-N"),
                        new InchiKey("WFLOTYSKFUPZQB-UHFFFAOYSA-N"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" CCO", "CCO\t", "\r\nCCO \n", "\u2003CCO"})
    void blanksAroundAreTrimmed(String raw) {
        assertThat(screen(raw)).isEqualTo(new Accepted("CCO", new InchiKey("LFQSCWFLJHTTHZ-UHFFFAOYSA-N")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r\n"})
    void nothingIsNoSmiles(String raw) {
        assertThat(screen(raw)).isEqualTo(new InvalidSmiles("", null, "empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CC O", "CCO ethanol", "CCO\tethanol", "CC\nO", "C\0C", "CCO |$a$| ethanol", "C\u00a0C"})
    void whiteSpaceWithinIsNoSmiles(String raw) {
        assertThat(screen(raw)).isEqualTo(new InvalidSmiles(raw, null, "white space within"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(C",
                "C)",
                "C1CC",
                "c1cccc1",
                "C|",
                "{C}",
                "hello",
                "C>>C",
                ">>",
                "C\u00c5",
                "\ud83d\ude00",
                "\ud83d",
                "[",
                "]",
                "[C",
                "C==C",
                "--models",
                "%",
                "BSYNRYMUTXBXSQ-UHFFFAOYSA-N",
                "InChI=1S/CH4/h1H4",
                "\"C\""
            })
    void garbageIsNoSmilesAndOneLineSaysWhy(String raw) {
        Screened screened = screen(raw);

        assertThat(screened).isInstanceOf(InvalidSmiles.class);
        assertThat(detail(screened)).isNotBlank().doesNotContain("\n").doesNotEndWith(":");
    }

    @Test
    void theLongestTextThatIsLookedAtHas4096Characters() {
        assertThat(screen("C".repeat(4096)))
                .isEqualTo(new NoInchiKey("C".repeat(4096), "4096 atoms, InChI allows 1024"));
        assertThat(screen("C".repeat(4097)))
                .isEqualTo(new InvalidSmiles("C".repeat(4097), null, "4097 characters, at most 4096 are allowed"));
        assertThat(screen(" " + "C".repeat(4096) + " ")).isInstanceOf(NoInchiKey.class);
    }

    @Test
    void aChainOfTenThousandAtomsIsARejectLikeAnyOther() {
        assertThat(screen("C".repeat(10_000))).isInstanceOf(InvalidSmiles.class);
        assertThat(screen("C(".repeat(1365) + "C" + ")".repeat(1365))).isInstanceOf(NoInchiKey.class);
    }

    @ParameterizedTest
    @CsvSource({"1023, true", "1024, false", "1025, false"})
    void moleculesOfOver1023AtomsHaveNoKey(int atoms, boolean hasKey) {
        assertThat(screen("C".repeat(atoms)).inchiKey().isPresent()).isEqualTo(hasKey);
    }

    @ParameterizedTest
    @CsvSource({
        "*, Element name R is not recognised",
        "C*, Element name R is not recognised",
        "[*:1]C, Element name R is not recognised",
        "., Empty structure"
    })
    void wildcardsAndNothingHaveNoKeyAndTheKitsOwnWordsSayWhy(String smiles, String why) {
        assertThat(screen(smiles)).isEqualTo(new NoInchiKey(smiles, why));
    }

    @Test
    void theKitsWordsForTooManyAtomsAreKept() {
        assertThat(detail(screen("C".repeat(1024)))).startsWith("Too many atoms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CC(=O)Oc1ccccc1C(=O)O", "C*", "CC"})
    void theLibrarysOwnValidKeyIsKept(String smiles) {
        assertThat(SCREENING.screen(smiles, " " + ASPIRIN_KEY + "\t"))
                .isEqualTo(new Accepted(smiles, new InchiKey(ASPIRIN_KEY)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "6d5a5d3c9a0d0f2b8f0c7e1a2b3c4d5e",
                "bsynrymutxbxsq-uhfffaoysa-n",
                "BSYNRYMUTXBXSQ-UHFFFAOYNA-N"
            })
    void aKeyThatIsNoneIsComputedInstead(String given) {
        assertThat(SCREENING.screen("CC(=O)Oc1ccccc1C(=O)O", given).inchiKey()).contains(new InchiKey(ASPIRIN_KEY));
    }

    @Test
    void textThatIsNoSmilesKeepsTheLibrarysKeySoThatItsRejectCanBeLookedUp() {
        assertThat(SCREENING.screen("C C", ASPIRIN_KEY))
                .isEqualTo(new InvalidSmiles("C C", new InchiKey(ASPIRIN_KEY), "white space within"));
    }

    @ParameterizedTest
    @CsvSource({"CCO, true", "smiles, false", "name, false", "id, false", "'', false", "C C, false"})
    void saysOfAHeadersCellWhetherItIsAMolecule(String text, boolean is) {
        assertThat(SCREENING.isSmiles(text)).isEqualTo(is);
    }
}
