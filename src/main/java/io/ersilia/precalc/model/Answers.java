package io.ersilia.precalc.model;

import java.time.Duration;
import java.util.List;

/**
 * The outcomes for the molecules of one batch.
 *
 * @param columns names of the output columns; empty when the model was never asked
 * @param answers one per molecule, in the order asked
 * @param waited the time spent waiting for a broken server to recover
 */
public record Answers(List<String> columns, List<Answer> answers, Duration waited) {

    /** Answers given without waiting. */
    public Answers(List<String> columns, List<Answer> answers) {
        this(columns, answers, Duration.ZERO);
    }

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
