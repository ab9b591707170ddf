package io.ersilia.precalc.stats;

import io.ersilia.precalc.stats.Numbers.Ascending;
import java.io.IOException;

/**
 * How far two distributions of numbers are apart.
 *
 * @param kolmogorovSmirnov the largest difference between the shares of numbers up to any limit, from 0 to 1
 * @param wasserstein how far the numbers of one must be moved on average to become those of the other, in their unit
 * @param error by how much {@code kolmogorovSmirnov} may be wrong; 0 if it is exact. The other may be wrong by this times the
 *     distance between the smallest and the largest number
 */
public record Drift(double kolmogorovSmirnov, double wasserstein, double error) {

    /** Goes through both once; there must be at least one number in each. */
    public static Drift between(Numbers a, Numbers b) throws IOException {
        if (a.count() == 0 || b.count() == 0) {
            throw new IllegalArgumentException("no distributions of %d and %d numbers".formatted(a.count(), b.count()));
        }
        double largest = 0;
        double moved = 0;
        try (Ascending one = a.ascending();
                Ascending other = b.ascending()) {
            boolean more = one.next();
            boolean moreOther = other.next();
            long below = 0;
            long belowOther = 0;
            double last = 0;
            while (more || moreOther) {
                double at = more && (!moreOther || one.number() <= other.number()) ? one.number() : other.number();
                double apart = Math.abs((double) below / a.count() - (double) belowOther / b.count());
                moved += apart == 0 ? 0 : apart * (at - last);
                last = at;
                for (; more && one.number() == at; more = one.next()) {
                    below += one.times();
                }
                for (; moreOther && other.number() == at; moreOther = other.next()) {
                    belowOther += other.times();
                }
                largest = Math.max(largest, Math.abs((double) below / a.count() - (double) belowOther / b.count()));
            }
        }
        return new Drift(largest, moved, Math.min(1, a.error() + b.error()));
    }
}
