package io.ersilia.precalc.report;

import io.ersilia.precalc.run.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A self-contained page: it loads no font, picture or script from elsewhere, and its policy forbids them. Its own script only
 * copies and sorts tables.
 *
 * @param title title of the browser's window
 * @param header what stands above everything else
 * @param groups groups of parts, as the menu shows them
 * @param footer one line at the end
 */
record Page(String title, Consumer<Html> header, List<Group> groups, String footer) {

    private static final String STYLE = resource("/report.css");
    private static final String SCRIPT = resource("/report.js");

    /** "default-src 'none'" allows only what is named: the page's own style sheet, and the script with exactly this hash. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-%s'"
            .formatted(Base64.getEncoder()
                    .encodeToString(Sha256.digest().digest(SCRIPT.getBytes(StandardCharsets.UTF_8))));

    /** Parts under one heading of the menu. */
    record Group(String name, List<Part> parts) {}

    /**
     * A part with a heading to which the menu links.
     *
     * @param id its address within the page
     */
    record Part(String id, String title, Consumer<Html> content) {}

    /** The page as it is stored. */
    String html() {
        Html html = new Html();
        html.in(
                "html",
                () -> {
                    html.newLine().in("head", () -> head(html));
                    html.newLine().in("body", () -> body(html));
                },
                "lang",
                "en");
        return "<!DOCTYPE html>\n" + html + "\n";
    }

    private void head(Html html) {
        html.mark("meta", "charset", "utf-8");
        html.mark("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        html.mark("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.mark("meta", "name", "color-scheme", "content", "light dark");
        html.line("title", title).style(STYLE);
    }

    private void body(Html html) {
        html.line("a.skip", "Skip to the report", "href", "#report");
        html.newLine().in("header", () -> header.accept(html));
        html.newLine().in("nav", () -> groups.forEach(group -> menu(html, group)), "aria-label", "Parts of the report");
        html.newLine()
                .in(
                        "main",
                        () -> groups.forEach(group -> group.parts().forEach(part -> section(html, part))),
                        "id",
                        "report",
                        "tabindex",
                        "-1");
        html.newLine().line("footer", footer);
        html.newLine().script(SCRIPT);
    }

    private static void menu(Html html, Group group) {
        html.line("p", group.name());
        html.in(
                "ul",
                () -> group.parts()
                        .forEach(part -> html.in("li", () -> html.line("a", part.title(), "href", "#" + part.id()))));
    }

    private static void section(Html html, Part part) {
        html.newLine()
                .in(
                        "section",
                        () -> {
                            html.line("h2", part.title(), "id", part.id() + "-title")
                                    .newLine();
                            part.content().accept(html);
                        },
                        "id",
                        part.id(),
                        "aria-labelledby",
                        part.id() + "-title");
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(Page.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name, e);
        }
    }
}
