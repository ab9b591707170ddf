package io.ersilia.precalc.table;

import io.ersilia.precalc.run.RunId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which items may be deleted: those of certain runs, of one version of the model, or of both together. Never all items.
 *
 * @param runs that may have written the item; empty for any run
 * @param version of the model; null for any version
 */
public record DeletionScope(Set<RunId> runs, @Nullable String version) {

    /** The most operands of {@code IN} in a ConditionExpression. */
    public static final int MAX_RUNS = 100;

    public DeletionScope {
        runs = Set.copyOf(runs);
        if (runs.isEmpty() && version == null) {
            throw new IllegalArgumentException("a deletion needs a run or a version: name one");
        }
        if (runs.size() > MAX_RUNS) {
            throw new IllegalArgumentException(
                    "items of %d runs at once, expected at most %d: name one run or a version"
                            .formatted(runs.size(), MAX_RUNS));
        }
    }
}
