package io.ersilia.precalc.report;

import io.ersilia.precalc.report.Report.Subject;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The report of a run as one page that needs nothing else: no font, picture or script of elsewhere, and a policy that forbids
 * them. Its own script only copies and sorts tables. The same facts make the same bytes.
 */
public final class HtmlReport {

    private static final String STYLE = resource("/report.css");
    private static final String SCRIPT = resource("/report.js");

    /** "default-src 'none'" leaves only what is named: the page's own style sheet, and the script of exactly these bytes. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-%s'"
            .formatted(Base64.getEncoder()
                    .encodeToString(Sha256.digest().digest(SCRIPT.getBytes(StandardCharsets.UTF_8))));

    private static final int LONGEST_TITLE = 120;

    /** What the run was for. */
    private static final List<Section> RESULTS = List.of(
            new Section("summary", "Summary", SummarySection::write),
            new Section("columns", "Values", ColumnsSection::write),
            new Section("rejects", "Rejected rows", RejectsSection::write),
            new Section("account", "Where the rows went", ReconciliationSection::write));

    /** How it was done. */
    private static final List<Section> WORK = List.of(
            new Section("controls", "Control molecules", ControlsSection::write),
            new Section("timeline", "Timeline", TimelineSection::write),
            new Section("pace", "Pace and resources", ThroughputSection::write),
            new Section("logs", "Slow and failed partitions", LogsSection::write),
            new Section("cost", "Planned and actual", CostSection::write),
            new Section("repeat", "Versions and hashes", RepeatSection::write));

    private HtmlReport() {}

    public static String of(Report report) {
        Html html = new Html();
        html.in(
                "html",
                () -> {
                    html.newLine().in("head", () -> head(html, report));
                    html.newLine().in("body", () -> body(html, report));
                },
                "lang",
                "en");
        return "<!DOCTYPE html>\n" + html + "\n";
    }

    private static void head(Html html, Report report) {
        html.mark("meta", "charset", "utf-8");
        html.mark("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        html.mark("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.mark("meta", "name", "color-scheme", "content", "light dark");
        html.line(
                        "title",
                        "%s %s: run %s"
                                .formatted(
                                        name(report),
                                        id(report),
                                        report.subject().run()))
                .style(STYLE);
    }

    private static void body(Html html, Report report) {
        Subject subject = report.subject();
        html.line("a", "Skip to the report", "class", "skip", "href", "#report");
        html.newLine().in("header", () -> {
            html.in("h1", () -> html.text(name(report) + " ").line("span", id(report)));
            html.line("p", made(report), "class", "muted");
            if (subject.repeat() != null) {
                html.line("pre", subject.repeat(), "class", "command", "tabindex", "0", "title", "repeats the run");
            }
        });
        html.newLine()
                .in(
                        "nav",
                        () -> {
                            menu(html, "Results", RESULTS);
                            menu(html, "How it ran", WORK);
                        },
                        "aria-label",
                        "Parts of the report");
        html.newLine()
                .in(
                        "main",
                        () -> {
                            RESULTS.forEach(section -> section(html, section, report));
                            WORK.forEach(section -> section(html, section, report));
                        },
                        "id",
                        "report",
                        "tabindex",
                        "-1");
        html.newLine()
                .line(
                        "footer",
                        "%s · table %s · %s · as of %s"
                                .formatted(
                                        subject.place(),
                                        subject.table(),
                                        subject.version(),
                                        Words.time(subject.made())));
        html.newLine().script(SCRIPT);
    }

    /** The model's title, or its id where no partition has one. */
    private static String name(Report report) {
        return report.predicted().stream()
                .flatMap(one -> Stream.ofNullable(one.manifest()))
                .flatMap(manifest -> Stream.ofNullable(manifest.modelTitle()))
                .findFirst()
                .map(title -> Words.cut(title, LONGEST_TITLE))
                .orElse("Predictions of");
    }

    private static String id(Report report) {
        String version = report.subject().modelVersion();
        return report.subject().model() + (version == null ? "" : " " + version);
    }

    private static String made(Report report) {
        Plan plan = report.subject().plan();
        return "Run %s".formatted(report.subject().run())
                + (plan == null
                        ? ", imported"
                        : " · %s of %s · planned %s. This command repeats it:"
                                .formatted(
                                        Words.many(plan.rows(), "row"),
                                        Words.cut(plan.library().given(), LONGEST_TITLE),
                                        Words.time(plan.created())));
    }

    private static void menu(Html html, String name, List<Section> sections) {
        html.line("p", name);
        html.in(
                "ul",
                () -> sections.forEach(section ->
                        html.in("li", () -> html.line("a", section.title(), "href", "#" + section.id()))));
    }

    private static void section(Html html, Section section, Report report) {
        html.newLine()
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
                        section.id() + "-title");
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name, e);
        }
    }
}
