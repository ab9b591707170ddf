package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                .containsEntry("Notes", List.of("folded: text, # not a comment\nof lines"))
                .containsEntry("Tag", List.of("Malaria", "IC50: low"))
                .containsEntry("Output", List.of("Score", "Value"))
                .containsEntry("Task", List.of("Annotation"))
                .containsEntry("Publication", List.of("https://doi.org/10.1000/xyz#top"));
    }

    @Test
    void leavesOutWhatIsNeitherTextNorAListOfTexts() {
        assertThat(CardYaml.fields("""
                        Empty:
                        Null: null
                        Tilde: ~
                        Map: {a: b}
                        Nested:
                          a: b
                          c: d
                        Tag: [{a: b}, null]
                        """).values()).containsOnly(List.of());
    }

    @Test
    void takesTextsAsTheyAreWritten() {
        assertThat(CardYaml.fields("Version: 1.10\nFixed: yes\nYear: 2024\nTag: [1.10, 007]\nVersion: 1.20\n"))
                .containsEntry("Version", List.of("1.20"))
                .containsEntry("Fixed", List.of("yes"))
                .containsEntry("Year", List.of("2024"))
                .containsEntry("Tag", List.of("1.10", "007"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u0000\u0001 no card\n- at all",
                "- a\n- list",
                "a text",
                "Title: \"unclosed\nTask: x",
                "Title: *nobody",
                "Title: !!javax.script.ScriptEngineManager [a]",
                "a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]",
                "Title: a\n---\nTitle: b",
            })
    void ofWhatIsNoCardThereIsNothing(String yaml) {
        assertThat(CardYaml.fields(yaml).values()).allMatch(List::isEmpty);
    }

    @Test
    void aCardOfAMillionBracketsIsNoCard() {
        assertThat(CardYaml.fields("Title: " + "[".repeat(900_000))).isEmpty();
    }
}
