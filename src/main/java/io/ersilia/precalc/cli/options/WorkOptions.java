package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Worker;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is to be predicted, and by what. */
public final class WorkOptions {

    @Mixin
    public RunOptions run;

    @Mixin
    public LibraryOptions library;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = {
                "Number of workers, each with a slice of the library.",
                "(plan, run: one per 1,000 rows, at most 50; predict: as many as an array job has tasks, else 1.)"
            })
    @Nullable
    public Integer workers;

    @Mixin
    KnownOptions known;

    @Mixin
    public RunnerOptions runner;

    /**
     * What a command that works on the whole run asks the planner for.
     *
     * @param environment that may name the run
     */
    public PlanRequest request(ModelId model, ModelRunner models, Map<String, String> environment) {
        return request(model, models, runId(environment), workers, Asker.PLANNER);
    }

    /**
     * What one worker asks the planner for.
     *
     * @param isPlanned whether the run has a plan, which says the number of workers
     */
    public PlanRequest request(
            ModelId model, ModelRunner models, @Nullable RunId id, Worker worker, boolean isPlanned) {
        return request(
                model,
                models,
                id,
                isPlanned ? workers : Integer.valueOf(worker.total()),
                worker.total() == 1 ? Asker.ONLY_WORKER : Asker.ONE_OF_MANY);
    }

    /** The run that is named, by an option or by the environment; null without one. */
    @Nullable
    public RunId runId(Map<String, String> environment) {
        return run.id(environment, workers);
    }

    private PlanRequest request(
            ModelId model, ModelRunner models, @Nullable RunId id, @Nullable Integer total, Asker asker) {
        return Usage.check(() -> new PlanRequest(
                        model,
                        runner.modelVersion,
                        models.version(model).orElse(null),
                        library.library(),
                        library.sample,
                        total == null ? null : Integer.valueOf(new Worker(1, total).total()),
                        id,
                        run.unfinished(),
                        asker)
                .takingOver(known.takeover(models.name())));
    }
}
