package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.pipeline.publish.PublishRequest;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What lookups are to see. */
public final class PublishOptions {

    @ArgGroup
    Next next = new Next();

    /** One of both. */
    static final class Next {

        @Option(names = "--run", paramLabel = "ID", description = "The staged run that lookups are to see.")
        @Nullable
        RunId run;

        @Option(names = "--back", description = "Return to what lookups saw before.")
        boolean back;
    }

    @Option(
            names = "--max-drift",
            paramLabel = "F",
            description = {
                "Publish only if no column's values have moved further than F, 0 to 1; else exit with 5.",
                "The Kolmogorov-Smirnov distance of its numbers, now and in the run; of other values the share that changed."
            })
    @Nullable
    Double maxDrift;

    @Option(
            names = "--force",
            description = "Publish a sample over a full run, or a run with more rejects than allowed.")
    boolean force;

    /** Whether lookups return to what they saw before, however far its values are. */
    public boolean isBack() {
        if (next.back && maxDrift != null) {
            LoggerFactory.getLogger(PublishOptions.class).warn("--max-drift {} is not checked with --back", maxDrift);
        }
        return next.back;
    }

    /**
     * What is to be published.
     *
     * @throws Failure of kind USAGE without a run, or when the options make no sense
     */
    public PublishRequest request(ModelId model) {
        RunId run = next.run;
        if (run == null) {
            throw Failure.usage("which run? name one that is staged with --run, or return with --back");
        }
        return Usage.check(() -> new PublishRequest(model, run, maxDrift, force));
    }
}
