package io.ersilia.precalc.report;

import static io.ersilia.precalc.report.Table.number;
import static io.ersilia.precalc.report.Table.text;

import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The versions and hashes that say exactly what was run, and how it is run again. */
final class RepeatSection implements Section {

    private static final int MOST_VERSIONS = 20;

    @Override
    public String id() {
        return "repeat";
    }

    @Override
    public String title() {
        return "How to run it again";
    }

    @Override
    public void write(Html html, RunFacts run) {
        Plan plan = run.plan();
        html.in(
                "dl",
                () -> {
                    fact(html, "run", run.run().value());
                    fact(html, "model", run.model().value());
                    fact(html, "model version", versions(run, PartitionFacts::modelVersion));
                    fact(html, "runner", versions(run, RepeatSection::runner));
                    fact(html, "program", run.version());
                    if (plan != null) {
                        Plan.Library library = plan.library();
                        fact(html, "planned", Words.time(plan.created()));
                        fact(html, "library", library.uri());
                        fact(html, "SHA-256 of the library", library.sha256());
                        fact(html, "rows of the library", Words.count(library.rows()));
                        fact(
                                html,
                                "column of SMILES",
                                library.column() == null
                                        ? "the first; the file has no header"
                                        : "%s (column %d)".formatted(library.column(), library.smilesIndex() + 1));
                        fact(
                                html,
                                "column of InChIKeys",
                                library.keyIndex() == null ? "none" : "column " + (library.keyIndex() + 1));
                        fact(html, "sample", plan.sample() == null ? "no, all rows" : Words.count(plan.sample()));
                        fact(html, "workers", Integer.toString(plan.workers()));
                        fact(html, "control molecules", String.join(" ", plan.controls()));
                    }
                },
                "class",
                "facts");
        if (run.repeat() != null) {
            html.line("p", "This command does all of it again, in one process and a new run:");
            html.line("pre", run.repeat(), "tabindex", "0");
        }
        if (!run.partitions().isEmpty()) {
            Details.write(html, "Hashes of each slice and partition", () -> hashes(html, run));
        }
    }

    private static void hashes(Html html, RunFacts run) {
        new Table(
                        "SHA-256 of the rows that were read and of the predictions that were written",
                        List.of(
                                text("partition"),
                                number("first row"),
                                number("last row"),
                                text("slice of the library"),
                                text("partition's CSV")))
                .write(
                        html,
                        run.partitions().stream()
                                .map(one -> List.of(
                                        one.name(),
                                        one.from() == null || Objects.equals(one.from(), one.to())
                                                ? ""
                                                : Words.count(one.from() + 1),
                                        one.to() == null || Objects.equals(one.from(), one.to())
                                                ? ""
                                                : Words.count(one.to()),
                                        one.sliceSha256() == null ? "" : one.sliceSha256(),
                                        one.sha256() == null ? "" : one.sha256()))
                                .toList());
    }

    private static void fact(Html html, String name, String value) {
        html.in("div", () -> html.line("dt", name).line("dd", Words.cut(value, 600)));
    }

    private static @Nullable String runner(PartitionFacts one) {
        return one.runner() == null
                ? null
                : one.runner() + (one.runnerVersion() == null ? "" : " " + one.runnerVersion());
    }

    private static String versions(RunFacts run, Function<PartitionFacts, @Nullable String> version) {
        String versions = run.partitions().stream()
                .map(version)
                .filter(Objects::nonNull)
                .distinct()
                .limit(MOST_VERSIONS)
                .collect(Collectors.joining(", "));
        return versions.isEmpty() ? Figures.UNKNOWN : versions;
    }
}
