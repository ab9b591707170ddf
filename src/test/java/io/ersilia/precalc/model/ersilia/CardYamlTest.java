package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CardYamlTest {

    @Test
    void readsTextsAndListsInTheFormsOfCards() {
        assertThat(CardYaml.fields("""
                        # A card
                        Identifier: eos3b5e # the id
                        Title: 'It''s a title' # quoted
                        Description: "A \\"long\\" text: with a colon
                          and a second line"
                        Interpretation: Probability of being
                          active # at 10 uM
                        Notes: >-
                          folded: text,
                          # not a comment

                          of lines
                        Tag:
                          - Malaria
                          - "IC50: low"
                        Output: [Score, 'Value']
                        Task:
                        - Annotation
                        Publication: https://doi.org/10.1000/xyz#top
                        """))
                .containsEntry("Identifier", List.of("eos3b5e"))
                .containsEntry("Title", List.of("It's a title"))
                .containsEntry("Description", List.of("A \"long\" text: with a colon and a second line"))
                .containsEntry("Interpretation", List.of("Probability of being active"))
                .containsEntry("Notes", List.of("  folded: text,   # not a comment   of lines"))
                .containsEntry("Tag", List.of("Malaria", "IC50: low"))
                .containsEntry("Output", List.of("Score", "Value"))
                .containsEntry("Task", List.of("Annotation"))
                .containsEntry("Publication", List.of("https://doi.org/10.1000/xyz#top"));
    }

    @Test
    void leavesOutWhatIsInNoFormOfCards() {
        assertThat(CardYaml.fields("""
                        Empty:
                        Null: null
                        Tilde: ~
                        Anchor: &a text
                        Alias: *a
                        Map: {a: b}
                        Nested:
                          a: b
                          c: d
                        Unclosed: "text
                        Open: [a, b
                        Escape: "\\x41"
                        : nothing
                        \t broken
                        """).values()).containsOnly(List.of());
        assertThat(CardYaml.fields("")).isEmpty();
        assertThat(CardYaml.fields("\u0000\u0001 no card\n- at all")).isEmpty();
    }
}
