package io.ersilia.precalc.stats;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the texts of a column; rare ones are forgotten if there are many. */
final class TextTally {

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
