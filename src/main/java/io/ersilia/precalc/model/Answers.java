package io.ersilia.precalc.model;

import java.time.Duration;
import java.util.List;

/**
 * What became of the molecules of one batch.
 *
 * @param columns names of the output columns; empty when the model was never asked
 * @param answers one per molecule, in the order asked
 * @param waited how long the model was left alone meanwhile, so that what was broken could mend
 */
public record Answers(List<String> columns, List<Answer> answers, Duration waited) {

    /** Answers that nothing was waited for. */
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
