package io.ersilia.precalc.report;

import java.util.ArrayList;
import java.util.List;

/** Numbers of workers as a person writes them: {@code 1-3, 7}. */
public final class Numbers {

    /** More ranges than this do not fit on a line. */
    private static final int MOST_RANGES = 12;

    private Numbers() {}

    /** The numbers, which are in ascending order, in ranges. */
    public static String of(List<Integer> numbers) {
        List<String> ranges = new ArrayList<>();
        int told = 0;
        for (int start = 0; start < numbers.size() && ranges.size() < MOST_RANGES; start = told) {
            int end = start;
            while (end + 1 < numbers.size() && numbers.get(end + 1) == numbers.get(end) + 1) {
                end++;
            }
            ranges.add(
                    start == end ? "" + numbers.get(start) : "%d-%d".formatted(numbers.get(start), numbers.get(end)));
            told = end + 1;
        }
        String text = String.join(", ", ranges);
        return told < numbers.size() ? "%s and %d more".formatted(text, numbers.size() - told) : text;
    }
}
