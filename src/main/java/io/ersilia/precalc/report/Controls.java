package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.finish.Disagreements;
import io.ersilia.precalc.run.ControlAnswer;
import io.ersilia.precalc.run.PartitionManifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the model answered for well-known molecules in each slice, side by side.
 *
 * @param asked how many workers asked for them
 * @param differ whether a control has different values in different partitions
 * @param agreed how many unlisted pairs of control and column are the same everywhere
 * @param checkedAgain how many molecules were asked again, chosen at random
 * @param differing how many of these were answered differently, and were asked again
 * @param shownRandom what showed that the model answers differently each time; null if nothing did
 */
public record Controls(
        int asked,
        boolean differ,
        List<Cell> cells,
        long agreed,
        long checkedAgain,
        long differing,
        @Nullable String shownRandom) {

    /** Most cells listed on which all workers agree: enough to see what was asked. */
    private static final int MOST_AGREED = 12;

    private static final int MOST_DIFFERENT = 50;

    public Controls {
        cells = List.copyOf(cells);
    }

    /**
     * A control molecule in a column.
     *
     * @param answers the answers that differ by more than rounding; first the one that most workers got
     */
    public record Cell(String smiles, String column, List<Answer> answers) {

        public Cell {
            answers = List.copyOf(answers);
        }
    }

    /** An answer, as the first of these workers got it. */
    public record Answer(String value, List<Integer> workers) {

        public Answer {
            workers = List.copyOf(workers);
        }
    }

    /** @param differ whether partitions contradict each other */
    static Controls of(Collection<PartitionManifest> partitions, boolean differ) {
        List<PartitionManifest> asked = partitions.stream()
                .filter(one -> !one.controls().isEmpty() && !one.columns().isEmpty())
                .toList();
        List<String> columns = Disagreements.most(
                        asked.stream().map(PartitionManifest::columns).toList(), List::equals)
                .orElse(List.of());
        Map<String, Map<Integer, ControlAnswer>> answers = new LinkedHashMap<>();
        for (PartitionManifest one : asked) {
            for (ControlAnswer answer : one.controls()) {
                if (answer.cells().size() == columns.size() && one.columns().equals(columns)) {
                    answers.computeIfAbsent(answer.smiles(), smiles -> new LinkedHashMap<>())
                            .put(one.worker(), answer);
                }
            }
        }
        List<Cell> same = new ArrayList<>();
        List<Cell> different = new ArrayList<>();
        long agreed = 0;
        for (Map.Entry<String, Map<Integer, ControlAnswer>> control : answers.entrySet()) {
            for (int column = 0; column < columns.size(); column++) {
                List<Answer> groups = groups(control.getValue(), column);
                List<Cell> list = groups.size() > 1 ? different : same;
                agreed += groups.size() > 1 ? 0 : 1;
                if (list.size() < (groups.size() > 1 ? MOST_DIFFERENT : MOST_AGREED)) {
                    list.add(new Cell(control.getKey(), columns.get(column), groups));
                }
            }
        }
        long notListed = agreed - same.size();
        different.addAll(same);
        return new Controls(
                asked.size(),
                differ,
                different,
                notListed,
                partitions.stream().mapToLong(PartitionManifest::checkedAgain).sum(),
                partitions.stream().mapToLong(PartitionManifest::differing).sum(),
                partitions.stream()
                        .flatMap(one -> Stream.ofNullable(one.shownRandom()))
                        .findFirst()
                        .orElse(null));
    }

    /** The answers of a column that differ by more than rounding, the most frequent first. */
    private static List<Answer> groups(Map<Integer, ControlAnswer> answers, int column) {
        Map<ControlAnswer, List<Integer>> groups = new LinkedHashMap<>();
        answers.forEach((worker, said) -> {
            ControlAnswer group = groups.keySet().stream()
                    .filter(first -> first.agreesWith(said, column))
                    .findFirst()
                    .orElse(said);
            groups.computeIfAbsent(group, first -> new ArrayList<>()).add(worker);
        });
        return groups.entrySet().stream()
                .map(group -> new Answer(group.getKey().cells().get(column), group.getValue()))
                .sorted(Comparator.comparing((Answer one) -> -one.workers().size()))
                .toList();
    }
}
