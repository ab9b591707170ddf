package io.ersilia.precalc.report;

import io.ersilia.precalc.report.Report.Subject;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.stream.Stream;

/** The report of a run as one page. The same facts make the same bytes. */
public final class HtmlReport {

    private static final int LONGEST_TITLE = 120;

    private HtmlReport() {}

    public static String of(Report report) {
        Subject subject = report.subject();
        return new Page(
                        "%s %s: run %s".formatted(name(report), id(report), subject.run()),
                        html -> header(html, report),
                        List.of(results(report), work(report)),
                        "%s · table %s · %s · as of %s"
                                .formatted(
                                        subject.place(),
                                        subject.table(),
                                        subject.version(),
                                        Words.time(subject.made())))
                .html();
    }

    /** The run's results. */
    private static Page.Group results(Report report) {
        return new Page.Group(
                "Results",
                List.of(
                        new Page.Part("summary", "Summary", html -> SummarySection.write(html, report)),
                        new Page.Part("columns", "Values", html -> ColumnsSection.write(html, report)),
                        new Page.Part("rejects", "Rejected rows", html -> RejectsSection.write(html, report)),
                        new Page.Part(
                                "account", "Where the rows went", html -> ReconciliationSection.write(html, report))));
    }

    /** How the work was done. */
    private static Page.Group work(Report report) {
        return new Page.Group(
                "How it ran",
                List.of(
                        new Page.Part("controls", "Control molecules", html -> ControlsSection.write(html, report)),
                        new Page.Part("timeline", "Timeline", html -> TimelineSection.write(html, report)),
                        new Page.Part("pace", "Pace and resources", html -> ThroughputSection.write(html, report)),
                        new Page.Part("logs", "Slow and failed partitions", html -> LogsSection.write(html, report)),
                        new Page.Part("cost", "Planned and actual", html -> CostSection.write(html, report)),
                        new Page.Part("repeat", "Versions and hashes", html -> RepeatSection.write(html, report))));
    }

    private static void header(Html html, Report report) {
        html.in("h1", () -> html.text(name(report) + " ").line("span", id(report)));
        html.line("p.muted", made(report));
        String repeat = report.subject().repeat();
        if (repeat != null) {
            html.line("pre.command", repeat, "tabindex", "0", "title", "repeats the run");
        }
    }

    /** The model's title, or its id if no partition has a title. */
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
}
