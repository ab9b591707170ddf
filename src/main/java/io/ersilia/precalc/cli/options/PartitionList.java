package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Worker;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Numbers of partitions as they are given to a command: {@code 1,11,21}. */
public final class PartitionList {

    private static final Pattern NUMBER = Pattern.compile("\\s*\\d{1,3}\\s*");

    private PartitionList() {}

    /** The numbers in the order given, each once. */
    public static List<Integer> parse(String text) {
        return Stream.of(text.split(",", -1))
                .map(PartitionList::number)
                .distinct()
                .toList();
    }

    private static int number(String text) {
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text.strip()) : 0;
        if (number < 1 || number > Worker.MAX_TOTAL) {
            throw Failure.usage("not a number of a partition: '%s', expected 1 to %d with --partitions, e.g. 1,11,21"
                    .formatted(Printable.of(text), Worker.MAX_TOTAL));
        }
        return number;
    }
}
