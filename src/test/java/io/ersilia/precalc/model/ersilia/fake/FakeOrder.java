package io.ersilia.precalc.model.ersilia.fake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Orders in which a bad model or program gives its rows, by name. */
final class FakeOrder {

    private FakeOrder() {}

    /** The rows as they are given; as they are for an empty name. */
    static <T> List<T> of(String name, List<T> rows, Random random) {
        List<T> given = new ArrayList<>(rows);
        int last = rows.size() - 1;
        int at = last < 1 ? 0 : random.nextInt(last);
        switch (name) {
            case "reversed" -> Collections.reverse(given);
            case "shuffled" -> Collections.shuffle(given, random);
            case "shuffled-but-last" -> Collections.shuffle(given.subList(0, last), random);
            case "first-dropped" -> {
                given.remove(0);
                given.add(rows.get(last));
            }
            case "swapped" -> Collections.swap(given, at, Math.min(at + 1, last));
            case "doubled" -> given.set(Math.min(at + 1, last), rows.get(at));
            case "large-reversed" -> {
                if (rows.size() > 100) {
                    Collections.reverse(given);
                }
            }
            case "" -> {}
            default -> throw new IllegalArgumentException("no such order: " + name);
        }
        return given;
    }
}
