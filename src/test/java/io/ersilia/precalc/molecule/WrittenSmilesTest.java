package io.ersilia.precalc.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.molecule.WrittenSmiles.Tidied;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenSmilesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CCO",
                " CCO\t",
                "\u00a0CCO\u00a0",
                "\uFEFFCCO",
                "\u200bCCO\u200b ",
                "\u3000CCO\u2009",
                "CC\u200bO",
                "CC\uFEFFO",
                "\u2060C\u200dCO\u200e\r\n"
            })
    void blanksOfAnyKindAroundAndOfNoWidthWithinAreNothing(String cell) {
        assertThat(WrittenSmiles.of(cell)).isEqualTo(new WrittenSmiles("CCO", Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CCO |c:1,3|", "CCO\t|$a;b c$,&1:1|", "CCO  || ", "\u00a0CCO |r|\u00a0"})
    void aTailOfExtendedSmilesIsCutOff(String cell) {
        assertThat(WrittenSmiles.of(cell)).isEqualTo(new WrittenSmiles("CCO", Set.of(Tidied.TAIL)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CCO |c:1",
                "CCO |a| b",
                "CCO|a|",
                "CC O |a|",
                "|a|",
                "CCO ethanol",
                "CC\u00a0O",
                "\u2014",
                "CC\u00c5"
            })
    void whatMayMeanSomethingElseIsLeftAlone(String cell) {
        assertThat(WrittenSmiles.of(cell)).isEqualTo(new WrittenSmiles(cell, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[O\u2212]C\u2010C", "[O\u2013]C\u2011C", "[O-]C\u2212C"})
    void signsThatLookLikeAMinusAreOne(String cell) {
        assertThat(WrittenSmiles.of(cell)).isEqualTo(new WrittenSmiles("[O-]C-C", Set.of(Tidied.SIGNS)));
    }

    @Test
    void allOfItAtOnceIsCountedByItsKind() {
        RewrittenCells cells = new RewrittenCells();
        cells.look("CCO");
        cells.look("\u00a0[O\u2212] |a|");
        cells.look("C |b|");

        assertThat(cells.words())
                .contains("in 2 SMILES, the extension |…| is ignored; in 1 SMILES, another dash is read as '-'");
        assertThat(new RewrittenCells().words()).isEmpty();
    }
}
