package io.ersilia.precalc.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of GitHub's expressions that our workflows use; what it does not know it refuses. */
final class Expression {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACE = Pattern.compile("\\$\\{\\{(.*?)}}", Pattern.DOTALL);
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:('(?:[^']|'')*')|([A-Za-z_][A-Za-z0-9_-]*)|(\\d+)|(\\|\\||&&|==|!=|[!().,]))");

    private final String text;
    private final Map<String, Object> contexts;
    private final Map<String, Boolean> states;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    /** @param states of the functions {@code success}, {@code failure}, {@code always} and {@code cancelled} */
    private Expression(String text, Map<String, Object> contexts, Map<String, Boolean> states) {
        this.text = text;
        this.contexts = contexts;
        this.states = states;
        Matcher token = TOKEN.matcher(text.strip());
        int end = 0;
        while (token.lookingAt()) {
            tokens.add(token.group().strip());
            end = token.end();
            token.region(end, text.strip().length());
        }
        if (end != text.strip().length()) {
            throw refused();
        }
    }

    /** The text with every {@code ${{ … }}} in it replaced. */
    static String fill(String text, Map<String, Object> contexts) {
        return PLACE.matcher(text)
                .replaceAll(place ->
                        Matcher.quoteReplacement(text(new Expression(place.group(1), contexts, Map.of()).value())));
    }

    /** What a condition of a step or job comes to; without a question for the state it is also one for success. */
    static boolean holds(String condition, Map<String, Object> contexts, Map<String, Boolean> states) {
        Matcher place = PLACE.matcher(condition);
        String bare = place.matches() ? place.group(1) : condition;
        boolean asksForState = Pattern.compile("\\b(success|failure|always|cancelled)\\(")
                .matcher(bare)
                .find();
        boolean success = asksForState || Boolean.TRUE.equals(states.get("success"));
        return success && (bare.isBlank() || isTrue(new Expression(bare, contexts, states).value()));
    }

    private @Nullable Object value() {
        Object value = either();
        if (at != tokens.size()) {
            throw refused();
        }
        return value;
    }

    private @Nullable Object either() {
        Object value = both();
        while (take("||")) {
            Object other = both();
            value = isTrue(value) ? value : other;
        }
        return value;
    }

    private @Nullable Object both() {
        Object value = equality();
        while (take("&&")) {
            Object other = equality();
            value = isTrue(value) ? other : value;
        }
        return value;
    }

    private @Nullable Object equality() {
        Object value = not();
        while (at < tokens.size()
                && (tokens.get(at).equals("==") || tokens.get(at).equals("!="))) {
            boolean wanted = tokens.get(at++).equals("==");
            // Texts are compared without regard to case; null is the empty text.
            value = text(value).equalsIgnoreCase(text(not())) == wanted;
        }
        return value;
    }

    private @Nullable Object not() {
        if (take("!")) {
            return !isTrue(not());
        }
        if (take("(")) {
            Object value = either();
            expect(")");
            return value;
        }
        return operand();
    }

    private @Nullable Object operand() {
        if (at == tokens.size()) {
            throw refused();
        }
        String token = tokens.get(at++);
        if (token.startsWith("'")) {
            return token.substring(1, token.length() - 1).replace("''", "'");
        }
        if (token.matches("\\d+")) {
            return token;
        }
        if (!token.matches("[A-Za-z_].*")) {
            throw refused();
        }
        if (take("(")) {
            return call(token);
        }
        Object value = contexts.get(token);
        if (value == null) {
            throw refused();
        }
        while (take(".")) {
            String name = tokens.get(at++);
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    private Object call(String name) {
        List<@Nullable Object> arguments = new ArrayList<>();
        while (!take(")")) {
            arguments.add(either());
            take(",");
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "success", "failure", "always", "cancelled" -> Boolean.TRUE.equals(states.get(name));
            case "format" -> format(arguments);
            case "fromjson" -> json(text(arguments.get(0)));
            default -> throw refused();
        };
    }

    private static String format(List<@Nullable Object> arguments) {
        String text = text(arguments.get(0));
        for (int i = 1; i < arguments.size(); i++) {
            text = text.replace("{" + (i - 1) + "}", text(arguments.get(i)));
        }
        return text;
    }

    private boolean take(String token) {
        boolean is = at < tokens.size() && tokens.get(at).equals(token);
        at += is ? 1 : 0;
        return is;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw refused();
        }
    }

    private static boolean isTrue(@Nullable Object value) {
        return !text(value).isEmpty() && !Boolean.FALSE.equals(value);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: '" + text + "'", e);
        }
    }

    private AssertionError refused() {
        return new AssertionError("an expression that this runner does not know: " + text);
    }
}
