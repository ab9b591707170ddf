package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.engine.EngineKind;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Worker;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which engine gets the jobs of a run, and how. */
public final class SubmitOptions {

    @Option(names = "--on", required = true, paramLabel = "ENGINE", description = "${COMPLETION-CANDIDATES}.")
    public EngineKind engine;

    @ArgGroup
    Deed deed = new Deed();

    /** Without either, the jobs are printed. */
    static final class Deed {

        @Option(names = "--dry-run", description = "Only print the jobs (default).")
        boolean dryRun;

        @Option(names = "--yes", description = "Make the plan and submit the jobs.")
        boolean yes;
    }

    @Option(
            names = "--at-once",
            paramLabel = "N",
            description = {"At most N tasks at the same time.", "(As many as the engine starts.)"})
    @Nullable
    Integer atOnce;

    @Option(
            names = "--with",
            paramLabel = "ARG",
            description = {
                "An argument for the engine's own command.",
                "For sbatch, aws batch submit-job or kubectl, e.g. --with=--partition=cpu; can be repeated."
            })
    public List<String> with = List.of();

    @Option(
            names = "--program",
            paramLabel = "PROGRAM",
            description =
                    "What starts precalc where the jobs run, in words separated by blanks (java -jar and this jar).")
    @Nullable
    String program;

    /** The words that start precalc where the jobs run: by default those that started this one, which a shared folder has. */
    public List<String> program() {
        if (program != null) {
            return List.of(program.strip().split("\\s+"));
        }
        String here = Path.of(SubmitOptions.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        return here.endsWith(".jar") ? List.of("java", "-jar", here) : List.of("precalc");
    }

    /** Whether the jobs are handed in. */
    public boolean isForReal() {
        return deed.yes;
    }

    /** Tasks at the same time, at most; null for as many as the engine can. */
    @Nullable
    public Integer atOnce() {
        if (atOnce != null && (atOnce < 1 || atOnce > Worker.MAX_TOTAL)) {
            throw Failure.usage(
                    "not a number of tasks: %d, expected 1 to %d with --at-once".formatted(atOnce, Worker.MAX_TOTAL));
        }
        return atOnce;
    }
}
