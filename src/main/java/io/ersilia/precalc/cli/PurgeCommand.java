package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.PricesOption;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.PurgeView;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.purge.PurgeJob;
import io.ersilia.precalc.pipeline.purge.Purgeable;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.pipeline.shared.Stages;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.Deleted;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes predictions from the table. */
@Command(
        description = {
            "Delete a model's predictions from the table.",
            "Those of one run, of one version (with both options: of that run in that version), or of all runs in the"
                    + " store. Without --yes it only shows what would be deleted.",
            "Keys are read from the run's partitions, not from the table, so the numbers shown are "
                    + "upper limits. What another run or version has written since is kept. So are the "
                    + "predictions in the store: serve loads them again."
        },
        footer = {
            "  precalc purge --model eos3b5e --model-version v1.0.0",
            "  precalc purge --model eos3b5e --run r1 --yes"
        })
final class PurgeCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Option(names = "--run", paramLabel = "ID", description = "Only what this run wrote.")
    @Nullable
    RunId run;

    @Option(
            names = "--model-version",
            paramLabel = "TAG",
            description = "Only predictions of this version of the model.")
    @Nullable
    String version;

    @Option(names = "--yes", description = "Delete the predictions.")
    boolean yes;

    @Mixin
    PlaceOptions places;

    @Mixin
    PricesOption prices;

    @Override
    int run() {
        RunStore runs = wiring().store(places);
        try (PredictionTable predictions = wiring().table(places)) {
            Prices charged = prices.prices();
            PurgeJob job = new PurgeJob(runs, predictions);
            Purgeable found = job.find(model.model, run, version);
            boolean isStaged = isStaged(predictions, found); // which the table does not know any more afterwards
            PurgeView view = new PurgeView(
                    predictions.name(),
                    charged,
                    places.store,
                    places.table,
                    () -> isStaged || isPublished(predictions, found)
                            ? Optional.of("--stage")
                            : Optional.of("--force").filter(option -> isBehind(runs, predictions, found)));
            if (!yes) {
                print(view.json(found, null), () -> view.text(found));
                return ExitCode.DONE;
            }
            try (ConsoleProgress progress = progress("purge", found.keys())) {
                Deleted deleted = job.run(found, progress);
                print(view.json(found, deleted), () -> view.text(found, deleted));
            }
            return ExitCode.DONE;
        }
    }

    /** Whether lookups do not see the run that would be served again first, as it is only staged. */
    private static boolean isStaged(PredictionTable predictions, Purgeable found) {
        return found.runs().stream()
                .findFirst()
                .filter(run -> Stages.isUnpublished(
                        predictions, Stages.asServed(predictions, found.model(), run), found.model(), run))
                .isPresent();
    }

    /** Whether lookups see a run that was published, beside which others can only be staged. */
    private static boolean isPublished(PredictionTable predictions, Purgeable found) {
        return predictions
                .id()
                .flatMap(id -> predictions.model(found.model()))
                .filter(ModelRecord::staged)
                .isPresent();
    }

    /** Whether a run that stays in the table takes precedence over the one that would be served again first. */
    private static boolean isBehind(RunStore runs, PredictionTable predictions, Purgeable found) {
        return found.runs().stream()
                .findFirst()
                .flatMap(run -> runs.plan(found.model(), run))
                .flatMap(plan -> Precedence.of(runs, predictions, plan).ahead())
                .filter(ahead -> !found.runs().contains(ahead.run()))
                .isPresent();
    }
}
