package io.ersilia.precalc.engine;

import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.WorkerNumbers;
import io.ersilia.precalc.words.ShellWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The jobs of a run for AWS Batch: a script that calls {@code aws batch submit-job} for each. */
final class BatchScript {

    /** A job that stopped with its work kept, or lost its machine, is tried again; Batch allows ten attempts. */
    private static final String RETRIES = """
            {"attempts":10,"evaluateOnExit":[{"onExitCode":"75","action":"RETRY"},\
            {"onStatusReason":"Host EC2*","action":"RETRY"},\
            {"onStatusReason":"Your Spot Task was interrupted*","action":"RETRY"},\
            {"onReason":"*","action":"EXIT"}]}""";

    private final RunJobs jobs;
    private final StringBuilder text = new StringBuilder();
    private final List<String> made = new ArrayList<>();

    private BatchScript(RunJobs jobs) {
        this.jobs = jobs;
    }

    static String of(RunJobs jobs) {
        return new BatchScript(jobs).text();
    }

    private String text() {
        text.append("#!/bin/sh\n");
        jobs.heading().forEach(line -> text.append("# ").append(line).append('\n'));
        text.append(
                "# As many tasks run at once as the machines have vCPUs. What depends on a job that fails, fails too.\n");
        text.append("set -eu\n");
        if (jobs.commands().plan() != null) {
            text.append('\n')
                    .append(ShellWord.all(
                            jobs.commands().started(jobs.commands().plan())))
                    .append('\n');
        }
        List<String> serving = new ArrayList<>();
        WorkerNumbers toPredict = jobs.nameable(jobs.toPredict());
        if (toPredict != null) {
            job("predict", toPredict, jobs.commands().predict(), jobs.needs(), "");
            String each = isArray(toPredict) ? ",type=N_TO_N" : "";
            serving.add(
                    job("serve", toPredict, jobs.commands().serve(), Needs.ofNoModel(), " jobId=\"$predict\"" + each));
        }
        WorkerNumbers predicted = jobs.nameable(jobs.predicted());
        if (predicted != null) {
            serving.add(job("serve_predicted", predicted, jobs.commands().serve(), Needs.ofNoModel(), ""));
        }
        StringBuilder after = new StringBuilder();
        serving.forEach(name -> after.append(" jobId=\"$").append(name).append('"'));
        job("finish", null, jobs.commands().finish(), Needs.ofNoModel(), after.toString());
        text.append("\necho \"submitted:");
        made.forEach(name -> text.append(' ').append(name).append(" $").append(name));
        return text.append("\"\n").toString();
    }

    private static boolean isArray(@Nullable WorkerNumbers workers) {
        return workers != null && workers.numbers().size() > 1; // Batch allows no array of one task
    }

    /**
     * Writes a job.
     *
     * @param workers the job's workers; null for a job without workers
     * @param after the jobs that it depends on, as the script writes them
     * @return the job's name
     */
    private String job(String name, @Nullable WorkerNumbers workers, List<String> command, Needs needs, String after) {
        String definition = command == jobs.commands().predict()
                ? jobs.place().predictJob()
                : jobs.place().job();
        text.append("\n%s=$(aws batch submit-job --query jobId --output text --job-name %s --job-queue %s \\\n"
                .formatted(
                        name,
                        jobs.name(name.replace('_', '-')),
                        ShellWord.of(jobs.place().queue())));
        text.append("  --job-definition ").append(ShellWord.of(definition));
        if (workers != null && isArray(workers)) {
            text.append(" --array-properties size=").append(workers.numbers().size());
        }
        if (!after.isEmpty()) {
            text.append(" --depends-on").append(after);
        }
        if (!jobs.place().with().isEmpty()) {
            text.append(' ').append(ShellWord.all(jobs.place().with()));
        }
        List<String> words =
                workers == null || isArray(workers) ? jobs.ofSome(command, workers) : jobs.ofOne(command, workers);
        text.append(" \\\n  --retry-strategy ").append(ShellWord.of(RETRIES));
        text.append(" \\\n  --container-overrides ")
                .append(ShellWord.of(overrides(words, needs)))
                .append(")\n");
        made.add(name);
        return name;
    }

    private static String overrides(List<String> command, Needs needs) {
        FargateSize size = FargateSize.enoughFor(needs.cpus(), needs.memoryMib());
        Map<String, Object> overrides = new LinkedHashMap<>();
        overrides.put("command", command);
        overrides.put(
                "resourceRequirements",
                List.of(requirement("VCPU", size.cpus()), requirement("MEMORY", size.memoryMib())));
        return Json.compact(overrides);
    }

    private static Map<String, String> requirement(String type, long value) {
        Map<String, String> requirement = new LinkedHashMap<>();
        requirement.put("type", type);
        requirement.put("value", Long.toString(value));
        return requirement;
    }
}
