package io.ersilia.precalc.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructureTest {

    private static String written(String smiles) {
        Html html = new Html();
        Structure.write(html, smiles);
        return html.toString();
    }

    @Test
    void isDrawnWithTheBondsAndLettersOfTheMolecule() {
        String ethanol = written("CCO");

        assertThat(ethanol)
                .startsWith("<svg class=\"structure\" role=\"img\" aria-label=\"structure\" viewBox=\"0 0 36.0 24.0\">")
                .endsWith("</svg>")
                .containsPattern("(?s)<line .*<line .*<path ")
                .doesNotContain("<desc", "DOCTYPE", "id=");
        assertThat(written("CCCCO").split("<line ", -1)).hasSizeGreaterThan(ethanol.split("<line ", -1).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no molecule", "C1", "<script>", "*", "C.C |$x$|"})
    void ofWhateverTextNothingElseReachesThePage(String smiles) {
        assertThat(written(smiles).replaceAll("</?(svg|g|line|path|rect|circle)[ />]", ""))
                .doesNotContain("<");
    }

    @Test
    void aMoleculeTooLargeForAPictureIsNotDrawn() {
        assertThat(written("C".repeat(251))).isEmpty();
    }
}
