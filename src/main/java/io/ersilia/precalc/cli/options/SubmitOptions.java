package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.engine.EngineKind;
import io.ersilia.precalc.engine.EnginePlace;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.words.Words;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
            preprocessor = AnyArgument.class,
            description = {
                "An argument for the engine's own command.",
                "For sbatch, aws batch submit-job or kubectl, e.g. --with=--partition=cpu; can be repeated."
            })
    List<String> with = List.of();

    @Option(
            names = "--program",
            paramLabel = "PROGRAM",
            description = "What starts precalc where the jobs run, in words separated by blanks (for slurm java -jar"
                    + " and this jar).")
    @Nullable
    String program;

    /** The words that start precalc where the jobs run: by default those that started this one, which a shared folder has. */
    public List<String> program() {
        if (program != null) {
            return List.of(program.strip().split("\\s+"));
        }
        String here = Path.of(location()).toString();
        boolean isShared = !engine.isElsewhere() && here.endsWith(".jar");
        return isShared ? List.of("java", "-jar", here) : List.of("precalc");
    }

    private static URI location() {
        try {
            return SubmitOptions.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where this program is", e);
        }
    }

    @Option(names = "--batch-queue", paramLabel = "QUEUE", description = "Job queue of AWS Batch, for --on batch.")
    @Nullable
    String queue;

    @Option(
            names = "--batch-job",
            paramLabel = "JOB",
            description = "Job definition of AWS Batch whose image runs precalc, for --on batch.")
    @Nullable
    String job;

    @Option(
            names = "--batch-predict-job",
            paramLabel = "JOB",
            description = "Job definition for predict alone, which needs no access to the table (that of --batch-job).")
    @Nullable
    String predictJob;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "Container image that runs precalc, for --on kubernetes.")
    @Nullable
    String image;

    @Option(
            names = "--service-account",
            paramLabel = "NAME",
            description = "Service account of the pods, for --on kubernetes (the namespace's own).")
    @Nullable
    String account;

    /**
     * Where the engine puts the jobs.
     *
     * @throws Failure of kind USAGE when it has to be told more, or less
     */
    public EnginePlace place() {
        require(EngineKind.BATCH, "--batch-queue", queue);
        require(EngineKind.BATCH, "--batch-job", job);
        require(EngineKind.KUBERNETES, "--image", image);
        requireText("--batch-predict-job", predictJob);
        requireText("--service-account", account);
        requireText("--program", program);
        if (engine == EngineKind.BATCH && atOnce != null) {
            throw Failure.usage(
                    "--at-once %d: AWS Batch does not limit the tasks of an array: omit it, and limit the vCPUs of the compute environment"
                            .formatted(atOnce));
        }
        with.forEach(argument -> requireText("--with", argument));
        String usual = text(job);
        return new EnginePlace(
                text(queue),
                usual,
                predictJob == null ? usual : predictJob,
                text(image),
                account,
                with.stream().map(String::strip).toList());
    }

    private void require(EngineKind one, String option, @Nullable String value) {
        if (engine == one && text(value).isBlank()) {
            throw Failure.usage("--on %s needs %s: give it or set %s"
                    .formatted(
                            engine,
                            option,
                            "PRECALC_"
                                    + option.substring(2)
                                            .toUpperCase(Locale.ROOT)
                                            .replace('-', '_')));
        }
    }

    private static void requireText(String option, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw Failure.usage("%s '%s': give a value, or leave the option out".formatted(option, value));
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Whether the jobs are submitted. */
    public boolean isForReal() {
        return deed.yes;
    }

    /** Tasks at the same time, at most; null for as many as the engine can. */
    @Nullable
    public Integer atOnce() {
        if (atOnce != null && (atOnce < 1 || atOnce > Worker.MAX_TOTAL)) {
            throw Failure.usage(
                    "--at-once %d: expected 1 to %s tasks".formatted(atOnce, Words.count(Worker.MAX_TOTAL)));
        }
        return atOnce;
    }
}
