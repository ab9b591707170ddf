package io.ersilia.precalc.pipeline.diff;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What two sides have in common and how they differ. */
public record Difference(
        ModelId model, Side a, Side b, Tolerance tolerance, Coverage coverage, List<ColumnChange> columns) {

    public Difference {
        columns = List.copyOf(columns);
    }

    /** The columns in which most values differ, the most changed first. */
    public List<ColumnChange> mostChanged(int most) {
        return columns.stream()
                .sorted(Comparator.comparingLong(column -> -column.cells().beyond()))
                .limit(most)
                .toList();
    }

    /** The names of the two sides. */
    public String names() {
        return a.name() + " and " + b.name();
    }

    /** Values that differ by more than the tolerance. */
    @JsonProperty("values_beyond")
    public long valuesBeyond() {
        return columns.stream().mapToLong(column -> column.cells().beyond()).sum();
    }

    /** Whether the two differ by more than the tolerance. */
    @JsonProperty("different")
    public boolean isDifferent() {
        return valuesBeyond() > 0 || (!tolerance.coverage() && coverage.differing() > 0);
    }

    /** Whether they differ, and by what. */
    @JsonProperty("verdict")
    public String verdict() {
        return (isDifferent() ? "different: " : "equal: ") + findings();
    }

    /** What was found, in half a sentence. */
    public String findings() {
        String changed = tolerance.isNone() ? " changed" : " changed by more than the tolerance";
        List<String> what = new ArrayList<>();
        if (valuesBeyond() > 0) {
            what.add(Words.many(valuesBeyond(), "value") + changed);
        }
        if (coverage.differing() > 0) {
            what.add(Words.many(coverage.differing(), "molecule is", "molecules are")
                    + " predicted by one of them only");
        }
        return what.isEmpty() ? "nothing" + changed : String.join(", ", what);
    }

    /**
     * One of the two sides.
     *
     * @param name as people call it: {@code run r1}, {@code table sqlite:predictions.db}
     * @param run null for the table
     * @param modelVersion null if not known
     */
    public record Side(
            String name, @Nullable RunId run, @Nullable String modelVersion) {}
}
