package io.ersilia.precalc.pipeline.publish;

import com.fasterxml.jackson.annotation.JsonValue;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How publishing ended.
 *
 * @param run that was to be published
 * @param items how many predictions it has
 * @param seen the run that lookups see now; null for none
 * @param before the run to which {@code publish --back} returns; null for none
 * @param drift the largest of a column; null if it was not asked for or there was nothing to compare with
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

    /** The outcome. */
    public enum State {
        PUBLISHED,
        /** Lookups saw the run already. */
        UNCHANGED,
        /** Rows are missing or have not been counted. */
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
