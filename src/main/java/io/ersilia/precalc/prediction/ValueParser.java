package io.ersilia.precalc.prediction;

import io.ersilia.precalc.run.CellGrammar;
import java.util.Optional;

/** Types the cells of a model's output. */
final class ValueParser {

    private ValueParser() {}

    /** The cell's value; empty if it is a number outside the range of a table. */
    static Optional<Value> parse(String cell) {
        if (CellGrammar.isShort(cell)) {
            return Optional.of(Value.number(CellGrammar.withoutTrailingZeros(cell)));
        }
        double number = CellGrammar.number(cell);
        if (Double.isFinite(number)) {
            return CellGrammar.plain(cell).map(Value::number);
        }
        if (Double.isInfinite(number)) {
            return Optional.empty();
        }
        return switch (CellGrammar.kindOfOther(cell)) {
            case EMPTY -> Optional.of(Value.MISSING);
            case TEXT -> Optional.of(Value.text(cell));
            case OUT_OF_RANGE -> Optional.empty();
        };
    }
}
