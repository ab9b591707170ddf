package io.ersilia.precalc.pipeline.publish;

import com.fasterxml.jackson.annotation.JsonValue;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How it ended.
 *
 * @param run that was to be published
 * @param items its predictions
 * @param seen the run that lookups see now; null for none
 * @param before the run to which {@code publish --back} returns; null for none
 * @param drift the largest of a column; null where it was not asked for, or nothing was there to compare with
 * @param reason why it was not published; null if it was
 */
public record Publication(
        ModelId model,
        String table,
        State state,
        RunId run,
        @Nullable String modelVersion,
        @Nullable Long items,
        @Nullable RunId seen,
        @Nullable RunId before,
        @Nullable Double drift,
        @Nullable String reason) {

    /** What became of it. */
    public enum State {
        PUBLISHED,
        /** Lookups saw the run already. */
        UNCHANGED,
        /** Rows are missing, or nobody has counted them. */
        INCOMPLETE,
        /** More rows were rejected than was allowed. */
        REJECTED,
        /** Its values are too far from the current ones. */
        DRIFTED;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
