package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.run.ControlAnswer;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Where the partitions of a run contradict each other about the model: each is compared with what most of them say.
 *
 * @param controlsDiffer whether a control molecule has different values in different partitions
 * @param lines the first few contradictions for a person, a line each, then how many more there are
 */
public record Disagreements(boolean controlsDiffer, List<String> lines) {

    /** How many contradictions are listed. */
    private static final int TOLD = 10;

    /** How many different answers are counted: 9,999 that all differ would each be compared with every other. */
    private static final int DIFFERENT = 100;

    public Disagreements {
        lines = List.copyOf(lines);
    }

    public static Disagreements among(List<PartitionManifest> partitions) {
        List<PartitionManifest> asked =
                partitions.stream().filter(one -> !one.columns().isEmpty()).toList();
        List<String> all = new ArrayList<>();
        List<String> columns = most(
                        asked.stream().map(PartitionManifest::columns).toList(), List::equals)
                .orElse(List.of());
        for (PartitionManifest one : asked) {
            if (!one.columns().equals(columns)) {
                all.add(
                        "%s has the columns %s, others have %s: predict it again with --force, or begin another run with --run"
                                .formatted(name(one), one.columns(), columns));
            }
        }
        Optional<String> version = most(
                asked.stream()
                        .flatMap(one -> Stream.ofNullable(one.modelVersion()))
                        .toList(),
                String::equals);
        for (PartitionManifest one : asked) {
            if (one.modelVersion() != null && !Optional.of(one.modelVersion()).equals(version)) {
                all.add("%s is of model version %s, others are of %s"
                        .formatted(name(one), one.modelVersion(), version.orElse("")));
            }
        }
        int apartFromControls = all.size();
        addControls(asked.stream().filter(one -> one.columns().equals(columns)).toList(), columns, all);
        List<String> told = new ArrayList<>(all.subList(0, Math.min(TOLD, all.size())));
        if (all.size() > TOLD) {
            told.add("and %s more".formatted(Words.count(all.size() - TOLD)));
        }
        return new Disagreements(all.size() > apartFromControls, told);
    }

    private static void addControls(List<PartitionManifest> asked, List<String> columns, List<String> all) {
        List<String> controls = asked.stream()
                .flatMap(one -> one.controls().stream())
                .map(ControlAnswer::smiles)
                .distinct()
                .toList();
        for (String control : controls) {
            List<Said> answers = new ArrayList<>();
            for (PartitionManifest one : asked) {
                one.controls().stream()
                        .filter(answer -> answer.smiles().equals(control))
                        .filter(answer -> answer.cells().size() == columns.size())
                        .reduce((first, last) -> last)
                        .ifPresent(answer -> answers.add(new Said(one, answer)));
            }
            for (int column = 0; column < columns.size(); column++) {
                addCells(answers, column, columns.get(column), all);
            }
        }
    }

    private record Said(PartitionManifest partition, ControlAnswer answer) {}

    private static void addCells(List<Said> answers, int column, String name, List<String> all) {
        Optional<ControlAnswer> most =
                most(answers.stream().map(Said::answer).toList(), (one, other) -> one.agreesWith(other, column));
        answers.forEach(one -> {
            ControlAnswer said = one.answer();
            if (!most.orElse(said).agreesWith(said, column)) {
                all.add("%s says %s for control %s in column %s, others say %s"
                        .formatted(
                                name(one.partition()),
                                shown(said.cells().get(column)),
                                said.smiles(),
                                name,
                                shown(most.orElse(said).cells().get(column))));
            }
        });
    }

    /** The answer that most give; among equals, the first. Of very many different answers, only the first ones are counted. */
    public static <T> Optional<T> most(Collection<T> said, BiPredicate<T, T> isSame) {
        Map<T, Integer> counts = new LinkedHashMap<>();
        for (T one : said) {
            Optional<T> known = counts.keySet().stream()
                    .filter(other -> isSame.test(other, one))
                    .findFirst();
            if (known.isPresent() || counts.size() < DIFFERENT) {
                counts.merge(known.orElse(one), 1, Integer::sum);
            }
        }
        int largest = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return counts.keySet().stream()
                .filter(one -> Objects.equals(counts.get(one), largest))
                .findFirst();
    }

    private static String shown(String cell) {
        return cell.isEmpty() ? "nothing" : cell;
    }

    private static String name(PartitionManifest partition) {
        return "part-%04d".formatted(partition.worker());
    }
}
