package io.ersilia.precalc.model.ersilia.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The little JSON that the stand-ins speak to each other. */
final class FakeJson {

    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern RECORD = Pattern.compile("\\{\"number\":([^,]*),\"length\":([^}]*)}");

    private FakeJson() {}

    static String texts(List<String> texts) {
        return texts.stream()
                .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "[", "]"));
    }

    static List<String> texts(String json) {
        List<String> texts = new ArrayList<>();
        for (Matcher found = TEXT.matcher(json); found.find(); ) {
            texts.add(found.group(1).replaceAll("\\\\(.)", "$1"));
        }
        return texts;
    }

    static String records(List<@Nullable List<String>> rows) {
        return rows.stream()
                .map(row -> row == null
                        ? "{\"number\":null,\"length\":null}"
                        : "{\"number\":%s,\"length\":%s}".formatted(row.get(0), row.get(1)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** As they are cut where the model wrote another number of columns than it has: silently. */
    static String records(List<@Nullable List<String>> rows, Faults faults) {
        String whole = records(rows);
        return faults.on("columns.cut") ? whole.replaceAll(",\"length\":[^}]*", "") : whole;
    }

    static List<List<String>> records(String json) {
        List<List<String>> rows = new ArrayList<>();
        for (Matcher found = RECORD.matcher(json); found.find(); ) {
            rows.add(List.of(found.group(1).replace("null", ""), found.group(2).replace("null", "")));
        }
        return rows;
    }

    static String field(String json, String name) {
        Matcher found = Pattern.compile('"' + name + "\"\\s*:\\s*\"?([^\",}]*)").matcher(json);
        return found.find() ? found.group(1).strip() : "";
    }
}
