package io.ersilia.precalc.run;

import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Numbers of workers in the order given, each once, written as {@code 3,7,12-40}. */
public record WorkerNumbers(List<Integer> numbers) {

    private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,6})(?:-(\\d{1,6}))?\\s*");

    public WorkerNumbers {
        numbers = numbers.stream().distinct().toList();
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("no numbers of workers, expected e.g. 3,7,12-40");
        }
        numbers.forEach(number -> new Worker(number, Worker.MAX_TOTAL));
    }

    public static WorkerNumbers parse(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part);
            int from = range.matches() ? Integer.parseInt(range.group(1)) : 0;
            int to = from > 0 && range.group(2) != null ? Integer.parseInt(range.group(2)) : from;
            if (from < 1 || to < from || to > Worker.MAX_TOTAL) {
                throw new IllegalArgumentException(
                        "not numbers of workers: '%s', expected numbers from 1 to %s, e.g. 3,7,12-40"
                                .formatted(Printable.of(part), Words.count(Worker.MAX_TOTAL)));
            }
            IntStream.rangeClosed(from, to).forEach(numbers::add);
        }
        return new WorkerNumbers(numbers);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int begin = 0, end; begin < numbers.size(); begin = end) {
            end = begin + 1;
            while (end < numbers.size() && numbers.get(end) == numbers.get(end - 1) + 1) {
                end++;
            }
            text.append(begin == 0 ? "" : ",").append(numbers.get(begin));
            if (end - begin > 1) {
                text.append('-').append(numbers.get(end - 1));
            }
        }
        return text.toString();
    }
}
