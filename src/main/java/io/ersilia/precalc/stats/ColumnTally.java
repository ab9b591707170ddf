package io.ersilia.precalc.stats;

import io.ersilia.precalc.run.CellGrammar;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** Counts the texts of a column; rare ones are forgotten if there are many. */
    private static final class TextTally {

        /** The number of characters by which longer texts are identified. */
        private static final int LONGEST = 64;

        /** How many times more texts are counted than kept, so that a frequent text is not forgotten early. */
        private static final int COUNTED = 8;

        private static final Comparator<TextCount> MOST_FREQUENT =
                Comparator.comparingLong(TextCount::count).reversed().thenComparing(TextCount::text);

        private final int kept;
        private final Map<String, Long> counts = new HashMap<>();

        TextTally(Detail detail) {
            this.kept = detail.texts();
        }

        void add(String text) {
            boolean isLong = text.length() > LONGEST && text.codePointCount(0, text.length()) > LONGEST;
            add(new TextCount(isLong ? text.substring(0, text.offsetByCodePoints(0, LONGEST)) : text, 1));
        }

        void add(TextCount text) {
            counts.merge(text.text(), text.count(), Long::sum);
            if (counts.size() > COUNTED * kept) {
                List<TextCount> frequent = mostFrequent(COUNTED * kept / 2);
                counts.clear();
                frequent.forEach(often -> counts.put(often.text(), often.count()));
            }
        }

        /** In descending order of frequency, equals in alphabetical order. */
        List<TextCount> mostFrequent() {
            return mostFrequent(kept);
        }

        private List<TextCount> mostFrequent(int most) {
            return counts.entrySet().stream()
                    .map(entry -> new TextCount(entry.getKey(), entry.getValue()))
                    .sorted(MOST_FREQUENT)
                    .limit(most)
                    .toList();
        }
    }
}
