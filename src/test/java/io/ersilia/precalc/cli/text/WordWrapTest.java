package io.ersilia.precalc.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordWrapTest {

    @Test
    void linesAreBrokenAtBlanksAndNothingIsLost() {
        assertThat(WordWrap.of("one two three four", 9)).isEqualTo("one two\nthree\nfour");
        assertThat(WordWrap.of("about 33.3 % of", 11)).isEqualTo("about\n33.3 % of");
        assertThat(WordWrap.of("one two three four\n\nfive\n", 100)).isEqualTo("one two three four\n\nfive\n");
        assertThat(WordWrap.of("one two three", 13)).isEqualTo("one two three");
    }

    @Test
    void aWordThatIsTooLongStandsAlone() {
        assertThat(WordWrap.of("see /a/very/long/path for more", 10)).isEqualTo("see\n/a/very/long/path\nfor more");
    }

    @Test
    void aLineOfATableGoesOnUnderItsLastColumnAndAnIndentedOneUnderItself() {
        assertThat(WordWrap.of("ok       disk   enough room for it all", 33))
                .isEqualTo("ok       disk   enough room for\n                it all");
        assertThat(WordWrap.of("    to do: make more room", 16)).isEqualTo("    to do: make\n    more room");
        assertThat(WordWrap.of("a     column too far to the right  to go on", 40))
                .isEqualTo("a     column too far to the right  to go\non");
    }

    @Test
    void aColourTakesNoRoom() {
        assertThat(WordWrap.of("\u001b[31mprecalc:\u001b[39m no room", 16))
                .isEqualTo("\u001b[31mprecalc:\u001b[39m no room");
        assertThat(WordWrap.of("\u001b[31mok      \u001b[39m disk  no room", 18))
                .isEqualTo("\u001b[31mok      \u001b[39m disk  no\nroom");
    }
}
