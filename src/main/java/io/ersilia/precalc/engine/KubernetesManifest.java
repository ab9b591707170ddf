package io.ersilia.precalc.engine;

import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.WorkerNumbers;
import io.ersilia.precalc.words.ShellWord;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a run for Kubernetes, as a manifest. In an Indexed Job, each pod predicts a slice and then serves it; another
 * Job finishes the run.
 */
final class KubernetesManifest {

    private static final int LONGEST_LABEL = 63;

    private KubernetesManifest() {}

    static String of(RunJobs jobs) {
        StringBuilder text = new StringBuilder();
        jobs.heading().forEach(line -> comment(text, line));
        if (jobs.commands().plan() != null) {
            comment(
                    text,
                    "Before: "
                            + ShellWord.all(
                                    jobs.commands().started(jobs.commands().plan())));
        }
        comment(text, "For what these jobs leave undone: the same submit again.");
        WorkerNumbers workers = jobs.nameable(jobs.toServe());
        if (workers != null) {
            text.append(array(jobs, workers)).append("---\n");
        }
        return text.append(finish(jobs)).toString();
    }

    private static void comment(StringBuilder text, String line) {
        text.append("# ").append(line).append('\n');
    }

    private static String array(RunJobs jobs, WorkerNumbers workers) {
        int tasks = workers.numbers().size();
        Integer atOnce = jobs.atOnce();
        return job(
                jobs,
                "precalc-%s-".formatted(jobs.model()),
                """
                  completionMode: Indexed
                  completions: %d
                  parallelism: %d
                  backoffLimitPerIndex: 3
                %s""".formatted(tasks, atOnce == null ? tasks : Math.min(atOnce, tasks), failures("FailIndex")),
                """
                      initContainers:
                %s
                      containers:
                %s""".formatted(
                                container("predict", jobs, jobs.commands().predict(), workers, jobs.needs()),
                                container("serve", jobs, jobs.commands().serve(), workers, Needs.ofNoModel())));
    }

    /** Kubernetes cannot order jobs, so this one learns only from the exit code of its pod whether the others are done. */
    private static String finish(RunJobs jobs) {
        return job(jobs, jobs.name("finish") + "-", """
                  # While slices are missing it ends with 4 and tries again, at last every six minutes, for a week.
                  backoffLimit: 2000
                  activeDeadlineSeconds: 604800
                %s""".formatted(failures("FailJob")), """
                      containers:
                %s""".formatted(
                        container("finish", jobs, jobs.commands().finish(), null, Needs.ofNoModel())));
    }

    /** @param end the action for failures that another attempt would not fix */
    private static String failures(String end) {
        return """
                  podFailurePolicy:
                    rules:
                      # Stopped with its work kept, or the node is gone: another turn, which does not count.
                      - action: Ignore
                        onExitCodes: {operator: In, values: [75]}
                      - action: Ignore
                        onPodConditions: [{type: DisruptionTarget, status: "True"}]
                      # Too many rejects or an input that cannot be used: another turn would not help.
                      - action: %s
                        onExitCodes: {operator: In, values: [2, 3, 65]}""".formatted(end).indent(2).stripTrailing();
    }

    private static String job(RunJobs jobs, String name, String spec, String containers) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata:
                  generateName: %s
                  labels:
                    app.kubernetes.io/name: precalc
                    app.kubernetes.io/instance: %s
                spec:
                %s
                  template:
                    metadata:
                      labels:
                        app.kubernetes.io/name: precalc
                        app.kubernetes.io/instance: %2$s
                    spec:
                      restartPolicy: Never
                %s
                      terminationGracePeriodSeconds: 120
                %s
                """.formatted(
                        quoted(name),
                        quoted(label(jobs.run().value())),
                        spec,
                        account(jobs.place().account()),
                        containers)
                .replaceAll("(?m)^ +$\n|^\n", "");
    }

    private static String container(
            String name, RunJobs jobs, List<String> command, @Nullable WorkerNumbers workers, Needs needs) {
        return """
                - name: %s
                  image: %s
                  args: %s
                  resources:
                    requests: {cpu: %d, memory: %dMi}
                    limits: {memory: %5$dMi}""".formatted(
                        name,
                        quoted(jobs.place().image()),
                        args(jobs.ofSome(command, workers)),
                        needs.cpus(),
                        needs.memoryMib())
                .indent(8)
                .stripTrailing();
    }

    private static String account(@Nullable String account) {
        return account == null ? "" : "      serviceAccountName: " + quoted(account);
    }

    private static String args(List<String> command) {
        return command.stream().map(KubernetesManifest::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Every JSON string is a valid YAML string. */
    private static String quoted(String text) {
        return Json.compact(text);
    }

    /** A run's id may be longer than a label, or begin or end with characters that a label may not. */
    private static String label(String run) {
        return run.substring(0, Math.min(run.length(), LONGEST_LABEL)).replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
    }
}
