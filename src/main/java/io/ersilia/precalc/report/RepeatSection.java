package io.ersilia.precalc.report;

import io.ersilia.precalc.report.Report.Subject;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.words.Words;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The versions and hashes that say exactly what was run, and how to run it again. */
final class RepeatSection {

    private static final int MOST_VERSIONS = 20;

    private RepeatSection() {}

    static void write(Html html, Report report) {
        Subject subject = report.subject();
        Plan plan = subject.plan();
        html.in("dl.facts", () -> {
            fact(html, "run", subject.run().value());
            fact(html, "model", subject.model().value());
            fact(html, "model version", versions(report, PartitionManifest::modelVersion));
            fact(html, "runner", versions(report, RepeatSection::runner));
            fact(html, "program", subject.version());
            if (plan != null) {
                Plan.Library library = plan.library();
                fact(html, "planned", Words.time(plan.created()));
                fact(html, "library", library.uri());
                if (library.files() != null) {
                    fact(html, "files of the library", Words.count(library.files()));
                }
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
        });
        if (!report.partitions().isEmpty()) {
            html.folded("Hashes of each slice and partition", () -> hashes(html, report));
        }
    }

    private static void hashes(Html html, Report report) {
        new TableOf<PartitionReport>("SHA-256 of the rows that were read and of the predictions that were written")
                .text("partition", PartitionReport::name)
                .number("first row", one -> row(one, slice -> slice.from() + 1))
                .number("last row", one -> row(one, PlannedSlice::to))
                .text(
                        "slice of the library",
                        one -> one.planned() == null ? "" : one.planned().sha256())
                .text(
                        "partition's CSV",
                        one -> one.manifest() == null ? "" : one.manifest().sha256())
                .write(html, report.partitions());
    }

    private static String row(PartitionReport one, ToLongFunction<PlannedSlice> which) {
        PlannedSlice slice = one.planned();
        return slice == null || slice.slice().isEmpty() ? "" : Words.count(which.applyAsLong(slice));
    }

    private static void fact(Html html, String name, String value) {
        html.pair(name, Words.cut(value, 600));
    }

    private static String runner(PartitionManifest one) {
        return one.runner() + (one.runnerVersion() == null ? "" : " " + one.runnerVersion());
    }

    private static String versions(Report report, Function<PartitionManifest, @Nullable String> version) {
        String versions = report.partitions().stream()
                .flatMap(one -> Stream.ofNullable(one.manifest()))
                .flatMap(one -> Stream.ofNullable(version.apply(one)))
                .distinct()
                .limit(MOST_VERSIONS)
                .collect(Collectors.joining(", "));
        return versions.isEmpty() ? Report.UNKNOWN : versions;
    }
}
