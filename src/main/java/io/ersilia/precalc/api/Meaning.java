package io.ersilia.precalc.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.FactText;
import io.ersilia.precalc.run.ModelFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the values of an answer mean, as far as the model's author says. It stands beside the answer's columns.
 *
 * @param title the model's title; null, and not shown, if unknown
 * @param columnFacts facts about the columns of which something is known; not shown if there are none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Meaning(
        @Nullable String title,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<ColumnFacts> columnFacts) {

    static final Meaning UNKNOWN = new Meaning(null, List.of());

    public Meaning {
        title = FactText.line(title, ModelFacts.LONGEST_TITLE);
        columnFacts = List.copyOf(columnFacts);
    }

    static Meaning of(ModelFacts facts) {
        return new Meaning(facts.title(), facts.columnFacts());
    }
}
