package io.ersilia.precalc.model;

import io.ersilia.precalc.run.ControlAnswer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The model's answers to well-known molecules at the start of its session, and how far later ones may differ. Thread-safe.
 */
final class KnownAnswers {

    /** Controls stand first, last, and in up to this many places within a large call. */
    private static final int MOST_WITHIN = 3;

    /** A call has one control inside per this many molecules: 2 %. */
    private static final int ROOM = 50;

    /** Controls at the ends expose a model that answers with the rows of any of this many earlier calls. */
    private static final int CALLS_APART = 40;

    /** Draws before repeated ends are accepted: if few molecules can be told apart, there may be no new ones. */
    private static final int MOST_DRAWS = 20;

    private final List<String> columns;
    private final Likeness likeness;
    private final Map<String, List<String>> answers = new LinkedHashMap<>();
    private final Random random;

    /** The answers expected at the ends of the last calls. */
    private final Deque<List<List<String>>> lastEnds = new ArrayDeque<>();

    /** The evidence that the model's answers vary, and their ranges; null while there is none. */
    private volatile @Nullable Shown shown;

    private record Shown(String evidence, Ranges ranges) {}

    KnownAnswers(List<String> smiles, ModelOutput output, Random random) {
        this.columns = output.columns();
        this.likeness = Likeness.of(output);
        this.random = random;
        for (int i = 0; i < smiles.size(); i++) {
            if (!ModelOutput.isEmpty(output.rows().get(i))) {
                answers.put(smiles.get(i), output.rows().get(i));
            }
        }
    }

    List<String> columns() {
        return columns;
    }

    /** The molecules with known answers. */
    List<String> smiles() {
        return List.copyOf(answers.keySet());
    }

    boolean hold(String smiles) {
        return answers.containsKey(smiles);
    }

    boolean same(List<String> one, List<String> other) {
        return likeness.same(one, other);
    }

    /** Describes the first column in which two rows differ: its value in the one, then in the other. */
    String difference(List<String> one, List<String> other) {
        int at = likeness.difference(one, other);
        return at < 0
                ? "the same"
                : "%s in column %s, and then %s"
                        .formatted(
                                ModelOutput.brief(one.subList(at, at + 1)),
                                columns.get(at),
                                ModelOutput.brief(other.subList(at, at + 1)));
    }

    boolean goByLength() {
        return WellKnown.goByLength(smiles(), List.copyOf(answers.values()));
    }

    /** The evidence that the model's answers vary; null while there is none. */
    @Nullable
    String evidence() {
        Shown now = shown;
        return now == null ? null : now.evidence();
    }

    /**
     * From now on compares answers with ranges, as no two answers are the same; widens the ranges known already.
     *
     * @return whether the model was not known to be random before
     */
    synchronized boolean becomeRanges(String evidence, Ranges ranges) {
        Shown now = shown;
        if (now == null) {
            shown = new Shown(evidence, ranges);
            return true;
        }
        now.ranges().widen(ranges);
        return false;
    }

    /** Whether the row cannot be this molecule's answer; false for an unknown molecule. */
    boolean isForeign(String smiles, List<String> row) {
        List<String> known = answers.get(smiles);
        if (known == null) {
            return false;
        }
        Shown now = shown;
        return now == null ? !likeness.same(known, row) : now.ranges().isMisplaced(smiles, row);
    }

    /** The molecules whose answers cannot be their own. */
    List<String> foreign(List<String> smiles, List<List<String>> rows) {
        List<String> foreign = new ArrayList<>();
        for (int i = 0; i < smiles.size(); i++) {
            if (isForeign(smiles.get(i), rows.get(i))) {
                foreign.add(smiles.get(i));
            }
        }
        return foreign;
    }

    /** Widens the ranges of a random model to include these answers, which are believed. */
    void learn(List<String> smiles, List<List<String>> rows) {
        Shown now = shown;
        if (now != null) {
            Set<String> ranged = now.ranges().molecules();
            for (int i = 0; i < smiles.size(); i++) {
                if (ranged.contains(smiles.get(i))) {
                    now.ranges().learn(smiles.get(i), rows.get(i));
                }
            }
        }
    }

    /** Some of the molecules in random order, those with distinguishable answers first. */
    List<String> some(int most, Set<String> without) {
        Shown now = shown;
        List<String> drawn =
                new ArrayList<>(now == null ? answers.keySet() : now.ranges().molecules());
        drawn.removeAll(without);
        Collections.sort(drawn); // so that only the shuffle decides
        synchronized (random) {
            Collections.shuffle(drawn, random);
        }
        List<String> chosen = new ArrayList<>();
        for (String one : drawn) {
            if (chosen.size() < most && chosen.stream().noneMatch(other -> likeness.same(answer(one), answer(other)))) {
                chosen.add(one);
            }
        }
        drawn.removeAll(chosen);
        chosen.addAll(drawn);
        return chosen.subList(0, Math.min(most, chosen.size()));
    }

    /** The two molecules with the lowest and the highest number in the column where these are furthest apart. */
    List<String> extremes() {
        String lowest = smiles().get(0);
        String highest = lowest;
        double furthest = 0;
        for (int column = 0; column < columns.size(); column++) {
            int at = column;
            Comparator<String> byNumber = Comparator.comparingDouble(text -> number(text, at));
            List<String> numbers = answers.keySet().stream()
                    .filter(text -> Double.isFinite(number(text, at)))
                    .sorted(byNumber)
                    .toList();
            if (numbers.size() > 1) {
                String low = numbers.get(0);
                String high = numbers.get(numbers.size() - 1);
                double apart = (number(high, at) - number(low, at))
                        / Math.max(Math.abs(number(high, at)), Math.abs(number(low, at)));
                if (apart > furthest) { // false for NaN
                    furthest = apart;
                    lowest = low;
                    highest = high;
                }
            }
        }
        return lowest.equals(highest) ? smiles().subList(0, Math.min(2, smiles().size())) : List.of(lowest, highest);
    }

    private double number(String smiles, int column) {
        return Likeness.number(answer(smiles).get(column));
    }

    private List<String> answer(String smiles) {
        return Optional.ofNullable(answers.get(smiles)).orElseThrow();
    }

    /**
     * The molecules with controls at the front, at the end and within. Choice and places are random, but the controls at the
     * ends differ from those of the calls before.
     */
    List<String> among(List<String> molecules) {
        List<String> controls = controls(molecules);
        List<String> sent = new ArrayList<>(molecules);
        for (int i = 2; i < controls.size(); i++) {
            synchronized (random) {
                sent.add(random.nextInt(sent.size() + 1), controls.get(i));
            }
        }
        if (controls.size() > 1) {
            sent.add(0, controls.get(1));
        }
        if (!controls.isEmpty()) {
            sent.add(controls.get(0)); // a single control goes last, where it shows a shift
        }
        return List.copyOf(sent);
    }

    private List<String> controls(List<String> molecules) {
        int most = 2 + Math.min(MOST_WITHIN, molecules.size() / ROOM);
        Set<String> without = Set.copyOf(molecules);
        List<String> drawn = some(most, without);
        synchronized (lastEnds) {
            for (int draw = 1; draw < MOST_DRAWS && lastEnds.contains(ends(drawn)); draw++) {
                drawn = some(most, without);
            }
            lastEnds.add(ends(drawn));
            if (lastEnds.size() > CALLS_APART) {
                lastEnds.remove();
            }
        }
        return drawn;
    }

    private List<List<String>> ends(List<String> controls) {
        return controls.stream().limit(2).map(this::answer).toList();
    }

    /** The same molecules in another order. */
    List<String> reordered(List<String> order) {
        synchronized (random) {
            return WellKnown.reordered(order, random);
        }
    }

    /** The molecules and their answers as controls of a slice. */
    static List<ControlAnswer> controlAnswers(List<String> smiles, Map<String, List<String>> rows) {
        return smiles.stream()
                .map(text -> new ControlAnswer(
                        text, Optional.ofNullable(rows.get(text)).orElseThrow()))
                .toList();
    }
}
