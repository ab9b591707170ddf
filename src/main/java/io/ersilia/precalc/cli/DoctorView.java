package io.ersilia.precalc.cli;

import io.ersilia.precalc.doctor.Finding;
import io.ersilia.precalc.doctor.Finding.Status;
import io.ersilia.precalc.run.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the checks found, as lines for a person and as records for a program. */
record DoctorView(List<Finding> findings) {

    /** The object of one check. */
    record Line(
            String check,
            String status,
            String found,
            @Nullable String remedy) {
        static Line of(Finding finding) {
            return new Line(finding.check(), finding.status().toString(), finding.found(), finding.remedy());
        }
    }

    List<Line> json() {
        return findings.stream().map(Line::of).toList();
    }

    /** A line a check, below it what to do, and how many there were of each kind. */
    String text() {
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.add("%-8s %-12s %s".formatted(finding.status(), finding.check(), finding.found()));
            if (finding.remedy() != null) {
                lines.add("%-8s %-12s to do: %s".formatted("", "", finding.remedy()));
            }
        }
        lines.add(counts());
        return String.join("\n", lines);
    }

    String counts() {
        return List.of(Status.values()).stream()
                .filter(status -> count(status) > 0)
                .map(status -> "%d %s".formatted(count(status), status))
                .collect(Collectors.joining(", "));
    }

    /** Rows of the table on the page of a job. */
    List<List<String>> rows() {
        return json().stream()
                .map(line ->
                        List.of(line.status(), line.check(), line.found(), line.remedy() == null ? "" : line.remedy()))
                .toList();
    }

    /** Something missing or refusing comes before a library that is unusable. */
    int exitCode() {
        return ExitCode.worst(
                findings.stream().map(Finding::kind).map(DoctorView::code).toList());
    }

    private static int code(Failure.@Nullable Kind kind) {
        return kind == null ? ExitCode.DONE : kind == Failure.Kind.INPUT ? ExitCode.INPUT : ExitCode.UNAVAILABLE;
    }

    private long count(Status status) {
        return findings.stream().filter(one -> one.status() == status).count();
    }
}
