package io.ersilia.precalc.report;

import io.ersilia.precalc.report.Report.Subject;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.stream.Stream;

/** The report of a run as one page. The same facts make the same bytes. */
public final class HtmlReport {

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
        Subject subject = report.subject();
        return new Page(
                        "%s %s: run %s".formatted(name(report), id(report), subject.run()),
                        html -> header(html, report),
                        List.of(group("Results", RESULTS, report), group("How it ran", WORK, report)),
                        "%s · table %s · %s · as of %s"
                                .formatted(
                                        subject.place(),
                                        subject.table(),
                                        subject.version(),
                                        Words.time(subject.made())))
                .html();
    }

    private static Page.Group group(String name, List<Section> sections, Report report) {
        return new Page.Group(
                name, sections.stream().map(section -> section.of(report)).toList());
    }

    private static void header(Html html, Report report) {
        html.in("h1", () -> html.text(name(report) + " ").line("span", id(report)));
        html.line("p.muted", made(report));
        String repeat = report.subject().repeat();
        if (repeat != null) {
            html.line("pre.command", repeat, "tabindex", "0", "title", "repeats the run");
        }
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
}
