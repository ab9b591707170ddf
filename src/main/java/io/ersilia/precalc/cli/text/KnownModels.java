package io.ersilia.precalc.cli.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The models of a store and a table, as they are shown; apart from the command, whose signatures {@code --help} loads.
 *
 * @param store where the store is
 * @param table name of the table
 * @param now the time that ages are counted to
 */
public record KnownModels(String store, String table, List<Known> models, Instant now) {

    private static final String LINE = "%-8s %-34s %7s %12s  %-10s  %-10s %9s %9s  %-12s  %s%n";
    private static final int LONGEST_TITLE = 33;

    /** A model in the store, and what the table has as its current version. */
    public record Known(ModelMetadata inStore, @Nullable ModelRecord inTable) {}

    /**
     * The models as JSON.
     *
     * @param detailed with everything that is known of the models, not only their titles
     */
    public ArrayNode json(boolean detailed) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (Known known : models) {
            ObjectNode one = Json.MAPPER.valueToTree(known.inStore());
            one.remove("facts");
            ModelFacts facts = known.inStore().knownFacts();
            one.setAll(Json.MAPPER.<ObjectNode>valueToTree(detailed ? facts : facts.titleOnly()));
            one.put("date", updated(known.inStore()).toString());
            one.put("age_seconds", age(known.inStore()).toSeconds());
            ModelRecord current = known.inTable();
            if (current == null) {
                one.putNull("in_table");
            } else {
                one.putObject("in_table")
                        .put("table", table)
                        .put("model_version", current.version())
                        .put("run", current.run().value())
                        .put("items", current.items())
                        .put("rejected", current.rejected())
                        .put("deterministic", current.deterministic());
            }
            all.add(one);
        }
        return all;
    }

    /**
     * The models as a table.
     *
     * @param detailed with everything that is known of the models, not only their titles
     */
    public String text(boolean detailed) {
        if (models.isEmpty()) {
            return "no run was finished in %s yet: precalc run, or plan, predict, serve and finish, make one"
                    .formatted(store);
        }
        StringBuilder text = new StringBuilder(LINE.formatted(
                "model",
                "title",
                "columns",
                "predictions",
                "version",
                "date",
                "coverage",
                "rejected",
                "in the table",
                "run"));
        models.forEach(known -> text.append(line(known)));
        if (detailed) {
            models.forEach(known -> text.append(of(
                    known.inStore().knownFacts(),
                    Objects.requireNonNullElse(known.inStore().columns(), List.of()))));
        }
        return text.append("store %s, table %s".formatted(store, table)).toString();
    }

    private static String line(Known known) {
        ModelMetadata stored = known.inStore();
        ModelRecord current = known.inTable();
        return LINE.formatted(
                stored.modelId(),
                Words.cut(Objects.requireNonNullElse(stored.knownFacts().title(), ""), LONGEST_TITLE),
                stored.columns() == null ? "?" : Words.count(stored.columns().size()),
                Words.count(stored.predsInStore()),
                orUnknown(stored.modelVersion()),
                LocalDate.ofInstant(updated(stored), ZoneOffset.UTC),
                share(stored.coverage()),
                share(stored.shareRejected()),
                current == null ? "-" : orUnknown(current.version()),
                stored.run()
                        + (stored.sample() == null ? "" : ", a sample of " + Words.count(stored.sample()))
                        + (isDeterministic(known) ? "" : ", not deterministic"));
    }

    private static boolean isDeterministic(Known known) {
        return known.inStore().deterministic()
                && (known.inTable() == null || known.inTable().deterministic());
    }

    /** Time since the last prediction was stored or served. */
    private Duration age(ModelMetadata stored) {
        Duration age = Duration.between(updated(stored), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static Instant updated(ModelMetadata stored) {
        return Instant.ofEpochSecond(stored.predsLastUpdated());
    }

    private static String share(@Nullable Double share) {
        return share == null ? "?" : Words.percent(share);
    }

    private static String orUnknown(@Nullable String version) {
        return version == null ? "unknown" : version;
    }

    private static final String COLUMN = "%-24s %-8s %-9s %-12s %s";

    /**
     * Paragraphs about the model and a table of its columns.
     *
     * @param columns of the model, each of them a row
     */
    private static String of(ModelFacts facts, List<String> columns) {
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
