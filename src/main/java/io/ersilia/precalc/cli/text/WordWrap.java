package io.ersilia.precalc.cli.text;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Breaks lines at blanks where a terminal is too narrow for them, as it would break them within words itself. What goes to a
 * file or a pipe stays as it is.
 */
public final class WordWrap {

    /** Shorter lines fit every window, whose width need not be asked. */
    private static final int FITS_ANYWHERE = 20;

    /** A number and its percent sign are one word. */
    private static final Pattern WORD = Pattern.compile("( *)([^ ]+(?: %)?)");

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    /** The last column of a line of a table, or how far a line is indented. */
    private static final Pattern LAST_COLUMN = Pattern.compile("^(?:.*  +| +)(?=[^ ])");

    private WordWrap() {}

    /** A line of standard error. */
    public static String onStderr(String line, Map<String, String> environment) {
        return line.length() > FITS_ANYWHERE && Terminal.isStderr()
                ? of(line, Window.ofStderr(environment) - TerminalLine.FREE)
                : line;
    }

    /** Text of standard output. */
    public static String onStdout(String text, Map<String, String> environment) {
        return text.length() > FITS_ANYWHERE && Terminal.isStdout()
                ? of(text, Window.ofStdout(environment) - TerminalLine.FREE)
                : text;
    }

    static String of(String text, int columns) {
        return text.lines().map(line -> broken(line, columns)).collect(Collectors.joining("\n"))
                + (text.endsWith("\n") ? "\n" : "");
    }

    /** A line of a table goes on under its last column, if that begins in the left half. */
    private static String broken(String line, int columns) {
        if (width(line) <= columns) {
            return line;
        }
        Matcher column = LAST_COLUMN.matcher(line);
        int hanging = column.find() ? width(column.group()) : 0;
        int indent = hanging <= columns / 2 ? hanging : 0;
        StringBuilder lines = new StringBuilder();
        int at = 0;
        for (Matcher word = WORD.matcher(line); word.find(); ) {
            int wide = width(word.group(2));
            if (at > 0 && at + word.group(1).length() + wide > columns) {
                lines.append('\n').append(" ".repeat(indent)).append(word.group(2));
                at = indent + wide;
            } else {
                lines.append(word.group());
                at += word.group(1).length() + wide;
            }
        }
        return lines.toString();
    }

    private static int width(String text) {
        return COLOUR.matcher(text).replaceAll("").length();
    }
}
