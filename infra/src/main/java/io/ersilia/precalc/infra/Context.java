package io.ersilia.precalc.infra;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The settings given as {@code -c name=value} or in {@code cdk.json}, where values may be JSON. */
final class Context {

    private final Function<String, @Nullable Object> values;

    Context(Function<String, @Nullable Object> values) {
        this.values = values;
    }

    /** An empty string counts as absent, so that a script may pass {@code -c bucket=}. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.apply(name))
                .map(String::valueOf)
                .map(String::strip)
                .filter(t -> !t.isEmpty());
    }

    String required(String name, String example) {
        return text(name)
                .orElseThrow(
                        () -> new WrongContextException("%s is missing: give -c %s=%s".formatted(name, name, example)));
    }

    /** A JSON array, or strings separated by commas. */
    List<String> list(String name) {
        Object value = values.apply(name);
        Stream<String> items = value instanceof List<?> json
                ? json.stream().map(String::valueOf)
                : text(name).stream().flatMap(text -> Stream.of(text.split(",", -1)));
        return items.map(String::strip).filter(item -> !item.isEmpty()).toList();
    }

    boolean flag(String name, boolean otherwise) {
        return text(name)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new WrongContextException("%s is '%s': give true or false".formatted(name, text));
                })
                .orElse(otherwise);
    }

    int number(String name, int from, int to, int otherwise) {
        return number(name, from, to).orElse(otherwise);
    }

    Optional<Integer> number(String name, int from, int to) {
        return text(name).map(text -> {
            // JSON numbers arrive as 10 or 10.0
            String digits = text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
            if (digits.matches("\\d{1,9}") && Integer.parseInt(digits) >= from && Integer.parseInt(digits) <= to) {
                return Integer.parseInt(digits);
            }
            throw new WrongContextException(
                    "%s is '%s': give a whole number from %d to %d".formatted(name, text, from, to));
        });
    }
}
