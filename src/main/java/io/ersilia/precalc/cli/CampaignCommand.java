package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.CampaignOptions;
import io.ersilia.precalc.cli.options.CampaignOptions.Action;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.PricesOption;
import io.ersilia.precalc.cli.options.StageOption;
import io.ersilia.precalc.cli.text.CampaignJson;
import io.ersilia.precalc.cli.text.CampaignText;
import io.ersilia.precalc.pipeline.campaign.Campaign;
import io.ersilia.precalc.pipeline.campaign.CampaignJob;
import io.ersilia.precalc.pipeline.campaign.CampaignPlan;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.report.CampaignPage;
import io.ersilia.precalc.run.Quarantine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Keeps many models predicted within a budget. */
@Command(
        description = {
            "Keep many models predicted within a monthly budget.",
            "campaign.yml names the models, or selects them from the hub's catalog. What is done and under way is read from"
                    + " the store."
        },
        footer = {
            "  precalc campaign plan --store s3://bucket",
            "  precalc campaign next --store s3://bucket --format json"
        })
final class CampaignCommand extends PageCommand {

    @Mixin
    CampaignOptions options;

    @Mixin
    PlaceOptions places;

    @Mixin
    StageOption stage;

    @Mixin
    PricesOption prices;

    @Override
    int run() {
        Campaign campaign = Campaign.read(options.file);
        Prices charged = prices.prices();
        CampaignJob job = wiring().campaignJob(places, campaign.work(), charged);
        if (options.action == Action.LIFT) {
            Quarantine lifted = job.lift(options.lifted());
            print(
                    lifted,
                    () -> "%s may be run again: its failures until now no longer count".formatted(lifted.model()));
            return ExitCode.DONE;
        }
        CampaignPlan plan = options.isStart() ? job.start(campaign) : job.look(campaign);
        CampaignJson json = new CampaignJson(plan);
        CampaignText text = new CampaignText(plan, places.store, places.table, stage.wanted, charged.currency());
        print(options.action == Action.NEXT ? json.matrix() : json.all(), () -> switch (output.format) {
            case HTML -> CampaignPage.of(plan, charged.currency(), Version.program());
            default -> text.of(options.action);
        });
        if (options.action == Action.NEXT) {
            wiring().actions().output("matrix", json.matrix());
            wiring().actions().output("start", !plan.next().isEmpty());
        } else {
            wiring().actions().summary(text::markdown);
        }
        return ExitCode.DONE;
    }
}
