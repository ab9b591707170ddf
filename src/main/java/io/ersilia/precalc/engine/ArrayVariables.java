package io.ersilia.precalc.engine;

import io.ersilia.precalc.run.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The variables by which each engine tells an array job's task which one it is. */
public final class ArrayVariables {

    private static final List<Function<Variables, Optional<ArrayTask>>> ENGINES = List.of(
            ArrayVariables::slurm,
            ArrayVariables::batch,
            ArrayVariables::kubernetes,
            ArrayVariables::pbs,
            ArrayVariables::gridEngine);

    private ArrayVariables() {}

    /**
     * The task that this process runs; empty outside an array job.
     *
     * @throws Failure of kind USAGE if two engines claim the process, or a variable is not a number
     */
    public static Optional<ArrayTask> task(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        List<ArrayTask> tasks = ENGINES.stream()
                .flatMap(engine -> engine.apply(variables).stream())
                .toList();
        if (tasks.size() > 1) {
            throw Failure.usage("%s and %s contradict each other: unset the one whose array job this is not"
                    .formatted(tasks.get(0).said(), tasks.get(1).said()));
        }
        return tasks.stream().findFirst();
    }

    private static Optional<ArrayTask> slurm(Variables variables) {
        return task(
                variables,
                "SLURM_ARRAY_TASK_ID",
                variables.text("SLURM_ARRAY_JOB_ID"),
                () -> new Tasks(
                        variables.number("SLURM_ARRAY_TASK_MIN", 1),
                        variables.number("SLURM_ARRAY_TASK_STEP", 1),
                        variables.number("SLURM_ARRAY_TASK_MAX"),
                        variables.number("SLURM_ARRAY_TASK_COUNT"),
                        true));
    }

    /** A task's job id is that of the array with an index: {@code 8f6b…:3}. */
    private static Optional<ArrayTask> batch(Variables variables) {
        return task(
                variables,
                "AWS_BATCH_JOB_ARRAY_INDEX",
                variables.text("AWS_BATCH_JOB_ID").map(id -> before(id, ":")),
                () -> Tasks.from(0, variables.number("AWS_BATCH_JOB_ARRAY_SIZE")));
    }

    /** The job's name is set only if the manifest asks for it. */
    private static Optional<ArrayTask> kubernetes(Variables variables) {
        return task(variables, "JOB_COMPLETION_INDEX", variables.text("JOB_NAME"), () -> Tasks.from(0, null));
    }

    /** PBS Pro and OpenPBS, or Torque; a task's job id is {@code 1234[3].server}. */
    private static Optional<ArrayTask> pbs(Variables variables) {
        String index = variables.text("PBS_ARRAY_INDEX").isPresent() ? "PBS_ARRAY_INDEX" : "PBS_ARRAYID";
        return task(
                variables,
                index,
                variables.text("PBS_JOBID").map(id -> before(id, "[")).map(id -> before(id, ".")),
                () -> Tasks.from(1, null));
    }

    private static Optional<ArrayTask> gridEngine(Variables variables) {
        return task(variables, "SGE_TASK_ID", variables.text("JOB_ID"), () -> {
            int first = variables.number("SGE_TASK_FIRST", 1);
            int step = Math.max(1, variables.number("SGE_TASK_STEPSIZE", 1));
            Integer last = variables.number("SGE_TASK_LAST");
            Integer count = last == null ? null : Integer.valueOf((last - first) / step + 1);
            return new Tasks(first, step, null, count, true); // SGE_TASK_LAST need not be the number of a task
        });
    }

    private static Optional<ArrayTask> task(
            Variables variables, String name, Optional<String> job, Supplier<Tasks> tasks) {
        Integer id = variables.number(name);
        return id == null ? Optional.empty() : Optional.of(new ArrayTask(name, id, tasks.get(), job.orElse(null)));
    }

    private static String before(String text, String mark) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(0, at);
    }
}
