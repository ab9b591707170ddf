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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a fetched model says about itself.
 *
 * @param release its version; null when the card does not say
 * @param title its name for people; null when the card does not say
 * @param fixed whether it answers the same each time
 */
record ModelCard(@Nullable String release, @Nullable String title, boolean fixed) {

    private static final JsonMapper LENIENT = new JsonMapper();

    /** The largest card that is read: a thousand times what people write. */
    private static final long MAX_BYTES = 4 * Words.MIB;

    /** Reads the card from the model's folder; whatever is absent or broken is simply not known. */
    static ModelCard read(Path folder) {
        return new ModelCard(
                field(folder, "Release").orElse(null),
                field(folder, "Title").orElse(null),
                !"Variable".equalsIgnoreCase(field(folder, "Output Consistency").orElse("")));
    }

    /** Everything that the card in the model's folder says. */
    static ModelFacts facts(Path folder) {
        ModelFacts yaml = text(folder.resolve("metadata.yml"))
                .map(CardYaml::fields)
                .map(fields -> CardFacts.of(name -> fields.getOrDefault(name, List.of())))
                .orElse(ModelFacts.NONE);
        return json(folder.resolve("metadata.json")).or(yaml).or(json(folder.resolve("information.json")));
    }

    private static ModelFacts json(Path file) {
        return text(file).map(ModelCard::tree).map(CardFacts::of).orElse(ModelFacts.NONE);
    }

    private static JsonNode tree(String json) {
        try {
            return LENIENT.readTree(json);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static Optional<String> field(Path folder, String name) {
        return fromJson(folder.resolve("metadata.json"), name)
                .or(() -> fromYaml(folder.resolve("metadata.yml"), name))
                .or(() -> fromJson(folder.resolve("information.json"), name));
    }

    private static Optional<String> fromJson(Path file, String name) {
        return text(file).map(ModelCard::tree).flatMap(card -> {
            for (JsonNode place : List.of(card, card.path("card"), card.path("metadata"))) {
                if (place.path(name).isTextual() && !place.path(name).asText().isBlank()) {
                    return Optional.of(place.path(name).asText().strip());
                }
            }
            return Optional.empty();
        });
    }

    /** One line of YAML is all that is needed: no parser for it. */
    private static Optional<String> fromYaml(Path file, String name) {
        Pattern line = Pattern.compile(
                "(?m)^" + Pattern.quote(name) + "[ \\t]*:[ \\t]*[\"']?([^\"'#\\r\\n]*?)[\"']?[ \\t]*(?:#.*)?\\r?$");
        return text(file).flatMap(yaml -> {
            Matcher found = line.matcher(yaml);
            return found.find() && !found.group(1).isBlank()
                    ? Optional.of(found.group(1).strip())
                    : Optional.empty();
        });
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
