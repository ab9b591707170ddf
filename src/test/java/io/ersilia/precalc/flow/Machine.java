package io.ersilia.precalc.flow;

import io.ersilia.precalc.PackagedPrecalc;
import io.ersilia.precalc.flow.Workflow.Job;
import io.ersilia.precalc.flow.Workflow.Step;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fresh runner that does the steps of one job: scripts by bash as GitHub calls it, in an empty workspace and home;
 * artifacts and the login to AWS in place of the actions; of other actions only that they are there.
 */
final class Machine {

    private static final long LONGEST_SECONDS = 120;

    private static final Set<String> SECRETS =
            Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

    private static final Pattern OUTPUT = Pattern.compile("(?m)^([^=<\n]+)(?:=(.*)|<<(.+)\n((?:.*\n)*?)\\3)$");

    private final Laptop laptop;
    private final Workflow workflow;
    private final Job job;
    private final Map<String, String> cell;
    private final Path folder;
    private final Path workspace;
    private final Map<String, String> environment;
    private final Map<String, Object> steps = new HashMap<>();
    private final Map<String, String> outputs = new TreeMap<>();
    private final StringBuilder log = new StringBuilder();
    private final StringBuilder summary = new StringBuilder();

    Machine(Laptop laptop, Workflow workflow, Job job, Map<String, String> cell, Path folder) throws IOException {
        this.laptop = laptop;
        this.workflow = workflow;
        this.job = job;
        this.cell = cell;
        this.folder = folder;
        this.workspace = Files.createDirectories(folder.resolve("workspace"));
        this.environment = laptop.environment(cell, PackagedPrecalc.jar());
    }

    Map<String, String> outputs() {
        return outputs;
    }

    Walk.Leg run(Map<String, Object> contexts) throws IOException, InterruptedException {
        boolean succeeded = true;
        contexts.put("steps", steps);
        try (FakeErsiliaHome home = FakeErsiliaHome.in(folder)) {
            environment.put("HOME", home.home().toString());
            environment.put("TMPDIR", home.home().resolve("tmp").toString());
            environment.put(
                    "RUNNER_TEMP",
                    Files.createDirectories(folder.resolve("runner")).toString());
            environment.put("RUNNER_TOOL_CACHE", folder.resolve("tools").toString());
            for (Step step : job.steps()) {
                Map<String, Boolean> states =
                        Map.of("success", succeeded, "failure", !succeeded, "always", true, "cancelled", false);
                if (Expression.holds(step.text("if"), contexts, states)) {
                    boolean done = step.text("uses").isEmpty() ? script(step, contexts) : action(step, contexts);
                    succeeded &= done || step.text("continue-on-error").equals("true");
                }
            }
        }
        job.map("outputs")
                .forEach((name, value) -> outputs.put(name, Expression.fill(String.valueOf(value), contexts)));
        return new Walk.Leg(cell, succeeded, log.toString(), summary.toString());
    }

    private boolean action(Step step, Map<String, Object> contexts) throws IOException {
        Map<String, String> with = new HashMap<>();
        step.map("with").forEach((name, value) -> with.put(name, Expression.fill(String.valueOf(value), contexts)));
        String action = step.text("uses").split("@", -1)[0];
        switch (action) {
            case "actions/setup-java", "actions/setup-python" -> {}
            case "actions/checkout" ->
                link(Path.of(".github"), workspace.resolve(".github"), false); // all that a script takes of it
            case "actions/upload-artifact" -> {
                Path artifact = Files.createDirectories(laptop.artifacts().resolve(with.get("name")));
                for (String path : with.getOrDefault("path", "").lines().toList()) {
                    Path file = workspace.resolve(path);
                    link(file, artifact.resolve(file.getFileName()), true);
                }
            }
            case "actions/download-artifact" -> {
                Path into = Files.createDirectories(workspace.resolve(with.getOrDefault("path", "")));
                try (var files = Files.list(laptop.artifacts().resolve(with.get("name")))) {
                    for (Path file : files.toList()) {
                        link(file, into.resolve(file.getFileName()), false);
                    }
                }
            }
            case "aws-actions/configure-aws-credentials" -> {
                return login(step.text("id"), with);
            }
            default -> throw new AssertionError("an action that this runner does not know: " + action);
        }
        return true;
    }

    private static void link(Path from, Path to, boolean replace) throws IOException {
        if (replace && !Files.isSymbolicLink(from)) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(to);
            Files.createSymbolicLink(to, from.toRealPath());
        }
    }

    /** Only a job that may ask for a token gets one, and in a called workflow only if the caller may, too. */
    private boolean login(String id, Map<String, String> with) {
        if (!job.map("permissions").getOrDefault("id-token", "").equals("write")
                || (workflow.events().contains("workflow_call")
                        && !laptop.granted().getOrDefault("id-token", "").equals("write"))) {
            throw new AssertionError("%s, job %s: no permission id-token: write".formatted(workflow.name(), job.id()));
        }
        if (with.getOrDefault("role-to-assume", "").isEmpty()) {
            log.append("Error: Could not assume role with OIDC\n");
            return false;
        }
        Map<String, String> outputs = new HashMap<>(Map.of("aws-session-token", "session"));
        laptop.login().forEach((name, value) -> {
            if (!SECRETS.contains(name)
                    || !with.getOrDefault("output-env-credentials", "true").equals("false")) {
                environment.put(name, value);
            }
            if (SECRETS.contains(name)
                    && with.getOrDefault("output-credentials", "false").equals("true")) {
                outputs.put(name.toLowerCase(Locale.ROOT).replace('_', '-'), value);
            }
        });
        if (!id.isEmpty()) {
            steps.put(id, Map.of("outputs", outputs));
        }
        return true;
    }

    private boolean script(Step step, Map<String, Object> contexts) throws IOException, InterruptedException {
        Path files = Files.createDirectories(folder.resolve("step-" + System.nanoTime()));
        Map<String, String> variables = new HashMap<>(environment);
        for (Map<String, Object> level :
                List.of(Workflow.mapOf(workflow.content(), "env"), job.map("env"), step.map("env"))) {
            level.forEach((name, value) -> variables.put(name, Expression.fill(String.valueOf(value), contexts)));
        }
        for (String file : List.of("OUTPUT", "ENV", "STEP_SUMMARY")) {
            variables.put(
                    "GITHUB_" + file, Files.createFile(files.resolve(file)).toString());
        }
        Path script = Files.writeString(files.resolve("script.sh"), step.text("run"));
        int code = bash(script, workspace.resolve(step.text("working-directory")), variables, files.resolve("log"));
        log.append(Files.readString(files.resolve("log")));
        summary.append(Files.readString(files.resolve("STEP_SUMMARY")));
        environment.putAll(assignments(files.resolve("ENV")));
        if (!step.text("id").isEmpty()) {
            steps.put(step.text("id"), Map.of("outputs", assignments(files.resolve("OUTPUT"))));
        }
        if (code != 0) {
            log.append("Error: Process completed with exit code %d.\n".formatted(code));
        }
        return code == 0;
    }

    /** As GitHub starts {@code shell: bash}. */
    private static int bash(Path script, Path directory, Map<String, String> variables, Path log)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("bash", "--noprofile", "--norc", "-eo", "pipefail", script.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running: " + Files.readString(log));
        }
        return process.exitValue();
    }

    private static Map<String, String> assignments(Path file) throws IOException {
        Map<String, String> assignments = new TreeMap<>();
        Matcher line = OUTPUT.matcher(Files.readString(file));
        while (line.find()) {
            String value = line.group(2) == null ? line.group(4).stripTrailing() : line.group(2);
            assignments.put(line.group(1), value);
        }
        return assignments;
    }
}
