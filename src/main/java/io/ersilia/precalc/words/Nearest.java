package io.ersilia.precalc.words;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that a user probably meant by a misspelt one. */
public final class Nearest {

    /** The most letters that a typo changes: one wrong, one too many, one missing, or two swapped. */
    private static final int LETTERS = 2;

    private Nearest() {}

    /** The name nearest to the typed one, if any is near; the alphabetically first of several. */
    public static Optional<String> of(String typed, Stream<String> names) {
        LevenshteinDistance near = new LevenshteinDistance(LETTERS);
        Map<String, Integer> distances =
                names.distinct().collect(Collectors.toMap(Function.identity(), name -> near.apply(typed, name)));
        return distances.entrySet().stream()
                .filter(name -> name.getValue() >= 0)
                .min(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .map(Map.Entry::getKey);
    }
}
