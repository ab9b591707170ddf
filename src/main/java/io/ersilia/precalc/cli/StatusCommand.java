package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.CampaignFileOption;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.RunOption;
import io.ersilia.precalc.cli.text.CampaignJson;
import io.ersilia.precalc.cli.text.CampaignText;
import io.ersilia.precalc.cli.text.NextSteps;
import io.ersilia.precalc.cli.text.StatusText;
import io.ersilia.precalc.pipeline.campaign.Campaign;
import io.ersilia.precalc.pipeline.campaign.CampaignPlan;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.serve.Servable;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.pipeline.shared.RunStatus;
import io.ersilia.precalc.pipeline.shared.Stages;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how far a run is. */
@Command(
        description = {
            "Show the progress of each slice of a run, and what is left to do.",
            "Without --model, in a folder with a campaign.yml: the progress of the campaign."
        },
        footer = {"  precalc status --model eos3b5e", "  precalc status --model eos3b5e --run r1 --format csv"})
final class StatusCommand extends RowsCommand {

    @Option(
            names = {"-m", "--model"},
            paramLabel = "ID",
            description = "Model of the Ersilia Model Hub, e.g. eos3b5e.")
    @Nullable
    ModelId model;

    @Mixin
    CampaignFileOption campaign;

    @Mixin
    RunOption run;

    @Mixin
    PlaceOptions places;

    @Override
    int run() {
        return model == null ? campaign() : run(model);
    }

    private int campaign() {
        if (!Files.exists(campaign.file)) {
            throw Failure.usage(
                    "name a run's model with --model; without it, status shows a campaign, and there is no %s: name one with --campaign"
                            .formatted(campaign.file));
        }
        Campaign read = Campaign.read(campaign.file);
        Prices prices = Prices.own();
        CampaignPlan plan = wiring().campaignJob(places, read.work(), prices).look(read);
        print(
                new CampaignJson(plan).models(),
                () -> new CampaignText(plan, places.store, places.table, false, prices.currency()).status());
        return ExitCode.DONE;
    }

    private int run(ModelId model) {
        RunStore runs = wiring().store(places);
        RunId chosen = new RunChooser(runs).newest(model, run.id);
        Plan plan = runs.plan(model, chosen).orElse(null);
        try (PredictionTable table = wiring().table(places)) {
            PredictionTable predictions = Stages.asServed(table, model, chosen);
            boolean unpublished = Stages.isUnpublished(table, predictions, model, chosen);
            RunStatus look = new RunStatus(runs, predictions);
            List<SliceStatus> slices = plan == null ? look.ofImported(model, chosen) : look.of(plan);
            Servable servable = Servable.of(slices, plan, runs, predictions);
            List<String> next = new NextSteps(runs, model, chosen, plan, unpublished, places.store, places.table)
                    .of(slices, servable);
            print(slices, () -> StatusText.of(model, chosen, slices, next));
            wiring().actions().output("matrix", servable.matrix());
            wiring().actions().output("serve", !servable.workers().isEmpty());
            wiring().actions().summary(() -> JobSummary.states(chosen.value(), slices, next));
        }
        return ExitCode.DONE;
    }
}
