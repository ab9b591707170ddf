package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.RunOption;
import io.ersilia.precalc.cli.text.NextSteps;
import io.ersilia.precalc.cli.text.StatusText;
import io.ersilia.precalc.pipeline.serve.Servable;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.pipeline.shared.RunStatus;
import io.ersilia.precalc.pipeline.shared.Stages;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How far a run is. */
@Command(
        description = "Show the progress of each slice of a run, and what is left to do.",
        footer = {"  precalc status --model eos3b5e", "  precalc status --model eos3b5e --run r1 --format csv"})
final class StatusCommand extends RowsCommand {

    @Mixin
    ModelOption model;

    @Mixin
    RunOption run;

    @Mixin
    PlaceOptions places;

    StatusCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    int run() {
        RunStore runs = wiring.store(places);
        RunId chosen = new RunChooser(runs).newest(model.model, run.id);
        Plan plan = runs.plan(model.model, chosen).orElse(null);
        try (PredictionTable table = wiring.table(places)) {
            PredictionTable predictions = Stages.asServed(table, model.model, chosen);
            boolean unpublished = Stages.isUnpublished(table, predictions, model.model, chosen);
            RunStatus look = new RunStatus(runs, predictions);
            List<SliceStatus> slices = plan == null ? look.ofImported(model.model, chosen) : look.of(plan);
            Servable servable = Servable.of(slices, plan, runs, predictions);
            List<String> next = new NextSteps(runs, model.model, chosen, plan, unpublished, places.store, places.table)
                    .of(slices, servable);
            print(slices, () -> StatusText.of(model.model, chosen, slices, next));
            wiring.actions().output("matrix", servable.matrix());
            wiring.actions().output("serve", !servable.workers().isEmpty());
            wiring.actions().summary(() -> JobSummary.states(chosen.value(), slices, next));
        }
        return ExitCode.DONE;
    }
}
