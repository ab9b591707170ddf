package io.ersilia.precalc.model.ersilia;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields of a card in YAML. A card is a flat list of texts and lists of texts, so that no parser for the whole
 * language is needed; a value in any other form is left out, not guessed.
 */
final class CardYaml {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern FIELD = Pattern.compile("([A-Za-z][A-Za-z0-9 ]*?)[ \\t]*:(?:[ \\t]+(.*))?");
    private static final Pattern ITEM = Pattern.compile("[ \\t]*-(?:[ \\t]+(.*))?");
    private static final Pattern BLOCK = Pattern.compile("[|>][-+0-9]{0,2}");
    private static final Pattern COMMENT = Pattern.compile("(?:^|[ \\t])#.*$");
    private static final Pattern OTHER_FORM = Pattern.compile("[&*!%@`{}?\\[\\]|>].*", Pattern.DOTALL);

    private CardYaml() {}

    /** The values of each field that has any. */
    static Map<String, List<String>> fields(String yaml) {
        Map<String, StringBuilder> raw = new LinkedHashMap<>();
        StringBuilder current = new StringBuilder();
        for (String line : yaml.lines().toList()) {
            Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                current = raw.computeIfAbsent(field.group(1), name -> new StringBuilder());
                current.setLength(0); // as for most parsers, the last one counts
                current.append(field.group(2) == null ? "" : field.group(2).strip());
            } else if (!line.startsWith("#")) {
                current.append('\n').append(line);
            }
        }
        return raw.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, field -> values(field.getValue().toString())));
    }

    private static List<String> values(String text) {
        String first = text.lines().findFirst().orElse("");
        List<String> more = text.lines().skip(1).filter(line -> !line.isBlank()).toList();
        if (BLOCK.matcher(COMMENT.matcher(first).replaceFirst("").strip()).matches()) {
            return List.of(String.join(" ", more));
        }
        boolean isBare = COMMENT.matcher(first).replaceFirst("").isBlank();
        if (isBare && more.stream().allMatch(line -> ITEM.matcher(line).matches())) {
            return more.stream().flatMap(CardYaml::item).toList();
        }
        String whole = Stream.concat(Stream.of(first), more.stream().map(String::strip))
                .collect(Collectors.joining(" "))
                .strip();
        if (whole.startsWith("[")) {
            return flow(COMMENT.matcher(whole).replaceFirst("").strip());
        }
        return scalar(whole).stream().toList();
    }

    private static Stream<String> item(String line) {
        Matcher item = ITEM.matcher(line);
        return item.matches() && item.group(1) != null ? scalar(item.group(1).strip()).stream() : Stream.empty();
    }

    private static List<String> flow(String list) {
        return list.endsWith("]")
                ? Stream.of(list.substring(1, list.length() - 1).split(",", -1))
                        .flatMap(one -> scalar(one.strip()).stream())
                        .toList()
                : List.of();
    }

    private static Optional<String> scalar(String text) {
        if (text.startsWith("\"")) {
            return doubleQuoted(text);
        }
        if (text.startsWith("'")) {
            Matcher quoted = Pattern.compile("'((?:[^']|'')*+)'(?:[ \\t]+#.*)?").matcher(text);
            return quoted.matches() ? Optional.of(quoted.group(1).replace("''", "'")) : Optional.empty();
        }
        String plain = COMMENT.matcher(text).replaceFirst("").strip();
        boolean isText = !plain.isEmpty()
                && !plain.equals("~")
                && !plain.equalsIgnoreCase("null")
                && !plain.contains(": ")
                && !OTHER_FORM.matcher(plain).matches();
        return isText ? Optional.of(plain) : Optional.empty();
    }

    /** Written like a string of JSON, but for escapes that no one writes by hand. */
    private static Optional<String> doubleQuoted(String text) {
        Matcher quoted =
                Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*+\")(?:[ \\t]+#.*)?").matcher(text);
        try {
            return quoted.matches()
                    ? Optional.of(JSON.readValue(quoted.group(1).replace("\\ ", " "), String.class))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
