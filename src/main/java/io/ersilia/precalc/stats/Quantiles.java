package io.ersilia.precalc.stats;

import io.ersilia.precalc.stats.Numbers.Ascending;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the numbers below which given shares of all numbers lie, interpolating linearly, as most programs do. */
public final class Quantiles {

    private Quantiles() {}

    /**
     * The number for each share; none if there are no numbers.
     *
     * @param shares ascending, from 0 (the smallest) to 1 (the largest)
     */
    public static List<Double> of(Numbers numbers, List<Double> shares) throws IOException {
        List<Double> found = new ArrayList<>();
        try (Ascending all = numbers.ascending()) {
            long seen = 0; // numbers up to the current one
            double before = Double.NaN;
            while (all.next() && found.size() < shares.size()) {
                double number = all.number();
                long from = seen;
                seen += all.times();
                while (found.size() < shares.size()) {
                    double place = shares.get(found.size()) * (numbers.count() - 1);
                    if (place > seen - 1) {
                        break;
                    }
                    double behind = place - (from - 1); // the share of the gap between the previous number and this one
                    found.add(behind >= 1 || from == 0 ? number : before + (number - before) * behind);
                }
                before = number;
            }
        }
        return found;
    }
}
