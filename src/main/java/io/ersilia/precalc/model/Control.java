package io.ersilia.precalc.model;

import java.util.List;

/** A well-known molecule and what the model answered to it first: the end of every call, so that a shift shows. */
record Control(String smiles, List<String> answer) {

    /** Relative difference up to which two numbers are the same answer: hardware and batch size move last digits. */
    private static final double TOLERANCE = 1e-3;

    Control {
        answer = List.copyOf(answer);
        if (ModelOutput.isEmpty(answer)) {
            throw new IllegalArgumentException("a control needs an answer: '%s' has none".formatted(smiles));
        }
    }

    /** Whether the cells are the known answer, but for rounding. */
    boolean isAnsweredBy(List<String> cells) {
        if (cells.size() != answer.size()) {
            return false;
        }
        for (int i = 0; i < cells.size(); i++) {
            if (!same(answer.get(i), cells.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(String known, String said) {
        if (known.equals(said)) {
            return true;
        }
        try {
            double a = Double.parseDouble(known);
            double b = Double.parseDouble(said);
            return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
