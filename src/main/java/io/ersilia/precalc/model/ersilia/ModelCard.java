package io.ersilia.precalc.model.ersilia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ersilia.precalc.model.CardFacts;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a fetched model says about itself.
 *
 * @param release its version; null when the card does not say
 * @param title its name for people; null when the card does not say
 * @param fixed whether it answers the same each time
 * @param memoryGb the memory that the hub's program gives its container, in GB; null when the card does not say
 */
record ModelCard(
        @Nullable String release,
        @Nullable String title,
        boolean fixed,
        @Nullable Integer memoryGb) {

    /** The card of a model that says nothing. */
    static final ModelCard NONE = new ModelCard(null, null, true, null);

    private static final JsonMapper LENIENT = new JsonMapper();

    /** The largest card that is read: a thousand times what people write. */
    private static final long MAX_BYTES = 4 * Words.MIB;

    private static final Pattern GIGABYTES = Pattern.compile("[1-9]\\d{0,3}");

    /** The card in one of its forms, and the facts in it. */
    private record Form(Function<String, List<String>> values, ModelFacts facts) {}

    /** Reads the card from the model's folder; facts in absent or broken files are unknown. */
    static ModelCard read(Path folder) {
        List<Form> forms = forms(folder);
        return new ModelCard(
                value(forms, "Release"),
                value(forms, "Title"),
                !"Variable".equalsIgnoreCase(value(forms, "Output Consistency")),
                gigabytes(value(forms, "Memory Gb")));
    }

    /** Everything that the card in the model's folder says. */
    static ModelFacts facts(Path folder) {
        return forms(folder).stream().map(Form::facts).reduce(ModelFacts.NONE, ModelFacts::or);
    }

    /** The forms that maintained models have come first, the copy made by the hub's program last. */
    private static List<Form> forms(Path folder) {
        return List.of(
                json(folder.resolve("metadata.json")),
                yaml(folder.resolve("metadata.yml")),
                json(folder.resolve("information.json")));
    }

    private static Form json(Path file) {
        JsonNode card = text(file).map(ModelCard::tree).orElse(MissingNode.getInstance());
        return new Form(field -> values(card, field), CardFacts.of(card));
    }

    private static List<String> values(JsonNode card, String field) {
        Integer number = CardFacts.number(card, field);
        return number == null ? CardFacts.texts(card, field) : List.of(number.toString());
    }

    private static Form yaml(Path file) {
        Map<String, List<String>> fields = text(file).map(CardYaml::fields).orElse(Map.of());
        Function<String, List<String>> values = field -> fields.getOrDefault(field, List.of());
        return new Form(values, CardFacts.of(values));
    }

    private static JsonNode tree(String json) {
        try {
            return LENIENT.readTree(json);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable String value(List<Form> forms, String field) {
        return forms.stream()
                .flatMap(form -> form.values().apply(field).stream())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Integer gigabytes(@Nullable String text) {
        return text != null && GIGABYTES.matcher(text).matches() ? Integer.valueOf(text) : null;
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES
                    ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
