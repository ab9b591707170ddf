package io.ersilia.precalc.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.WorkerNumbers;
import io.ersilia.precalc.words.ShellWord;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The jobs of a run for Kubernetes: the manifest of an Indexed Job, each of whose pods predicts a slice and then serves it. */
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
        comment(
                text,
                "Kubernetes has no order among jobs. When this one is over, and for what it leaves undone: the same");
        comment(
                text,
                "submit again; at the end: "
                        + ShellWord.all(jobs.commands().started(jobs.commands().finish())));
        WorkerNumbers workers = jobs.nameable(jobs.toServe());
        return workers == null ? text.toString() : text + job(jobs, workers);
    }

    private static void comment(StringBuilder text, String line) {
        text.append("# ").append(line).append('\n');
    }

    private static String job(RunJobs jobs, WorkerNumbers workers) {
        int tasks = workers.numbers().size();
        Integer atOnce = jobs.atOnce();
        return """
                apiVersion: batch/v1
                kind: Job
                metadata:
                  generateName: %s
                  labels:
                    app.kubernetes.io/name: precalc
                    app.kubernetes.io/instance: %s
                spec:
                  completionMode: Indexed
                  completions: %d
                  parallelism: %d
                  backoffLimitPerIndex: 3
                  podFailurePolicy:
                    rules:
                      # Stopped with its work kept, or the node is gone: another turn, which does not count.
                      - action: Ignore
                        onExitCodes: {operator: In, values: [75]}
                      - action: Ignore
                        onPodConditions: [{type: DisruptionTarget, status: "True"}]
                      # Too many rejects or an input that cannot be used: another turn would not help.
                      - action: FailIndex
                        onExitCodes: {operator: In, values: [2, 3, 65]}
                  template:
                    metadata:
                      labels:
                        app.kubernetes.io/name: precalc
                        app.kubernetes.io/instance: %s
                    spec:
                      restartPolicy: Never
                %s
                      terminationGracePeriodSeconds: 120
                      initContainers:
                %s
                      containers:
                %s
                """.formatted(
                        quoted("precalc-" + jobs.model() + "-"),
                        quoted(label(jobs.run().value())),
                        tasks,
                        atOnce == null ? tasks : Math.min(atOnce, tasks),
                        quoted(label(jobs.run().value())),
                        account(jobs.place().account()),
                        container("predict", jobs, jobs.commands().predict(), workers, jobs.needs()),
                        container("serve", jobs, jobs.commands().serve(), workers, Needs.ofNoModel()))
                .replaceAll("(?m)^ +$\n", "");
    }

    private static String container(
            String name, RunJobs jobs, List<String> command, WorkerNumbers workers, Needs needs) {
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

    /** Strings of JSON are strings of YAML. */
    private static String quoted(String text) {
        try {
            return Json.MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException e) { // of a string there is always JSON
            throw new IllegalStateException(e);
        }
    }

    /** A run's id may be longer than a label, and end as none may. */
    private static String label(String run) {
        return run.substring(0, Math.min(run.length(), LONGEST_LABEL)).replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
    }
}
