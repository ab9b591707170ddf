package io.ersilia.precalc.stats;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts of a column while they are counted, the rare ones forgotten when there are many. */
final class TextTally {

    /** Longer texts are known by so many characters. */
    private static final int LONGEST = 64;

    /** So many times more texts are counted than are kept: what comes often is not forgotten before it came often. */
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

    /** The most frequent first, of equals by their letters. */
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
