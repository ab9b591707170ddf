package io.ersilia.precalc.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected keys are RDKit's, of the parents as a chemist would draw them. */
class ParentMoleculeTest {

    private static final Screening SCREENING = new Screening();

    private static String parent(String smiles) {
        return ParentMolecule.keyOf(smiles).map(InchiKey::value).orElse("");
    }

    private static String own(String smiles) {
        return SCREENING.screen(smiles, null).inchiKey().map(InchiKey::value).orElse("");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            sodium acetate | [Na+].CC([O-])=O | QTBSBXVTEAMEQO-UHFFFAOYSA-N
            diclofenac sodium | [Na+].[O-]C(=O)Cc1ccccc1Nc1c(Cl)cccc1Cl | DCOPUUMXTXDBNB-UHFFFAOYSA-N
            metformin hydrochloride | Cl.CN(C)C(=N)NC(N)=N | XZWYZXLIPXDOLR-UHFFFAOYSA-N
            metformin hydrochloride as ions | [Cl-].CN(C)C(=N)NC(N)=[NH2+] | XZWYZXLIPXDOLR-UHFFFAOYSA-N
            clopidogrel bisulfate | OS(=O)(=O)O.COC(=O)[C@@H](N1CCc2sccc2C1)c1ccccc1Cl | GKTWGGQPFAXNFI-HNNXBMFYSA-N
            clopidogrel bisulfate as ions | OS(=O)(=O)[O-].COC(=O)[C@@H]([NH+]1CCc2sccc2C1)c1ccccc1Cl | GKTWGGQPFAXNFI-HNNXBMFYSA-N
            aspirin lysinate | CC(=O)Oc1ccccc1C(=O)[O-].[NH3+]CCCC[C@H](N)C(=O)O | BSYNRYMUTXBXSQ-UHFFFAOYSA-N
            amlodipine besylate | CCOC(=O)C1=C(COCCN)NC(C)=C(C1c1ccccc1Cl)C(=O)OC.OS(=O)(=O)c1ccccc1 | HTIQEAQVCYTUBX-UHFFFAOYSA-N
            amlodipine besylate as ions | CCOC(=O)C1=C(COCC[NH3+])NC(C)=C(C1c1ccccc1Cl)C(=O)OC.[O-]S(=O)(=O)c1ccccc1 | HTIQEAQVCYTUBX-UHFFFAOYSA-N
            tetrabutylammonium bromide | [Br-].CCCC[N+](CCCC)(CCCC)CCCC | DZLFLBLQUQXARW-UHFFFAOYSA-N
            sodium phenolate | [Na+].[O-]c1ccccc1 | ISWSIDIOOBJBQZ-UHFFFAOYSA-N
            sodium saccharin | [Na+].O=C1[N-]S(=O)(=O)c2ccccc12 | CVHZOJJKTDOEJC-UHFFFAOYSA-N
            tosylate of pyridine | c1cc[nH+]cc1.[O-]S(=O)(=O)c1ccc(C)cc1 | JOXIMZWYDAKGHI-UHFFFAOYSA-N
            betaine hydrochloride | [Cl-].C[N+](C)(C)CC(=O)O | KWIUHFFTVRNATP-UHFFFAOYSA-O
            sodium nicotinate N-oxide | [Na+].[O-]C(=O)c1ccc[n+]([O-])c1 | FJCFFCXMEXZEIM-UHFFFAOYSA-N
            sodium 4-nitrophenolate | [Na+].[O-]c1ccc(cc1)[N+](=O)[O-] | BTJIUGUIPKRLHP-UHFFFAOYSA-N
            potassium nitrate  usual | [K+].[O-][N+](=O)[O-] | GRYLNZFGIOXLOG-UHFFFAOYSA-N
            butylmethylimidazolium tetrafluoroborate | CCCCn1cc[n+](C)c1.[B-](F)(F)(F)F | IQQRAVYLUAZUGX-UHFFFAOYSA-N
            disodium fumarate | [Na+].[Na+].[O-]C(=O)/C=C/C(=O)[O-] | VZCYOOQTPOCHFL-OWOJBTEDSA-N
            trisodium phosphate ester | [Na+].[Na+].[O-]P(=O)([O-])OCC | ZJXZSIYSNXKHEA-UHFFFAOYSA-N
            ephedrine hydrochloride | Cl.CN[C@@H](C)[C@H](O)c1ccccc1 | KWGRBVOPPLSCSI-WPRPVWTQSA-N
            ephedrine hydrochloride as ions | [Cl-].C[NH2+][C@@H](C)[C@H](O)c1ccccc1 | KWGRBVOPPLSCSI-WPRPVWTQSA-N
            stereo at nitrogen | [Cl-].C[N@@H+]1CCC[C@H]1c1cccnc1 | SNICXCGAKADSCV-JTQLQIEISA-N
            hydrogens written out | [Cl-].[H][N+]([H])([H])CC | QUSNBJAOOMFDIB-UHFFFAOYSA-N
            carnitine chloride | [Cl-].C[N+](C)(C)C[C@H](O)CC(=O)O | PHIQHXFUZVPYII-ZCFIWIBFSA-O
            thiolate | [Na+].CC[S-] | DNJIEGIFACGWOD-UHFFFAOYSA-N
            calcium ascorbate | [Ca+2].OC[C@H](O)[C@H]1OC(=O)C(O)=C1[O-].OC[C@H](O)[C@H]1OC(=O)C(O)=C1[O-] | CIWBSHSKHKDKBQ-JLAZNSOCSA-N
            sodium cyclamate | [Na+].[O-]S(=O)(=O)NC1CCCCC1 | HCAJEUSONLESMK-UHFFFAOYSA-N
            guanidinium | [Cl-].NC(N)=[NH2+] | ZRALSGWEFCBTJO-UHFFFAOYSA-N
            sodium cyanide | [Na+].[C-]#N | LELOWRISYMNNSU-UHFFFAOYSA-N
            mixture of ethanol and benzene | CCO.c1ccccc1 | UHOVQNZJYSORNB-UHFFFAOYSA-N
            pentane and isopentane | CC(C)CC.CCCCC | OFBQJSOFQDEBGM-UHFFFAOYSA-N
            isotope | [Na+].[2H]C([2H])([2H])C(=O)[O-] | QTBSBXVTEAMEQO-FIBGUPNXSA-N
            choline phosphate | [Ca+2].C[N+](C)(C)CCOP(=O)([O-])[O-] | YHHSONZFOIEMCP-UHFFFAOYSA-N
            """)
    void theLargestFragmentWithoutChargesThatHydrogensExplain(String name, String smiles, String key) {
        assertThat(parent(smiles)).isEqualTo(key);
        assertThat(own(smiles)).isNotEqualTo(key);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nitrobenzene | [O-][N+](=O)c1ccccc1 | LQNUZADURLCDLV-UHFFFAOYSA-N
            pyridine N-oxide | [O-][n+]1ccccc1 | ILVXOBCQQYKLDS-UHFFFAOYSA-N
            phenyl azide | [N-]=[N+]=Nc1ccccc1 | CTRLRINCMYICJO-UHFFFAOYSA-N
            betaine | C[N+](C)(C)CC(=O)[O-] | KWIUHFFTVRNATP-UHFFFAOYSA-N
            glycine zwitterion | [NH3+]CC(=O)[O-] | DHMQDGOQFOQNFH-UHFFFAOYSA-N
            ammonium trifluoroborate  inner salt | [NH3+]CC[B-](F)(F)F | ASOWYGDWNSGBHT-UHFFFAOYSA-O
            """)
    void whatIsItsOwnParentStaysAsItIs(String name, String smiles, String key) {
        assertThat(parent(smiles)).isEqualTo(key);
        assertThat(own(smiles)).isEqualTo(key);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', textBlock = """
            carboxylate before alcoholate | [O-]CC[N+](C)(C)CC(=O)[O-] | OCC[N+](C)(C)CC(=O)[O-]
            carboxylate before alcoholate | [O-]C(=O)C[N+](C)(C)CC[O-] | OCC[N+](C)(C)CC(=O)[O-]
            sulfonate before anilide | C[N+](C)(Cc1ccc([NH-])cc1)CS(=O)(=O)[O-] | C[N+](C)(Cc1ccc(N)cc1)CS(=O)(=O)[O-]
            sulfonate before anilide | [O-]S(=O)(=O)C[N+](C)(C)Cc1ccc([NH-])cc1 | C[N+](C)(Cc1ccc(N)cc1)CS(=O)(=O)[O-]
            phosphinate before anilide | C[N+](C)(Cc1ccc([NH-])cc1)CP(=O)(C)[O-] | C[N+](C)(Cc1ccc(N)cc1)CP(=O)(C)[O-]
            phosphinate before anilide | [O-]P(=O)(C)C[N+](C)(C)Cc1ccc([NH-])cc1 | C[N+](C)(Cc1ccc(N)cc1)CP(=O)(C)[O-]
            selenonate before anilide | C[N+](C)(Cc1ccc([NH-])cc1)C[Se](=O)(=O)[O-] | C[N+](C)(Cc1ccc(N)cc1)C[Se](=O)(=O)[O-]
            selenonate before anilide | [O-][Se](=O)(=O)C[N+](C)(C)Cc1ccc([NH-])cc1 | C[N+](C)(Cc1ccc(N)cc1)C[Se](=O)(=O)[O-]
            N-oxide before sulfonate | [O-][n+]1ccc(cc1)S(=O)(=O)[O-] | [O-][n+]1ccc(cc1)S(=O)(=O)O
            N-oxide before sulfonate | [O-]S(=O)(=O)c1cc[n+]([O-])cc1 | [O-][n+]1ccc(cc1)S(=O)(=O)O
            alcoholate before carbanion | [CH2-]C([O-])C[N+](C)(C)C | CC([O-])C[N+](C)(C)C
            alcoholate before carbanion | [O-]C([CH2-])C[N+](C)(C)C | CC([O-])C[N+](C)(C)C
            """)
    void anInnerSaltKeepsTheChargeThatIsHeldFirmestWhateverComesFirst(String name, String smiles, String inner) {
        assertThat(parent(smiles)).isEqualTo(own(inner));
    }

    static Stream<ReferenceMolecules.Molecule> single() {
        return ReferenceMolecules.all().stream()
                .filter(molecule -> !molecule.smiles().contains("."))
                .filter(molecule -> !molecule.smiles().matches(".*[+-][\\d\\]].*"));
    }

    @ParameterizedTest
    @MethodSource("single")
    void aNeutralMoleculeIsItsOwnParent(ReferenceMolecules.Molecule molecule) {
        assertThat(parent(molecule.smiles())).isEqualTo(own(molecule.smiles()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CCCCC.CC(C)CC",
                "CC(=O)Oc1ccccc1C(=O)[O-].[NH3+]CCCC[C@H](N)C(=O)O",
                "OCCCCCCC.CCCCCCCO.CCCCCCOC",
                "ClCCCC.BrCCCC.[Na+].[I-]",
                "[O-]C(=O)CC.CCC[NH3+].CCC(=O)O"
            })
    void theOrderOfTheFragmentsDoesNotMatter(String smiles) {
        List<String> fragments = new java.util.ArrayList<>(List.of(smiles.split("\\.", -1)));
        String expected = parent(smiles);

        for (int i = 0; i < 6; i++) {
            Collections.rotate(fragments, 1);
            assertThat(parent(String.join(".", fragments))).isEqualTo(expected);
        }
        Collections.reverse(fragments);
        assertThat(parent(String.join(".", fragments))).isEqualTo(expected);
    }

    @Test
    void ofEquallyManyAtomsTheHeavierFragmentIsTheParent() {
        assertThat(parent("ClCCCC.BrCCCC.CCCCC")).isEqualTo(own("BrCCCC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C*", "*.CCO*", "C1"})
    void whatHasNoKeyHasNoParent(String text) {
        assertThat(ParentMolecule.keyOf(text)).isEmpty();
    }

    @Test
    void aChainThatExhaustsTheStackHasNone() {
        assertThat(ParentMolecule.keyOf("C".repeat(200_000))).isEmpty();
    }
}
