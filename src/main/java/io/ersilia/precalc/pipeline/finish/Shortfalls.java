package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.run.RunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why rows of a run are unaccounted for, by the workers whose partitions fall short.
 *
 * @param missing their partition is not in the store
 * @param unserved their partition is not in the table
 * @param replaced their items were overwritten by the named run, which must not do so, because it is older or a sample
 * @param leaking their rows do not add up
 * @param wrong their items are not in the table as they were served
 */
public record Shortfalls(
        List<Integer> missing,
        List<Integer> unserved,
        Map<Integer, RunId> replaced,
        List<Integer> leaking,
        List<Integer> wrong) {

    public Shortfalls {
        missing = List.copyOf(missing);
        unserved = List.copyOf(unserved);
        replaced = Map.copyOf(replaced);
        leaking = List.copyOf(leaking);
        wrong = List.copyOf(wrong);
    }

    /** The partitions by cause, for one line; empty when there are none. */
    public String line() {
        List<String> parts = new ArrayList<>();
        add(parts, "not predicted", missing);
        add(parts, "not served", unserved);
        Map<String, List<Integer>> byRun = new TreeMap<>();
        new TreeMap<>(replaced)
                .forEach((worker, by) -> byRun.computeIfAbsent(by.value(), run -> new ArrayList<>())
                        .add(worker));
        byRun.forEach(
                (by, workers) -> add(parts, "replaced by run %s, which is older or a sample".formatted(by), workers));
        add(parts, "rows lost", leaking);
        add(parts, "not in the table as served", wrong);
        return String.join("; ", parts);
    }

    private static void add(List<String> parts, String what, Collection<Integer> workers) {
        if (!workers.isEmpty()) {
            parts.add(what + ": "
                    + String.join(
                            ", ", workers.stream().map("part-%04d"::formatted).toList()));
        }
    }
}
