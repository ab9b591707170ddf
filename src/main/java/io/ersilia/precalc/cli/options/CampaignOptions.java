package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is to be done about a campaign. */
public final class CampaignOptions extends CampaignFileOption {

    /** What the command does. */
    public enum Action {
        PLAN,
        NEXT,
        STATUS,
        LIFT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            paramLabel = "ACTION",
            description = {
                "plan: every model, and the order of the runs to come.",
                "next: what to start now; recorded as started.",
                "status: progress. lift: end a model's quarantine."
            })
    public Action action;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "ID",
            description = "lift: the model in quarantine.")
    @Nullable
    ModelId model;

    @Option(names = "--dry-run", description = "next: record nothing.")
    boolean dryRun;

    public boolean isStart() {
        return action == Action.NEXT && !dryRun;
    }

    /** The model to lift. */
    public ModelId lifted() {
        if (model == null) {
            throw Failure.usage("campaign lift: name the model with --model");
        }
        if (dryRun) {
            throw Failure.usage(
                    "campaign lift --dry-run: lift records that the quarantine is over: leave --dry-run out");
        }
        return model;
    }
}
