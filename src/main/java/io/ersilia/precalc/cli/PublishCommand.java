package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.PublishOptions;
import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.PublishText;
import io.ersilia.precalc.cli.text.Shell;
import io.ersilia.precalc.pipeline.diff.DiffJob;
import io.ersilia.precalc.pipeline.publish.Publication;
import io.ersilia.precalc.pipeline.publish.PublishJob;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Decides which run lookups see. */
@Command(
        description = {
            "Make a staged run the one that lookups see, or take that back.",
            "In one step: every answer is of the run before or of the new one. Exit 4 if the run is not complete, 5 if its"
                    + " values have moved too far. What lookups saw before stays until it is purged."
        },
        footer = {
            "  precalc publish --model eos3b5e --run r2 --max-drift 0.05",
            "  precalc publish --model eos3b5e --back"
        })
final class PublishCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Mixin
    PublishOptions options;

    @Mixin
    PlaceOptions places;

    @Override
    String stopped() {
        return options.isBack() ? "stopped (%s)".formatted(again()) : super.stopped();
    }

    @Override
    int run() {
        RunStore runs = wiring().store(places);
        try (PredictionTable predictions = wiring().table(places)) {
            DiffJob diff = new DiffJob(runs, () -> wiring().tableToRead(places), this::progress);
            PublishJob job = new PublishJob(runs, predictions, diff);
            Publication done = options.isBack() ? back(job) : job.publish(options.request(model.model));
            print(
                    done,
                    () -> done.reason() == null ? PublishText.of(done, Shell.places(places.store, places.table)) : "");
            return code(done);
        }
    }

    /** A failure does not tell whether lookups have been switched, and going back twice leads forward again. */
    private Publication back(PublishJob job) {
        try {
            return job.back(model.model);
        } catch (Failure e) {
            throw e.kind() == Failure.Kind.INPUT ? e : e.with(again());
        }
    }

    private String again() {
        return PublishText.again(model.model, Shell.places(places.store, places.table));
    }

    private int code(Publication done) {
        if (done.reason() != null) {
            tell(Actions.Level.ERROR, "publish", PublishText.refused(done));
        }
        return switch (done.state()) {
            case PUBLISHED, UNCHANGED -> ExitCode.DONE;
            case INCOMPLETE -> ExitCode.INCOMPLETE;
            case REJECTED -> ExitCode.REJECTED;
            case DRIFTED -> ExitCode.DIFFERENT;
        };
    }
}
