package io.ersilia.precalc.stats;

import java.util.Locale;

/**
 * What a cell of a partition is, by the grammar by which serve types it: {@code -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?} is a
 * number. Written for speed, as there are thousands of cells a row; over 100 lines for the one scan.
 */
final class Cell {

    /** Beyond these a table keeps no number: 1E-130 to 9.99…E+125. */
    private static final double SMALLEST = 1e-130;

    private static final double TOO_LARGE = 1e126;

    /** Up to so many digits a whole number is exact as a double, and so is ten to the power of so many. */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS_OF_TEN = new double[EXACT_DIGITS + 1];

    /** "-infinity" is the longest name of what is no number and no text. */
    private static final int LONGEST_NAME = 9;

    static {
        double power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private Cell() {}

    /** The number in the cell; infinite when a table cannot keep it, NaN when the cell is no number. */
    static double number(String cell) {
        int length = cell.length();
        int from = length > 0 && cell.charAt(0) == '-' ? 1 : 0;
        int point = digits(cell, from);
        if (point == from || (point > from + 1 && cell.charAt(from) == '0')) {
            return Double.NaN;
        }
        int end = point;
        if (end < length && cell.charAt(end) == '.') {
            end = digits(cell, point + 1);
            if (end == point + 1) {
                return Double.NaN;
            }
        }
        if (end == length && end - from <= EXACT_DIGITS) {
            return exact(cell, from, point, end);
        }
        return end == length || isExponent(cell, end) ? parsed(cell, from, end) : Double.NaN;
    }

    /** Whether the cell is text: neither a number nor empty, NaN or infinite. */
    static Kind kindOfOther(String cell) {
        if (cell.isEmpty()) {
            return Kind.EMPTY;
        }
        if (cell.length() > LONGEST_NAME) {
            return Kind.TEXT;
        }
        String name = cell.toLowerCase(Locale.ROOT);
        if (name.equals("nan")) {
            return Kind.EMPTY;
        }
        String unsigned = name.startsWith("-") || name.startsWith("+") ? name.substring(1) : name;
        return unsigned.equals("inf") || unsigned.equals("infinity") ? Kind.OUT_OF_RANGE : Kind.TEXT;
    }

    /** What a cell is that is no number. */
    enum Kind {
        EMPTY,
        TEXT,
        OUT_OF_RANGE
    }

    /** Few digits: the quotient of two exact numbers is the nearest double. */
    private static double exact(String cell, int from, int point, int end) {
        long digits = 0;
        for (int at = from; at < end; at++) {
            if (at != point) {
                digits = 10 * digits + (cell.charAt(at) - '0');
            }
        }
        double number = end == point ? digits : digits / POWERS_OF_TEN[end - point - 1];
        return from == 1 && digits != 0 ? -number : number; // no negative zero
    }

    private static double parsed(String cell, int from, int mantissaEnd) {
        double number = Double.parseDouble(cell);
        double size = Math.abs(number);
        if (size >= SMALLEST && size < TOO_LARGE) {
            return number;
        }
        for (int at = from; at < mantissaEnd; at++) {
            if (cell.charAt(at) >= '1') {
                return Double.POSITIVE_INFINITY; // too small as well
            }
        }
        return 0;
    }

    private static boolean isExponent(String cell, int at) {
        if (cell.charAt(at) != 'e' && cell.charAt(at) != 'E') {
            return false;
        }
        int from = at + 1;
        if (from < cell.length() && (cell.charAt(from) == '+' || cell.charAt(from) == '-')) {
            from++;
        }
        return from < cell.length() && digits(cell, from) == cell.length();
    }

    private static int digits(String cell, int from) {
        int at = from;
        while (at < cell.length() && cell.charAt(at) >= '0' && cell.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
