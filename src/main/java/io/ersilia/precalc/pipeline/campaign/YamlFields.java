package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.words.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The fields of a YAML file that a person wrote. What is not understood is refused with its line, never ignored. */
final class YamlFields {

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setMaxAliasesForCollections(0)
            .build();

    private final String file;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    private YamlFields(String file, Node mapping, List<String> names) {
        this.file = file;
        if (!(mapping instanceof MappingNode lines)) {
            throw refused(mapping, "expected fields, one a line: " + String.join(", ", names));
        }
        for (NodeTuple line : lines.getValue()) {
            String name = text(line.getKeyNode());
            if (!names.contains(name)) {
                throw refused(
                        line.getKeyNode(), "unknown field '%s'%s".formatted(Printable.of(name), meant(name, names)));
            }
            if (fields.put(name, line.getValueNode()) != null) {
                throw refused(line.getKeyNode(), "%s is there twice: leave one out".formatted(name));
            }
        }
    }

    /**
     * Reads the file.
     *
     * @param file its name, for messages
     * @param names all fields that it may have
     * @throws Failure of kind INPUT
     */
    static YamlFields of(String yaml, String file, List<String> names) {
        try {
            Optional<Node> root = new Compose(SETTINGS).composeString(yaml);
            return new YamlFields(
                    file,
                    root.orElseThrow(() ->
                            Failure.input("the campaign %s is empty: docs/campaigns.md shows one".formatted(file))),
                    names);
        } catch (MarkedYamlEngineException e) {
            throw Failure.input("%s, line %d: %s; docs/campaigns.md shows such a file"
                    .formatted(
                            file,
                            1 + e.getProblemMark().map(mark -> mark.getLine()).orElse(0),
                            Printable.of(e.getProblem())));
        } catch (YamlEngineException | StackOverflowError e) { // the latter if it is nested too deeply
            throw Failure.input(file + " is not YAML: docs/campaigns.md shows such a file");
        }
    }

    private static String meant(String name, List<String> names) {
        return Nearest.of(name, names.stream())
                .map(known -> ": did you mean %s?".formatted(known))
                .orElse(": expected one of " + String.join(", ", names));
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** The fields below this one; null if it is absent. */
    @Nullable
    YamlFields below(String name, List<String> names) {
        Node node = fields.get(name);
        return node == null ? null : new YamlFields(file, node, names);
    }

    /** The text; null if it is absent. */
    @Nullable
    String text(String name) {
        Node node = fields.get(name);
        return node == null ? null : text(node);
    }

    /** One value or a list of them; empty if the field is absent. */
    <T> List<T> all(String name, Function<String, T> type) {
        Node node = fields.get(name);
        List<T> values = new ArrayList<>();
        List<Node> each =
                node instanceof SequenceNode list ? list.getValue() : node == null ? List.of() : List.of(node);
        for (Node one : each) {
            try {
                values.add(type.apply(text(one)));
            } catch (IllegalArgumentException e) {
                throw refused(one, "%s: %s".formatted(name, e.getMessage()));
            }
        }
        if (node != null && values.isEmpty()) {
            throw refused(node, "%s is an empty list: fill it or leave it out".formatted(name));
        }
        return values;
    }

    /** A number above 0; null if the field is absent. */
    @Nullable
    Double amount(String name) {
        Node node = fields.get(name);
        if (node == null) {
            return null;
        }
        try {
            double amount = new BigDecimal(text(node).replace("_", "")).doubleValue();
            if (amount > 0 && amount < Double.POSITIVE_INFINITY) {
                return amount;
            }
        } catch (NumberFormatException e) {
            // refused like any other
        }
        throw refused(node, "%s: %s: expected a number above 0".formatted(name, Printable.value(text(node))));
    }

    /** A whole number from 1 to the most; null if the field is absent. */
    @Nullable
    Integer whole(String name, int most) {
        Double amount = amount(name);
        if (amount == null || (amount <= most && amount == Math.rint(amount))) {
            return amount == null ? null : Integer.valueOf(amount.intValue());
        }
        throw refused(name, "expected a whole number from 1 to %,d".formatted(most));
    }

    /** A failure saying that the value of this field cannot be used. */
    Failure refused(String name, String expected) {
        Node node = fields.get(name);
        return node == null
                ? Failure.input("%s: %s".formatted(file, expected))
                : refused(
                        node,
                        node instanceof ScalarNode
                                ? "%s: %s: %s".formatted(name, Printable.value(text(node)), expected)
                                : "%s: %s".formatted(name, expected));
    }

    private String text(Node node) {
        if (node instanceof ScalarNode scalar
                && !scalar.getTag().equals(Tag.NULL)
                && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip();
        }
        throw refused(node, "expected a value");
    }

    private Failure refused(Node node, String why) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return Failure.input("%s, line %d: %s".formatted(file, line, why));
    }
}
