package io.ersilia.precalc.report;

import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The report of a run as one page that needs nothing else: no script, no font, no picture of elsewhere, and a policy that
 * forbids them. The same facts make the same bytes.
 */
public final class HtmlReport {

    /** "default-src 'none'" leaves only what is named: the page's own style sheet. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private static final List<Section> SECTIONS = List.of(
            new Section("summary", "Summary", SummarySection::write),
            new Section("account", "Reconciliation", ReconciliationSection::write),
            new Section("timeline", "Timeline", TimelineSection::write),
            new Section("pace", "Molecules per second", ThroughputSection::write),
            new Section("rejects", "Rejected rows", RejectsSection::write),
            new Section("columns", "Output columns", ColumnsSection::write),
            new Section("controls", "Control molecules", ControlsSection::write),
            new Section("logs", "Slowest and failed partitions", LogsSection::write),
            new Section("cost", "Cost, planned and actual", CostSection::write),
            new Section("repeat", "How to run it again", RepeatSection::write));

    private HtmlReport() {}

    public static String of(Report report) {
        String title = "Run %s of %s"
                .formatted(report.subject().run(), report.subject().model());
        Html html = new Html();
        html.in(
                "html",
                () -> {
                    html.newLine().in("head", () -> head(html, title));
                    html.newLine().in("body", () -> body(html, title, report));
                },
                "lang",
                "en");
        return "<!DOCTYPE html>\n" + html + "\n";
    }

    private static void head(Html html, String title) {
        html.mark("meta", "charset", "utf-8");
        html.mark("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        html.mark("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.mark("meta", "name", "color-scheme", "content", "light dark");
        html.line("title", title).style(styleSheet());
    }

    private static void body(Html html, String title, Report report) {
        html.line("a", "Skip to the report", "class", "skip", "href", "#report");
        html.newLine().in("header", () -> {
            html.line("h1", title);
            html.line(
                    "p",
                    "%s · table %s · %s · as of %s"
                            .formatted(
                                    report.subject().place(),
                                    report.subject().table(),
                                    report.subject().version(),
                                    Words.time(report.subject().made())),
                    "class",
                    "muted");
        });
        html.newLine()
                .in(
                        "nav",
                        () -> html.in(
                                "ul",
                                () -> SECTIONS.forEach(section -> html.in(
                                        "li", () -> html.line("a", section.title(), "href", "#" + section.id())))),
                        "aria-label",
                        "Parts of the report");
        html.newLine()
                .in(
                        "main",
                        () -> SECTIONS.forEach(section -> html.newLine()
                                .in(
                                        "section",
                                        () -> {
                                            html.line("h2", section.title(), "id", section.id() + "-title")
                                                    .newLine();
                                            section.content().accept(html, report);
                                        },
                                        "id",
                                        section.id(),
                                        "aria-labelledby",
                                        section.id() + "-title")),
                        "id",
                        "report",
                        "tabindex",
                        "-1");
    }

    private static String styleSheet() {
        try (InputStream sheet = Objects.requireNonNull(HtmlReport.class.getResourceAsStream("/report.css"))) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading report.css", e);
        }
    }
}
