package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.DiffOptions;
import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.OutputOptions;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.text.DiffText;
import io.ersilia.precalc.pipeline.diff.DiffJob;
import io.ersilia.precalc.pipeline.diff.Difference;
import io.ersilia.precalc.report.DiffPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares two runs. */
@Command(
        description = {
            "Compare two runs of a model, or the table with a run.",
            "Which molecules each of them predicts, and for each column which values changed, by how much, and how far"
                    + " the distributions moved. Exit code 5 if they differ by more than the tolerance."
        },
        footer = {
            "  precalc diff r1 r2 --model eos3b5e --tolerance 0.001",
            "  precalc diff table v1.1.0 --model eos3b5e --format html --output diff.html"
        })
final class DiffCommand extends PageCommand {

    @Mixin
    DiffOptions options;

    @Mixin
    ModelOption model;

    @Mixin
    PlaceOptions places;

    @Override
    int run() {
        DiffJob job = new DiffJob(wiring().store(places), () -> wiring().tableToRead(places), this::progress);
        Difference found = job.diff(options.request(model.model));
        print(
                found,
                () -> output.format == OutputOptions.Format.HTML
                        ? DiffPage.of(found, Version.program(), wiring().clock().instant())
                        : DiffText.of(found, colours()));
        return found.isDifferent() ? ExitCode.DIFFERENT : ExitCode.DONE;
    }
}
