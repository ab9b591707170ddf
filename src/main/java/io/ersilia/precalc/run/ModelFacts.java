package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a model's author says about it: {@code model.json} of a run. Facts not given are null or empty, never guessed; texts
 * are cut to the usual lengths of such texts.
 *
 * @param title its name for people
 * @param description what it predicts and how it was made
 * @param interpretation how to read its values
 * @param task e.g. {@code Annotation}
 * @param outputType e.g. {@code Score}; several are separated by commas
 * @param outputConsistency whether it answers the same each time: {@code Fixed} or {@code Variable}
 * @param license of the model, e.g. {@code GPL-3.0-or-later}
 * @param publication address of the publication about it
 * @param sourceCode address of the code it was made from
 * @param columnFacts of the output columns about which something is known, in the order of the model
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ModelFacts(
        @Nullable String title,
        @Nullable String description,
        @Nullable String interpretation,
        @Nullable String task,
        @Nullable String outputType,
        @Nullable String outputConsistency,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> tags,
        @Nullable String license,
        @Nullable String publication,
        @Nullable String sourceCode,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<ColumnFacts> columnFacts) {

    /** The facts of a model about which nothing is known. */
    public static final ModelFacts NONE =
            new ModelFacts(null, null, null, null, null, null, List.of(), null, null, null, List.of());

    public static final int LONGEST_TITLE = 300;
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_WORD = 200;
    private static final int LONGEST_ADDRESS = 500;
    private static final int MOST_TAGS = 50;
    private static final int MOST_COLUMNS = 20_000;

    public ModelFacts {
        title = FactText.line(title, LONGEST_TITLE);
        description = FactText.line(description, LONGEST_TEXT);
        interpretation = FactText.line(interpretation, LONGEST_TEXT);
        task = FactText.line(task, LONGEST_WORD);
        outputType = FactText.line(outputType, LONGEST_WORD);
        outputConsistency = FactText.line(outputConsistency, LONGEST_WORD);
        license = FactText.line(license, LONGEST_WORD);
        publication = FactText.line(publication, LONGEST_ADDRESS);
        sourceCode = FactText.line(sourceCode, LONGEST_ADDRESS);
        tags = tags.stream()
                .limit(MOST_TAGS)
                .flatMap(tag -> Stream.ofNullable(FactText.line(tag, LONGEST_WORD)))
                .toList();
        columnFacts = List.copyOf(columnFacts.subList(0, Math.min(MOST_COLUMNS, columnFacts.size())));
    }

    @JsonIgnore
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** What is known about the column with that name. */
    public Optional<ColumnFacts> column(String name) {
        return columnFacts.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** The same facts with these facts about the columns. */
    public ModelFacts withColumns(List<ColumnFacts> columns) {
        return new ModelFacts(
                title,
                description,
                interpretation,
                task,
                outputType,
                outputConsistency,
                tags,
                license,
                publication,
                sourceCode,
                columns);
    }

    /** Only the title, for lists of many models. */
    public ModelFacts titleOnly() {
        return new ModelFacts(title, null, null, null, null, null, List.of(), null, null, null, List.of());
    }

    /** These facts, with gaps filled from the others. */
    public ModelFacts or(ModelFacts others) {
        return new ModelFacts(
                or(title, others.title),
                or(description, others.description),
                or(interpretation, others.interpretation),
                or(task, others.task),
                or(outputType, others.outputType),
                or(outputConsistency, others.outputConsistency),
                tags.isEmpty() ? others.tags : tags,
                or(license, others.license),
                or(publication, others.publication),
                or(sourceCode, others.sourceCode),
                columnFacts.isEmpty() ? others.columnFacts : columnFacts);
    }

    private static @Nullable String or(@Nullable String one, @Nullable String other) {
        return one != null ? one : other;
    }
}
