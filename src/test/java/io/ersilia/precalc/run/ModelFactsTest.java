package io.ersilia.precalc.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelFactsTest {

    private static final ModelFacts WEIGHT = new ModelFacts(
            "Molecular weight",
            null,
            null,
            "Annotation",
            null,
            "Fixed",
            List.of("Weight"),
            "MIT",
            null,
            null,
            List.of(new ColumnFacts(
                    "mol_weight", ColumnFacts.Type.FLOAT, ColumnFacts.Direction.LOW, "Mass of a molecule", "g/mol")));

    @Test
    void whatIsNotKnownIsNotInTheJsonAndComesBackAsUnknown() {
        String json = Json.text(WEIGHT);

        assertThat(json).isEqualToIgnoringWhitespace("""
                {"title": "Molecular weight", "task": "Annotation", "output_consistency": "Fixed", "tags": ["Weight"],
                 "license": "MIT", "column_facts": [{"name": "mol_weight", "type": "float", "direction": "low",
                 "description": "Mass of a molecule", "unit": "g/mol"}]}""");
        assertThat(read(json)).isEqualTo(WEIGHT);
        assertThat(read("{}")).isEqualTo(ModelFacts.NONE);
    }

    @Test
    void aTypeOrDirectionOfALaterVersionIsUnknown() {
        ModelFacts facts = read("""
                {"column_facts": [{"name": "a", "type": "complex", "direction": "sideways"}]}""");

        assertThat(facts.columnFacts()).containsExactly(new ColumnFacts("a", null, null, null, null));
    }

    @Test
    void hostileTextIsMadeOneVisibleLineOfBoundedLength() {
        ModelFacts facts = new ModelFacts(
                "two\r\n\tlines\u0000\u202e ",
                "x".repeat(5_000_000),
                " \n ",
                null,
                null,
                null,
                Collections.nCopies(1_000, "t".repeat(1_000)),
                null,
                null,
                null,
                Collections.nCopies(30_000, new ColumnFacts("c", null, null, "d".repeat(9_999), "u".repeat(99))));

        assertThat(facts.title()).isEqualTo("two lines\\u0000\\u202e");
        assertThat(facts.description()).hasSize(4_001).endsWith("x…");
        assertThat(facts.interpretation()).isNull();
        assertThat(facts.tags()).hasSize(50).allMatch(tag -> tag.length() == 201);
        assertThat(facts.columnFacts()).hasSize(20_000);
        assertThat(facts.columnFacts().get(0).description()).hasSize(1_001);
        assertThat(facts.columnFacts().get(0).unit()).hasSize(41);
        assertThat(read(Json.text(facts))).as("cut once, not at each reading").isEqualTo(facts);
    }

    @Test
    void whatOneSourceDoesNotSayAnotherMay() {
        ModelFacts others = new ModelFacts(
                "Another",
                "Described",
                null,
                null,
                null,
                null,
                List.of("Other"),
                null,
                null,
                "https://code",
                List.of());

        ModelFacts both = WEIGHT.or(others);

        assertThat(both.title()).isEqualTo("Molecular weight");
        assertThat(both.description()).isEqualTo("Described");
        assertThat(both.tags()).containsExactly("Weight");
        assertThat(both.sourceCode()).isEqualTo("https://code");
        assertThat(ModelFacts.NONE.or(WEIGHT)).isEqualTo(WEIGHT);
        assertThat(ModelFacts.NONE.isEmpty()).isTrue();
    }

    private static ModelFacts read(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), ModelFacts.class, "model.json");
    }
}
