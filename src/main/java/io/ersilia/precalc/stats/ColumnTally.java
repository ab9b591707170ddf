package io.ersilia.precalc.stats;

import io.ersilia.precalc.run.CellGrammar;

/** Counts the cells of a column, or merges the statistics of its partitions. Not thread-safe. */
final class ColumnTally {

    private final String column;
    private final NumberTally numbers;
    private final TextTally texts;
    private long numberCount;
    private long textCount;
    private long empties;
    private long outOfRange;
    private long fractions;
    private boolean fractionsUnknown;

    ColumnTally(String column, Detail detail) {
        this.column = column;
        this.numbers = new NumberTally(detail);
        this.texts = new TextTally(detail);
    }

    void add(String cell) {
        double number = CellGrammar.number(cell);
        if (Double.isFinite(number)) {
            numberCount++;
            fractions += number == Math.rint(number) ? 0 : 1;
            numbers.add(number);
            return;
        }
        switch (Double.isInfinite(number) ? CellGrammar.Kind.OUT_OF_RANGE : CellGrammar.kindOfOther(cell)) {
            case EMPTY -> empties++;
            case OUT_OF_RANGE -> outOfRange++;
            case TEXT -> {
                textCount++;
                texts.add(cell);
            }
        }
    }

    void add(ColumnStats other) {
        numberCount += other.numbers();
        textCount += other.texts();
        empties += other.empties();
        outOfRange += other.outOfRange();
        fractions += other.fractions() == null ? 0 : other.fractions();
        fractionsUnknown |= other.fractions() == null;
        if (other.distribution() != null) {
            numbers.add(other.distribution());
        }
        other.frequentTexts().forEach(texts::add);
    }

    ColumnStats stats() {
        return new ColumnStats(
                column,
                numberCount,
                textCount,
                empties,
                outOfRange,
                fractionsUnknown ? null : Long.valueOf(fractions),
                numbers.distribution(),
                texts.mostFrequent());
    }
}
