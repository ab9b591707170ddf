package io.ersilia.precalc.flow;

import io.ersilia.precalc.QuickJava;
import io.ersilia.precalc.flow.Workflow.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A laptop that plays GitHub: its repository variables, its artifacts, and the machines that jobs run on. */
public final class Laptop {

    private final Path folder;
    private final Map<String, String> variables;
    private final Map<String, String> login;
    private final String runId;
    private Map<String, Object> granted = Map.of();
    private Predicate<Map<String, String>> doomed = cell -> false;
    private AtomicInteger machines = new AtomicInteger();

    /**
     * @param variables of the repository
     * @param login the environment that a login to AWS leaves behind
     * @param runId GitHub's number of the workflow run
     */
    public Laptop(Path folder, Map<String, String> variables, Map<String, String> login, String runId) {
        this.folder = folder;
        this.variables = Map.copyOf(variables);
        this.login = Map.copyOf(login);
        this.runId = runId;
    }

    /** Of these workers the model kills its caller ({@code kill -9}) in the third call, behind control molecules and first batch. */
    public Laptop killing(Predicate<Map<String, String>> cells) {
        doomed = cells;
        return this;
    }

    /** Dispatches the workflow, and runs its jobs, or only some of them, to their end. */
    public Walk dispatch(String workflow, Map<String, String> inputs, String... only) throws InterruptedException {
        Workflow dispatched = Workflow.named(workflow);
        Map<String, Object> given = new HashMap<>();
        dispatched.inputs("workflow_dispatch").forEach((name, about) -> {
            String usual = Workflow.textOf(Workflow.asMap(about), "default");
            given.put(name, inputs.getOrDefault(name, usual));
        });
        if (!given.keySet().containsAll(inputs.keySet())) {
            throw new AssertionError("%s has no inputs %s".formatted(workflow, inputs.keySet()));
        }
        return new Walk(this, given).run(dispatched, List.of(only));
    }

    /** The inputs of the only {@code gh workflow run} so far; nothing when there was none. */
    public Map<String, String> dispatchedByGh() throws IOException {
        Path calls = calls().resolve("gh");
        if (!Files.exists(calls)) {
            return Map.of();
        }
        List<String> words = Files.readAllLines(calls);
        Files.delete(calls);
        if (!words.subList(0, 5).equals(List.of("workflow", "run", "predict-parallel.yml", "--ref", "main"))
                || words.size() % 2 == 0) {
            throw new AssertionError("gh " + words);
        }
        Map<String, String> inputs = new LinkedHashMap<>();
        for (int i = 5; i < words.size(); i += 2) {
            if (!words.get(i).equals("--raw-field")) {
                throw new AssertionError("gh " + words);
            }
            String[] field = words.get(i + 1).split("=", 2);
            inputs.put(field[0], field[1]);
        }
        return inputs;
    }

    /** Each call of a stand-in for a program: its words, one a line. */
    public List<String> calls(String program) throws IOException {
        Path calls = calls().resolve(program);
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** The same laptop for a called workflow: what the caller grants to it, and the cell that it is called for. */
    Laptop calling(Map<String, Object> permissions, Map<String, String> cell) {
        Laptop same = new Laptop(folder, variables, login, runId).killing(inner -> doomed.test(cell));
        same.granted = permissions;
        same.machines = machines;
        return same;
    }

    /** What the caller of a workflow grants to it; nothing where nobody called. */
    Map<String, Object> granted() {
        return granted;
    }

    Map<String, String> login() {
        return login;
    }

    Map<String, Object> contexts() {
        return Map.of("vars", variables, "github", github());
    }

    private Map<String, String> github() {
        return Map.of("run_id", runId, "token", "secret", "repository", "ersilia-os/precalc", "ref", "refs/heads/main");
    }

    Path artifacts() {
        return folder.resolve("artifacts");
    }

    private Path calls() throws IOException {
        return Files.createDirectories(folder.resolve("calls"));
    }

    Machine machine(Workflow workflow, Job job, Map<String, String> cell) throws IOException {
        return new Machine(
                this,
                workflow,
                job,
                cell,
                Files.createDirectories(folder.resolve("machine-" + machines.incrementAndGet())));
    }

    /** What a runner's shell finds set, before a workflow sets anything. */
    Map<String, String> environment(Map<String, String> cell, Path jar) throws IOException {
        Path programs = Path.of("src/test/bin").toAbsolutePath();
        List<Path> path = new ArrayList<>(List.of(programs.resolve("actions"), QuickJava.folder()));
        if (doomed.test(cell)) {
            path.add(programs.resolve("dying"));
        }
        path.add(programs);
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "PATH",
                String.join(
                        ":",
                        Stream.concat(path.stream().map(Path::toString), Stream.of(realPath()))
                                .toList()));
        environment.put("CI", "true");
        environment.put("GITHUB_ACTIONS", "true");
        environment.put("GITHUB_RUN_ID", runId);
        environment.put("GITHUB_REPOSITORY", "ersilia-os/precalc");
        environment.put("GITHUB_REF", "refs/heads/main");
        environment.put("GITHUB_REF_NAME", "main");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("LAPTOP_CALLS", calls().toString());
        environment.put("LAPTOP_JAR", jar.toString());
        return environment;
    }

    private static String realPath() {
        return Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin");
    }
}
