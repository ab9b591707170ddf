package io.ersilia.precalc.model;

import java.util.List;

/**
 * What became of the molecules of one batch.
 *
 * @param columns names of the output columns; empty when the model was never asked
 * @param answers one per molecule, in the order asked
 */
public record Answers(List<String> columns, List<Answer> answers) {

    public Answers {
        columns = List.copyOf(columns);
        answers = List.copyOf(answers);
        for (Answer answer : answers) {
            if (answer instanceof Answer.Predicted predicted
                    && predicted.cells().size() != columns.size()) {
                throw new IllegalArgumentException(
                        "%d cells for %d columns".formatted(predicted.cells().size(), columns.size()));
            }
        }
    }
}
