package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.finish.Disagreements;
import io.ersilia.precalc.report.ControlFacts.Answer;
import io.ersilia.precalc.report.ControlFacts.Cell;
import io.ersilia.precalc.run.ControlAnswer;
import io.ersilia.precalc.run.PartitionManifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What partitions say of the control molecules, side by side. */
final class ReportedControls {

    /** So many cells that all agree on are listed: enough to see what is asked. */
    private static final int MOST_AGREED = 12;

    /** So many that differ. */
    private static final int MOST_DIFFERENT = 50;

    private ReportedControls() {}

    /** @param differ whether partitions contradict each other */
    static ControlFacts of(Collection<PartitionManifest> partitions, boolean differ) {
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
        return new ControlFacts(
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

    /** The answers of a column that differ by more than rounding, what most say first. */
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
