package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.doctor.Finding;
import io.ersilia.precalc.doctor.Finding.Status;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/** What the checks found, as lines for a person. */
public record DoctorView(List<Finding> findings) {

    /** One line for each check, below it what to do; then how many there were of each kind. */
    public String text(Ansi colours) {
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.add("%s %-12s %s"
                    .formatted(
                            tone(finding.status())
                                    .map(tone -> tone.of("%-8s".formatted(finding.status()), colours))
                                    .orElse("%-8s".formatted(finding.status())),
                            finding.check(),
                            finding.found()));
            if (finding.remedy() != null) {
                lines.add("%-8s %-12s to do: %s".formatted("", "", finding.remedy()));
            }
        }
        lines.add(counts());
        return String.join("\n", lines);
    }

    private static Optional<Tone> tone(Status status) {
        return switch (status) {
            case OK -> Optional.of(Tone.GOOD);
            case WARNING -> Optional.of(Tone.WARNING);
            case ERROR -> Optional.of(Tone.BAD);
            case SKIPPED -> Optional.empty();
        };
    }

    public String counts() {
        return Words.counts(findings.stream().map(Finding::status));
    }

    /** Rows of the table on the page of a job. */
    public List<List<String>> rows() {
        return findings.stream()
                .map(one -> List.of(
                        one.status().toString(),
                        one.check(),
                        one.found(),
                        Objects.requireNonNullElse(one.remedy(), "")))
                .toList();
    }
}
