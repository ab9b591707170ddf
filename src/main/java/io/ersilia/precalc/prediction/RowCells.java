package io.ersilia.precalc.prediction;

import io.ersilia.precalc.csv.RecordScanner;
import java.util.List;

/** The cells of a row, whose numbers need not become texts first. */
interface RowCells {

    int size();

    String text(int cell);

    /**
     * Adds the number in the cell if it is short and has no exponent, as most cells are.
     *
     * @return whether it was added
     */
    boolean addShort(int cell, Values.Builder values);

    /** Cells that are texts already. */
    static RowCells of(List<String> cells) {
        return new RowCells() {
            @Override
            public int size() {
                return cells.size();
            }

            @Override
            public String text(int cell) {
                return cells.get(cell);
            }

            @Override
            public boolean addShort(int cell, Values.Builder values) {
                return false; // the text is parsed instead
            }
        };
    }

    /** The cells of the record that was read last, which has no quotes. */
    static RowCells of(RecordScanner records) {
        return new RowCells() {
            @Override
            public int size() {
                return records.count();
            }

            @Override
            public String text(int cell) {
                return records.cell(cell);
            }

            @Override
            public boolean addShort(int cell, Values.Builder values) {
                return ValueParser.addShort(records.bytes(), records.from(cell), records.to(cell), values);
            }
        };
    }
}
