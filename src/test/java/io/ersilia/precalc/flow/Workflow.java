package io.ersilia.precalc.flow;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A file of {@code .github/workflows}, every scalar of it a text.
 *
 * @param file where it is
 * @param content its mappings, lists and texts
 */
public record Workflow(Path file, Map<String, Object> content) {

    private static final Path FOLDER = Path.of(".github/workflows");

    /** One of a job's steps. */
    public record Step(Map<String, Object> content) {
        public String text(String key) {
            return textOf(content, key);
        }

        public Map<String, Object> map(String key) {
            return mapOf(content, key);
        }

        /** What the log calls it. */
        public String title() {
            return Stream.of("name", "uses", "run")
                    .map(this::text)
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("?");
        }
    }

    /** A job as it is written. */
    public record Job(String id, Map<String, Object> content) {
        public String text(String key) {
            return textOf(content, key);
        }

        public Map<String, Object> map(String key) {
            return mapOf(content, key);
        }

        /** The jobs it waits for. */
        public List<String> needs() {
            Object needs = content.get("needs");
            return needs == null
                    ? List.of()
                    : needs instanceof List<?> list
                            ? list.stream().map(String::valueOf).toList()
                            : List.of(String.valueOf(needs));
        }

        public List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            if (content.get("steps") instanceof List<?> list) {
                list.forEach(step -> steps.add(new Step(asMap(step))));
            }
            return steps;
        }

        /** Whether it is another workflow. */
        public boolean isCall() {
            return content.containsKey("uses");
        }
    }

    public static Workflow named(String name) {
        return read(FOLDER.resolve(name));
    }

    public static List<Workflow> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(Workflow::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Workflow read(Path file) {
        LoaderOptions options = new LoaderOptions();
        DumperOptions unused = new DumperOptions();
        Yaml yaml = new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new Resolver() {
            @Override
            protected void addImplicitResolvers() {
                // GitHub reads YAML 1.2, where e.g. "on" is no truth: everything is the text that is there.
            }
        });
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Workflow(file, asMap(yaml.load(reader)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return String.valueOf(file.getFileName());
    }

    /** In the order in which they are written, which is one in which they can run. */
    public Map<String, Job> jobs() {
        Map<String, Job> jobs = new LinkedHashMap<>();
        mapOf(content, "jobs").forEach((id, job) -> jobs.put(id, new Job(id, asMap(job))));
        return jobs;
    }

    /** The inputs of {@code workflow_dispatch} or {@code workflow_call}, each with what is said about it. */
    public Map<String, Object> inputs(String event) {
        return mapOf(mapOf(mapOf(content, "on"), event), "inputs");
    }

    public Set<String> events() {
        return mapOf(content, "on").keySet();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asMap(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The mapping of that name; an empty one where there is none. */
    public static Map<String, Object> mapOf(Map<String, Object> content, String key) {
        return asMap(content.getOrDefault(key, Map.of()));
    }

    static String textOf(Map<String, Object> content, String key) {
        return content.getOrDefault(key, "") instanceof String text ? text : "";
    }
}
