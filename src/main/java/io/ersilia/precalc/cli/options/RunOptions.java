package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.RunId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which run a plan is made for or gone on with. */
public final class RunOptions {

    @Option(
            names = "--run",
            paramLabel = "ID",
            description = "Run to create or to go on with ($$GITHUB_RUN_ID, else the newest unfinished run of the same"
                    + " work, else the time).")
    @Nullable
    public RunId run;

    @Option(names = "--new-run", description = "Begin a new run although one is unfinished.")
    public boolean newRun;

    @Nullable
    public RunId id(Map<String, String> environment) {
        if (run != null && newRun) {
            throw Failure.usage("--run %s and --new-run contradict each other: leave one away".formatted(run));
        }
        if (run != null || newRun) {
            return run;
        }
        String github = environment.getOrDefault("GITHUB_RUN_ID", "");
        return github.isBlank() ? null : new RunId(github);
    }
}
