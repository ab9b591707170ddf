package io.ersilia.precalc.report;

import io.ersilia.precalc.run.Printable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of Markdown, as GitHub shows it. Text from outside is shown as it is and never takes effect. */
final class Markdown {

    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

    /**
     * Markup of GitHub Flavored Markdown. Anywhere in a line: inline structure, a colon that may belong to an address or an
     * emoji, the dot after www. At the start of a line: a list, or the line under a heading.
     */
    private static final Pattern TAKES_EFFECT =
            Pattern.compile("[&<>\\\\`*_\\[\\]|~$#@]|:(?!\\s|$)|(?<=(?i:www))\\.|^[-+=]|(?<=^\\d{1,9})[.)]");

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

    /** A text from outside, cut to fit a cell. */
    static String text(String outside) {
        return whole(Printable.of(outside));
    }

    /**
     * A text with parts from outside, on one line. Characters that GitHub turns into a table, link, mention, tag, formula or
     * emoji become character references, which "cannot be used in place of symbols indicating structure" (CommonMark 0.31,
     * 2.5); all others stay readable in the file itself.
     */
    static String whole(String outside) {
        return TAKES_EFFECT
                .matcher(CONTROLS.matcher(outside).replaceAll(" "))
                .replaceAll(found -> "&#%d;".formatted(found.group().codePointAt(0)));
    }

    /** A text from outside, shown as code. */
    static String code(String outside) {
        return "<code>" + text(outside) + "</code>";
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
