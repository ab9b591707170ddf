package io.ersilia.precalc.model.ersilia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

    /** Reads the card from the model's folder; whatever is absent or broken is simply not known. */
    static ModelCard read(Path folder) {
        return new ModelCard(
                field(folder, "Release").orElse(null),
                field(folder, "Title").orElse(null),
                !"Variable".equalsIgnoreCase(field(folder, "Output Consistency").orElse("")));
    }

    private static Optional<String> field(Path folder, String name) {
        return fromJson(folder.resolve("metadata.json"), name)
                .or(() -> fromYaml(folder.resolve("metadata.yml"), name))
                .or(() -> fromJson(folder.resolve("information.json"), name));
    }

    private static Optional<String> fromJson(Path file, String name) {
        return text(file).flatMap(json -> {
            try {
                JsonNode card = LENIENT.readTree(json);
                for (JsonNode place : List.of(card, card.path("card"), card.path("metadata"))) {
                    if (place.path(name).isTextual()
                            && !place.path(name).asText().isBlank()) {
                        return Optional.of(place.path(name).asText().strip());
                    }
                }
                return Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
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
            return Files.isRegularFile(file)
                    ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
