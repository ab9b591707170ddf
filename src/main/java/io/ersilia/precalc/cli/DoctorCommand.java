package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.LibraryOptions;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.RunnerOptions;
import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.DoctorView;
import io.ersilia.precalc.doctor.Check;
import io.ersilia.precalc.doctor.CheckRunner;
import io.ersilia.precalc.doctor.Finding;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks everything that a run with these options needs. */
@Command(
        description = {
            "Check everything a run needs and suggest fixes.",
            "Checks Java, chemistry, disk, memory, credentials, role, store, table, library, its keys and the runner, as"
                    + " these options name them. Nothing is changed. Exit 69 if something is missing or refuses, else 65 if the"
                    + " library is unusable."
        },
        footer = {
            "  precalc doctor --model eos3b5e --library molecules.csv",
            "  precalc doctor --store s3://bucket --runner docker"
        })
final class DoctorCommand extends RowsCommand {

    @Option(
            names = {"-m", "--model"},
            paramLabel = "ID",
            description = "Also check this model, e.g. eos3b5e.")
    @Nullable
    ModelId model;

    @Mixin
    LibraryOptions library;

    @Mixin
    PlaceOptions places;

    @Mixin
    RunnerOptions runner;

    @Override
    int run() {
        List<Finding> findings;
        try (WhileReading progress = new WhileReading()) {
            List<Check> checks = new DoctorChecks(wiring()).of(places, library, runner, model, progress);
            findings = CheckRunner.run(checks);
        }
        DoctorView view = new DoctorView(findings);
        print(findings, () -> view.text(colours()));
        for (Finding finding : findings) {
            annotate(finding);
        }
        wiring().actions().summary(() -> JobSummary.checks(view.counts(), view.rows()));
        return exitCode(findings);
    }

    private void annotate(Finding finding) {
        if (finding.remedy() != null) {
            annotate(
                    finding.status() == Finding.Status.ERROR ? Actions.Level.ERROR : Actions.Level.WARNING,
                    "precalc doctor: " + finding.check(),
                    "%s; to do: %s".formatted(finding.found(), finding.remedy()));
        }
    }

    /** Something missing or refusing takes precedence over an unusable library. */
    private static int exitCode(List<Finding> findings) {
        return ExitCode.worst(
                findings.stream().map(Finding::kind).map(DoctorCommand::code).toList());
    }

    private static int code(Failure.@Nullable Kind kind) {
        return kind == null ? ExitCode.DONE : kind == Failure.Kind.INPUT ? ExitCode.INPUT : ExitCode.UNAVAILABLE;
    }

    /** Progress that begins with the library's first rows: before that, other things are checked. */
    private final class WhileReading implements Progress, AutoCloseable {
        private @Nullable ConsoleProgress shown;
        private boolean closed;

        @Override
        public synchronized void advance(long rows) {
            if (shown == null && !closed) {
                shown = progress("reading the library", ConsoleProgress.UNKNOWN);
            }
            if (shown != null) {
                shown.advance(rows);
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (shown != null) {
                shown.close();
            }
        }
    }
}
