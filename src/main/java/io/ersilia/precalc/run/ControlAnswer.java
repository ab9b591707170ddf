package io.ersilia.precalc.run;

import java.util.List;

/**
 * A model's answer to a control molecule.
 *
 * @param smiles of the control molecule
 * @param cells one per output column; empty if the model has no value
 */
public record ControlAnswer(String smiles, List<String> cells) {

    /** The relative difference up to which two numbers are the same answer: hardware and batch size affect the last digits. */
    private static final double TOLERANCE = 1e-3;

    public ControlAnswer {
        cells = List.copyOf(cells);
    }

    /** Whether the other is the same answer for the same molecule, except for rounding. */
    public boolean agreesWith(ControlAnswer other) {
        if (!smiles.equals(other.smiles) || cells.size() != other.cells.size()) {
            return false;
        }
        for (int column = 0; column < cells.size(); column++) {
            if (!agreesWith(other, column)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the other, with as many cells, has the same value in this column, except for rounding. */
    public boolean agreesWith(ControlAnswer other, int column) {
        String mine = cells.get(column);
        String others = other.cells.get(column);
        if (mine.equals(others) || (isMissing(mine) && isMissing(others))) {
            return true;
        }
        try {
            double a = Double.parseDouble(mine);
            double b = Double.parseDouble(others);
            double larger = Math.max(Math.abs(a), Math.abs(b));
            return a == b || (!Double.isInfinite(larger) && Math.abs(a - b) <= TOLERANCE * larger);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether the cell has no value. */
    public static boolean isMissing(String cell) {
        return cell.isEmpty() || cell.equalsIgnoreCase("nan");
    }
}
