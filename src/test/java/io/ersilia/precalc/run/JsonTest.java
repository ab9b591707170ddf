package io.ersilia.precalc.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    private record Leaf(String longName, @Nullable String note) {}

    private record Tree(Leaf first, List<Leaf> others) {}

    private record Strict(String name) {
        @SuppressWarnings("UnusedMethod") // it is Jackson that calls it
        private Strict {
            Objects.requireNonNull(name);
        }
    }

    private static Tree tree(String json) {
        return Json.read(json.getBytes(UTF_8), Tree.class, "store/tree.json");
    }

    @Test
    void readsBackWhatItWroteIndentedOrInOneLine() {
        Tree tree = new Tree(new Leaf("a", null), List.of(new Leaf("b", "c")));

        assertThat(Json.read(Json.bytes(tree), Tree.class, "")).isEqualTo(tree);
        assertThat(Json.read(Json.line(tree), Tree.class, "")).isEqualTo(tree);
        assertThat(new String(Json.bytes(tree), UTF_8))
                .startsWith("{\n  \"first\" : {\n")
                .endsWith("}\n");
        assertThat(new String(Json.line(tree), UTF_8))
                .isEqualTo(
                        "{\"first\":{\"long_name\":\"a\",\"note\":null},\"others\":[{\"long_name\":\"b\",\"note\":\"c\"}]}\n");
    }

    @Test
    void whatMayBeNullMayBeAbsentAndWhatIsUnknownIsIgnored() {
        assertThat(tree("{\"first\":{\"long_name\":\"a\"},\"others\":[],\"later\":1}"))
                .isEqualTo(new Tree(new Leaf("a", null), List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"first":{"long_name":"a"}} | it has no others
            {"first":null,"others":[]} | it has no first
            {"first":{"note":"a"},"others":[]} | it has no long_name
            {"first":{"long_name":"a"},"others":[{"note":"b"}]} | it has no long_name
            {"first":{"long_name":"a"},"first":{"long_name":"b"},"others":[]} | Duplicate field 'first'
            """)
    void aFileThatLacksAFieldIsNamedWithTheField(String json, String fault) {
        assertThatThrownBy(() -> tree(json))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessage("store/tree.json is not a Tree: %s; delete it to start again", fault);
    }

    @Test
    void aFieldThatTheRecordItselfMissesIsAFaultOfTheFile() {
        assertThatThrownBy(() -> Json.read("{}".getBytes(UTF_8), Strict.class, "strict.json"))
                .isInstanceOf(Failure.class)
                .hasMessage("strict.json is not a Strict: a field is missing; delete it to start again");
    }
}
