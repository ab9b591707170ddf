package io.ersilia.precalc.model;

import io.ersilia.precalc.run.ControlAnswer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether two answers of one session are the same: texts and whole numbers exactly, other numbers apart from the noise
 * that the rest of a batch causes. Between machines, {@link io.ersilia.precalc.run.ControlAnswer} is more tolerant.
 *
 * @param scale the largest magnitude seen in each column; 0 if it had no number
 */
record Likeness(List<Double> scale) {

    /** Relative differences up to this are noise: padding and batch norms move single precision by 1e-5. */
    static final double RELATIVE = 1e-4;

    /** Near zero, differences up to this part of the column's scale are noise: digits cancel out on the way. */
    static final double OF_SCALE = 1e-6;

    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");

    Likeness {
        scale = List.copyOf(scale);
    }

    static Likeness of(ModelOutput output) {
        List<Double> scale = new ArrayList<>();
        for (int column = 0; column < output.columns().size(); column++) {
            int at = column;
            scale.add(output.rows().stream()
                    .mapToDouble(row -> Math.abs(number(row.get(at))))
                    .filter(Double::isFinite)
                    .max()
                    .orElse(0));
        }
        return new Likeness(scale);
    }

    boolean same(List<String> one, List<String> other) {
        return one.size() == other.size() && difference(one, other) < 0;
    }

    /** Index of the first column in which two rows of the same width differ; -1 if there is none. */
    int difference(List<String> one, List<String> other) {
        for (int column = 0; column < one.size(); column++) {
            if (!same(one.get(column), other.get(column), column)) {
                return column;
            }
        }
        return -1;
    }

    private boolean same(String one, String other, int column) {
        if (one.equals(other) || (ControlAnswer.isMissing(one) && ControlAnswer.isMissing(other))) {
            return true;
        }
        if (isWhole(one) && isWhole(other)) {
            return new BigInteger(one).equals(new BigInteger(other));
        }
        double a = number(one);
        double b = number(other);
        double noise = Math.max(
                RELATIVE * Math.max(Math.abs(a), Math.abs(b)),
                column < scale.size() ? OF_SCALE * scale.get(column) : 0);
        return a == b || (!Double.isInfinite(noise) && Math.abs(a - b) <= noise); // false for NaN
    }

    static boolean isWhole(String cell) {
        return WHOLE.matcher(cell).matches();
    }

    /** The cell's number; NaN if it is not a number. */
    static double number(String cell) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
