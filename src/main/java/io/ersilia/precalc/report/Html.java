package io.ersilia.precalc.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of HTML while it is written. Text is always shown as it is: only our own code names tags and attributes, so markup
 * from elsewhere cannot take effect.
 */
final class Html {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");

    /** Elements that have no content, by the HTML standard, 13.1.2. */
    private static final Set<String> VOID = Set.of("br", "meta", "rect", "line", "circle", "path");

    /** Attributes that a browser would take for code or for an address to load: the page needs none. */
    private static final Pattern FORBIDDEN = Pattern.compile("on.*|src.*|action|data|srcdoc");

    private final StringBuilder page = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * An element around whatever the content writes.
     *
     * @param element its tag, followed by its classes with dots: {@code p.muted}
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
        page.insert(page.length() - 1, '/'); // SVG needs it to end the element
        return this;
    }

    /** A text from any source. */
    Html text(String outside) {
        outside.codePoints().forEach(c -> page.append(shown(c)));
        return this;
    }

    /** Our own style sheet, without any text from outside. */
    Html style(String sheet) {
        if (sheet.contains("</")) {
            throw new IllegalArgumentException("a style sheet that ends its element");
        }
        page.append("<style>\n").append(sheet).append("</style>");
        return this;
    }

    /** Our own script, without any text from outside; the policy has the hash of exactly these bytes. */
    Html script(String script) {
        if (script.contains("</") || script.contains("<!--")) {
            throw new IllegalArgumentException("a script that ends its element");
        }
        page.append("<script>").append(script).append("</script>");
        return this;
    }

    /** Begins a new line of the file, for people who read the source. */
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

    /** The character as the page shows it: one that would move, hide or end others is replaced by a visible symbol. */
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

    /** The page; by now every element is closed. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return page.toString();
    }
}
