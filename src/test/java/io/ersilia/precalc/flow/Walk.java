package io.ersilia.precalc.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.flow.Workflow.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One run of a workflow, job after job, with every leg of a matrix. Needs, conditions, matrices, called workflows, inputs
 * and outputs are GitHub's; a leg is a {@link Machine}.
 */
public final class Walk {

    /** Legs at the same time, as a laptop has cores. */
    private static final int LANES = 2;

    /** GitHub's own limit. */
    private static final int MAX_LEGS = 256;

    /** How a job ended: {@code success}, {@code failure} or {@code skipped}, and what it told. */
    public record Ended(String result, Map<String, String> outputs, List<Leg> legs) {}

    /** One job of a matrix: its cell, how it ended, and all that was printed. */
    public record Leg(Map<String, String> cell, boolean succeeded, String log, String summary) {}

    private final Laptop laptop;
    private final Map<String, Object> dispatched;
    /** A job that a test leaves out. */
    private static final Ended NOT_BEGUN = new Ended("skipped", Map.of(), List.of());

    private final Map<String, Ended> jobs = new LinkedHashMap<>();

    Walk(Laptop laptop, Map<String, Object> dispatched) {
        this.laptop = laptop;
        this.dispatched = dispatched;
    }

    /** The jobs that had their turn. */
    public Map<String, Ended> jobs() {
        return jobs;
    }

    public Ended job(String job) {
        Ended ended = jobs.get(job);
        if (ended == null) {
            throw new AssertionError("no job " + job + " in " + jobs.keySet());
        }
        return ended;
    }

    public String result(String job) {
        return job(job).result();
    }

    /** All that the job's legs printed. */
    public String log(String job) {
        StringBuilder log = new StringBuilder();
        job(job).legs().forEach(leg -> log.append(leg.log()));
        return log.toString();
    }

    /** The legs of the job's matrix as they would be made, none of them begun. */
    public List<Map<String, String>> legs(Workflow workflow, String job) {
        Job made = workflow.jobs().get(job);
        if (made == null) {
            throw new AssertionError("no job " + job + " in " + workflow.name());
        }
        return mayRun(workflow, made) ? cells(workflow, made) : List.of();
    }

    Walk run(Workflow workflow, List<String> only) throws InterruptedException {
        for (Job job : workflow.jobs().values()) {
            if (only.isEmpty() || only.contains(job.id())) {
                jobs.put(job.id(), run(workflow, job));
            }
        }
        return this;
    }

    private Ended run(Workflow workflow, Job job) throws InterruptedException {
        if (!mayRun(workflow, job)) {
            return NOT_BEGUN;
        }
        List<Callable<Leg>> begun = new ArrayList<>();
        Map<String, String> outputs = new ConcurrentSkipListMap<>();
        for (Map<String, String> cell : cells(workflow, job)) {
            Map<String, Object> contexts = contexts(job);
            contexts.put("matrix", cell);
            Expression.fill(job.text("name"), contexts);
            begun.add(() -> job.isCall() ? call(job, cell, contexts) : leg(workflow, job, cell, contexts, outputs));
        }
        List<Leg> legs = new ArrayList<>();
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            for (Future<Leg> leg : lanes.invokeAll(begun)) {
                legs.add(leg.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError("%s, job %s".formatted(workflow.name(), job.id()), e.getCause());
        } finally {
            lanes.shutdown();
        }
        return new Ended(legs.stream().allMatch(Leg::succeeded) ? "success" : "failure", outputs, legs);
    }

    private Leg leg(
            Workflow workflow,
            Job job,
            Map<String, String> cell,
            Map<String, Object> contexts,
            Map<String, String> outputs)
            throws IOException, InterruptedException {
        Machine machine = laptop.machine(workflow, job, cell);
        Leg leg = machine.run(contexts);
        outputs.putAll(machine.outputs());
        return leg;
    }

    private Leg call(Job job, Map<String, String> cell, Map<String, Object> contexts) throws InterruptedException {
        Workflow called =
                Workflow.named(String.valueOf(Path.of(job.text("uses")).getFileName()));
        Map<String, Object> inputs = new HashMap<>();
        job.map("with").forEach((name, value) -> inputs.put(name, Expression.fill(String.valueOf(value), contexts)));
        if (!inputs.keySet().equals(called.inputs("workflow_call").keySet())) {
            throw new AssertionError(called.name() + " is called with " + inputs.keySet());
        }
        Walk walk = new Walk(laptop.calling(job.map("permissions"), cell), inputs).run(called, List.of());
        StringBuilder log = new StringBuilder();
        StringBuilder summary = new StringBuilder();
        boolean succeeded = true;
        for (Ended ended : walk.jobs.values()) {
            succeeded &= !ended.result().equals("failure");
            ended.legs().forEach(leg -> log.append(leg.log()));
            ended.legs().forEach(leg -> summary.append(leg.summary()));
        }
        return new Leg(cell, succeeded, log.toString(), summary.toString());
    }

    private boolean mayRun(Workflow workflow, Job job) {
        Map<String, Boolean> states = Map.of(
                "success", ancestorsSucceeded(workflow, job),
                "failure", false,
                "always", true,
                "cancelled", false);
        return Expression.holds(job.text("if"), contexts(job), states);
    }

    private boolean ancestorsSucceeded(Workflow workflow, Job job) {
        return job.needs().stream()
                .allMatch(need -> jobs.containsKey(need)
                        && result(need).equals("success")
                        && ancestorsSucceeded(workflow, workflow.jobs().getOrDefault(need, job)));
    }

    private List<Map<String, String>> cells(Workflow workflow, Job job) {
        String matrix = Workflow.textOf(job.map("strategy"), "matrix");
        if (job.map("strategy").isEmpty()) {
            return List.of(Map.of());
        }
        List<Map<String, String>> cells = new ArrayList<>();
        String parallel = Expression.fill(Workflow.textOf(job.map("strategy"), "max-parallel"), contexts(job));
        if (!parallel.matches("|[1-9]\\d*")) {
            throw new AssertionError("max-parallel is '" + parallel + "'");
        }
        for (JsonNode cell :
                Expression.json(Expression.fill(matrix, contexts(job))).path("include")) {
            Map<String, String> values = new TreeMap<>();
            cell.properties()
                    .forEach(
                            field -> values.put(field.getKey(), field.getValue().asText()));
            cells.add(values);
        }
        if (cells.isEmpty() || cells.size() > MAX_LEGS) {
            throw new AssertionError("%s: a matrix of %d jobs".formatted(workflow.name(), cells.size()));
        }
        return cells;
    }

    private Map<String, Object> contexts(Job job) {
        Map<String, Object> needs = new HashMap<>();
        for (String need : job.needs()) {
            Ended ended = jobs.getOrDefault(need, NOT_BEGUN);
            needs.put(need, Map.of("result", ended.result(), "outputs", ended.outputs()));
        }
        Map<String, Object> contexts = new HashMap<>(laptop.contexts());
        contexts.put("needs", needs);
        contexts.put("inputs", dispatched);
        contexts.put("matrix", Map.of());
        contexts.put("steps", Map.of());
        return contexts;
    }
}
