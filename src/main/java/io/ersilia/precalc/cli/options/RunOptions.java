package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.engine.ArrayVariables;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Unfinished;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.RunId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which run is created or continued. */
public final class RunOptions {

    @ArgGroup
    Which which = new Which();

    /** Without either, the newest unfinished run of the same work, else a new one. */
    static final class Which {

        @Option(
                names = "--run",
                paramLabel = "ID",
                description = {
                    "Run to create or resume.",
                    "($$GITHUB_RUN_ID or the id of the array job, else the newest unfinished run of the same work, else"
                            + " the time.)"
                })
        @Nullable
        RunId run;

        @Option(names = "--new-run", description = "Start a new run even if one is unfinished or complete.")
        boolean newRun;
    }

    public Unfinished unfinished() {
        return which.newRun ? Unfinished.LEAVE : Unfinished.CONTINUE;
    }

    /**
     * The run that is named, here, by GitHub Actions or by the engine of an array job; null without one.
     *
     * @param workers of the run, where that is known
     */
    @Nullable
    RunId id(Map<String, String> environment, @Nullable Integer workers) {
        if (which.run != null || which.newRun) {
            return which.run;
        }
        String github = environment.getOrDefault("GITHUB_RUN_ID", "");
        if (github.isBlank()) {
            return ArrayVariables.task(environment)
                    .flatMap(task -> task.run(workers))
                    .orElse(null);
        }
        try {
            return new RunId(github);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("GITHUB_RUN_ID: %s; or name the run with --run".formatted(e.getMessage()));
        }
    }
}
