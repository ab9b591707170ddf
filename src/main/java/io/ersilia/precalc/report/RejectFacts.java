package io.ersilia.precalc.report;

import io.ersilia.precalc.run.Reason;
import java.util.List;

/**
 * The rows that were rejected for one reason.
 *
 * @param stage that rejected them: predict or serve
 * @param examples the first few
 */
public record RejectFacts(String stage, Reason reason, long rows, List<Example> examples) {

    public RejectFacts {
        examples = List.copyOf(examples);
    }

    /** A rejected row, counted in the file that was read from 1, so that a person sees what is meant by the reason. */
    public record Example(int worker, long row, String input, String detail) {}
}
