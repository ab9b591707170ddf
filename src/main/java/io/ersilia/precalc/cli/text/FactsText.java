package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.ModelFacts;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the author of a model says about it, for people. */
final class FactsText {

    private static final String COLUMN = "%-24s %-8s %-9s %-12s %s";

    private FactsText() {}

    /**
     * Paragraphs about the model and a table of its columns.
     *
     * @param columns of the model, each of them a row
     */
    static String of(ModelFacts facts, List<String> columns) {
        StringBuilder text = new StringBuilder();
        append(text, "title", facts.title());
        append(text, "description", facts.description());
        append(text, "interpretation", facts.interpretation());
        append(text, "task", facts.task());
        append(text, "output type", facts.outputType());
        append(text, "consistency", facts.outputConsistency());
        append(text, "tags", facts.tags().isEmpty() ? null : String.join(", ", facts.tags()));
        append(text, "licence", facts.license());
        append(text, "publication", facts.publication());
        append(text, "source code", facts.sourceCode());
        if (!columns.isEmpty()) {
            text.append(line("column", "type", "direction", "unit", "description"));
            columns.forEach(name -> text.append(column(facts, name)));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String name, @Nullable String fact) {
        if (fact != null) {
            text.append("%-15s %s%n".formatted(name, fact));
        }
    }

    private static String column(ModelFacts facts, String name) {
        ColumnFacts column = facts.column(name).orElse(new ColumnFacts(name, null, null, null, null));
        return line(
                name, word(column.type()), word(column.direction()), word(column.unit()), word(column.description()));
    }

    private static String word(@Nullable Object fact) {
        return Objects.toString(fact, "");
    }

    private static String line(String... cells) {
        return COLUMN.formatted((Object[]) cells).stripTrailing() + System.lineSeparator();
    }
}
