package io.ersilia.precalc.model;

import io.ersilia.precalc.run.ControlAnswer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model's answer to one call.
 *
 * @param columns names of the output columns
 * @param rows one per molecule sent, in that order, each with a cell per column; a cell without a value is empty
 */
public record ModelOutput(List<String> columns, List<List<String>> rows) {

    private static final int BRIEF = 3;

    public ModelOutput {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("%d cells for %d columns".formatted(row.size(), columns.size()));
            }
        }
    }

    /** The first cells of a row, for a message. */
    public static String brief(List<String> row) {
        if (row.isEmpty()) {
            return "nothing";
        }
        String first = row.stream()
                .limit(BRIEF)
                .map(cell -> cell.isEmpty() ? "nothing" : cell)
                .collect(Collectors.joining(", "));
        return row.size() > BRIEF ? first + ", …" : first;
    }

    /** Whether every cell of the row is empty or NaN. */
    public static boolean isEmpty(List<String> row) {
        return row.stream().allMatch(ControlAnswer::isMissing);
    }
}
