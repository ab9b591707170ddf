package io.ersilia.precalc.model.ersilia;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** The fields of a card in YAML: texts and lists of texts. A value in any other form is left out, not guessed. */
final class CardYaml {

    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    /** Every scalar but null is a text, so that version 1.10 does not become the number 1.1. */
    private static final JsonSchema TEXTS = new JsonSchema() {
        @Override
        public ScalarResolver getScalarResolver() {
            return (value, isPlain) -> isPlain && NOTHING.contains(value) ? Tag.NULL : Tag.STR;
        }
    };

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(TEXTS)
            .setAllowDuplicateKeys(true) // as for most parsers, the last one counts
            .setMaxAliasesForCollections(0)
            .build();

    private CardYaml() {}

    /** The values of each field; no fields if the text is not YAML. */
    static Map<String, List<String>> fields(String yaml) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        if (load(yaml) instanceof Map<?, ?> card) {
            card.forEach((name, value) -> fields.put(String.valueOf(name), texts(value)));
        }
        return fields;
    }

    private static @Nullable Object load(String yaml) {
        try {
            return new Load(SETTINGS).loadFromString(yaml);
        } catch (YamlEngineException | StackOverflowError e) { // the latter if it is nested too deeply
            return null;
        }
    }

    private static List<String> texts(@Nullable Object value) {
        List<?> all = value instanceof List<?> list ? list : value instanceof String ? List.of(value) : List.of();
        return all.stream()
                .filter(String.class::isInstance)
                .map(one -> ((String) one).strip())
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
