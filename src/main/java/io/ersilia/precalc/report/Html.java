package io.ersilia.precalc.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of HTML while it is written. Whatever comes as text is shown as it is: tags and attributes are named by our own
 * code only, and there is no way to write markup that came from elsewhere.
 */
final class Html {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");

    /** Elements that have no content, by the HTML standard, 13.1.2. */
    private static final Set<String> VOID = Set.of("br", "meta", "rect", "line", "circle", "path");

    /** Attributes in which a browser would see code or an address to be asked: none of the page's business. */
    private static final Pattern FORBIDDEN = Pattern.compile("on.*|src.*|action|data|srcdoc");

    private final StringBuilder page = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * An element with what is written meanwhile.
     *
     * @param element its tag, with its classes behind dots: {@code p.muted}
     * @param attributes names and values in turn
     */
    Html in(String element, Runnable content, String... attributes) {
        String tag = begin(element, attributes);
        open.push(tag);
        content.run();
        open.pop();
        page.append("</").append(tag).append('>');
        return this;
    }

    /** An element with nothing but a text. */
    Html line(String element, String text, String... attributes) {
        return in(element, () -> text(text), attributes);
    }

    /** A name and its value, in a {@code dl}. */
    Html pair(String name, String value) {
        return in("div", () -> line("dt", name).line("dd", value));
    }

    /** Content that is folded away until a reader opens it; on paper it is open. */
    Html folded(String summary, Runnable content) {
        return in("details", () -> line("summary", summary).in("div.folded", content))
                .newLine();
    }

    /** An element without content. */
    Html mark(String element, String... attributes) {
        String tag = begin(element, attributes);
        if (!VOID.contains(tag)) {
            throw new IllegalArgumentException("<%s> has content".formatted(tag));
        }
        page.insert(page.length() - 1, '/'); // within SVG nothing else ends it
        return this;
    }

    /** A text, from wherever it comes. */
    Html text(String outside) {
        outside.codePoints().forEach(c -> page.append(shown(c)));
        return this;
    }

    /** Our own style sheet, which no text from outside is part of. */
    Html style(String sheet) {
        if (sheet.contains("</")) {
            throw new IllegalArgumentException("a style sheet that ends its element");
        }
        page.append("<style>\n").append(sheet).append("</style>");
        return this;
    }

    /** Our own script, which no text from outside is part of; its bytes are those that the policy names. */
    Html script(String script) {
        if (script.contains("</") || script.contains("<!--")) {
            throw new IllegalArgumentException("a script that ends its element");
        }
        page.append("<script>").append(script).append("</script>");
        return this;
    }

    /** Begins a new line of the file, for those who look into it. */
    Html newLine() {
        page.append('\n');
        return this;
    }

    private String begin(String element, String... attributes) {
        List<String> names =
                Stream.of(element.split("\\.", -1)).map(Html::checked).toList();
        String tag = names.get(0);
        page.append('<').append(tag);
        if (names.size() > 1) {
            page.append(" class=\"")
                    .append(String.join(" ", names.subList(1, names.size())))
                    .append('"');
        }
        for (int i = 0; i < attributes.length; i += 2) {
            String name = checked(attributes[i]);
            if (FORBIDDEN.matcher(name).matches()) {
                throw new IllegalArgumentException("an attribute that a page without scripts has no use for: " + name);
            }
            page.append(' ').append(name).append("=\"");
            text(attributes[i + 1]);
            page.append('"');
        }
        page.append('>');
        return tag;
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of HTML: '%s'".formatted(name));
        }
        return name;
    }

    /** The character as the page shows it: one that moves, hides or ends others becomes a picture of itself. */
    private static String shown(int c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            case '\n', '\t' -> Character.toString(c);
            case 0x7f -> "\u2421";
            default -> c < ' ' ? Character.toString(0x2400 + c) : isSeen(c) ? Character.toString(c) : "\ufffd";
        };
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED ->
                c == 0xad || c == 0x200d;
            default -> true;
        };
    }

    /** The page; every element is closed by then. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return page.toString();
    }
}
