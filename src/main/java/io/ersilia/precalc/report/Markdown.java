package io.ersilia.precalc.report;

import io.ersilia.precalc.run.Printable;
import java.util.List;
import java.util.stream.Collectors;

/** A page of Markdown, as GitHub shows it. Text from outside is shown as it is and never takes effect. */
final class Markdown {

    private final StringBuilder page = new StringBuilder();

    Markdown heading(String text) {
        page.append("### ").append(text).append("\n\n");
        return this;
    }

    Markdown paragraph(String text) {
        page.append(text).append("\n\n");
        return this;
    }

    Markdown points(List<String> texts) {
        texts.forEach(text -> page.append("- ").append(text).append('\n'));
        page.append('\n');
        return this;
    }

    /** Lines of text from outside, one below the other as on a terminal. */
    Markdown lines(List<String> texts) {
        page.append(texts.stream().map(Markdown::whole).collect(Collectors.joining("\n", "<pre>\n", "\n</pre>\n\n")));
        return this;
    }

    Markdown table(List<String> header, List<List<String>> rows) {
        row(header);
        row(header.stream().map(cell -> "---").toList());
        rows.forEach(this::row);
        page.append('\n');
        return this;
    }

    private void row(List<String> cells) {
        page.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** A text from outside, cut to what a cell can carry. */
    static String text(String outside) {
        return whole(Printable.of(outside));
    }

    /**
     * A text with parts from outside, on one line. All but letters, digits and blanks become character references,
     * which "cannot be used in place of symbols indicating structure" (CommonMark 0.31, 2.5): no table, link, mention
     * or tag comes of it.
     */
    static String whole(String outside) {
        return outside.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .mapToObj(c -> isPlain(c) ? Character.toString(c) : "&#%d;".formatted(c))
                .collect(Collectors.joining());
    }

    /** A text from outside in the letters of code. */
    static String code(String outside) {
        return "<code>" + text(outside) + "</code>";
    }

    private static boolean isPlain(int c) {
        return c == ' ' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
