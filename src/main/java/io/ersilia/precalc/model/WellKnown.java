package io.ersilia.precalc.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The molecules that a session asks for twice before it asks for any other. */
final class WellKnown {

    /**
     * Bromomethane, N-methylacetamide, sulfanilamide, propranolol, lidocaine: each text is as long as one of {@link
     * CheckedModel#CONTROLS} but means a very different molecule, so that answers looked up by length are noticed.
     */
    private static final List<String> PARTNERS = List.of(
            "CBr", "CC(=O)NC", "Nc1ccc(cc1)S(N)(=O)=O", "CC(C)NCC(O)COc1cccc2ccccc12", "CCN(CC)CC(=O)Nc1c(C)cccc1C");

    /** This many pairs of equal length with equal answers are not an accident. */
    private static final int MIN_PAIRS = 3;

    /** With ten molecules, one order in a few hundred is suitable; with very few, there may be none. */
    private static final int MAX_SHUFFLES = 10_000;

    private WellKnown() {}

    /** The controls, followed by the others. */
    static List<String> with(List<String> controls) {
        Set<String> all = new LinkedHashSet<>(controls);
        all.addAll(PARTNERS);
        return List.copyOf(all);
    }

    /**
     * Another order, in which no molecule has an old neighbour or an old counterpart from the other end, and two texts of
     * equal length, if there are any, have swapped their order: a model that answers by place then answers differently.
     */
    static List<String> reordered(List<String> order, Random random) {
        List<String> other = new ArrayList<>(order);
        for (int tries = 0; tries < MAX_SHUFFLES; tries++) {
            Collections.shuffle(other, random);
            if (isQuiteAnother(order, other)) {
                break;
            }
        }
        return List.copyOf(other);
    }

    private static boolean isQuiteAnother(List<String> order, List<String> other) {
        Map<String, Integer> before = new HashMap<>();
        order.forEach(text -> before.put(text, before.size()));
        int last = order.size() - 1;
        boolean turned = !hasPairs(order);
        for (int i = 0; i <= last; i++) {
            int was = before.getOrDefault(other.get(i), 0);
            if (i < last && Math.abs(before.getOrDefault(other.get(i + 1), 0) - was) == 1) {
                return false;
            }
            if (i < last - i && before.getOrDefault(other.get(last - i), 0) == last - was) {
                return false;
            }
            for (int j = i + 1; j <= last; j++) {
                turned |= other.get(i).length() == other.get(j).length() && before.getOrDefault(other.get(j), 0) < was;
            }
        }
        return turned;
    }

    private static boolean hasPairs(List<String> texts) {
        return texts.stream().map(String::length).distinct().count() < texts.size();
    }

    /**
     * Whether the answers depend on the length of the texts: texts of equal length share an answer, a number that is not
     * whole, and other lengths have other answers. A model with few distinct values does not do that.
     */
    static boolean goByLength(List<String> texts, List<List<String>> answers) {
        Map<Integer, List<String>> byLength = new HashMap<>();
        int pairs = 0;
        for (int i = 0; i < texts.size(); i++) {
            List<String> known = byLength.putIfAbsent(texts.get(i).length(), answers.get(i));
            if (known != null) {
                if (!known.equals(answers.get(i)) || known.stream().noneMatch(WellKnown::isBroken)) {
                    return false;
                }
                pairs++;
            }
        }
        return pairs >= MIN_PAIRS && Set.copyOf(byLength.values()).size() == byLength.size();
    }

    private static boolean isBroken(String cell) {
        double number = Likeness.number(cell);
        return Double.isFinite(number) && number != Math.rint(number);
    }
}
