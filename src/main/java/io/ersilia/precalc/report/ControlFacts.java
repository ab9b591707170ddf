package io.ersilia.precalc.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the model answered to well-known molecules at the beginning of each slice.
 *
 * @param asked how many workers asked it
 * @param differ whether a control has different values in different partitions
 * @param agreed how many pairs of control and column are the same everywhere and not listed
 * @param checkedAgain how many molecules were asked again at random places
 * @param differing how many of them were answered otherwise, and were asked anew
 * @param shownRandom what showed that the model answers differently each time; null when nothing did
 */
public record ControlFacts(
        int asked,
        boolean differ,
        List<Cell> cells,
        long agreed,
        long checkedAgain,
        long differing,
        @Nullable String shownRandom) {

    public static final ControlFacts NONE = new ControlFacts(0, false, List.of(), 0, 0, 0, null);

    public ControlFacts {
        cells = List.copyOf(cells);
    }

    /**
     * A control molecule in a column.
     *
     * @param answers that differ by more than rounding; what most workers say first
     */
    public record Cell(String smiles, String column, List<Answer> answers) {

        public Cell {
            answers = List.copyOf(answers);
        }
    }

    /**
     * An answer, and who gave it.
     *
     * @param value the first of these workers'
     */
    public record Answer(String value, List<Integer> workers) {

        public Answer {
            workers = List.copyOf(workers);
        }
    }
}
