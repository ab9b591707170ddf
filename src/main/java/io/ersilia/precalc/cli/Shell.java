package io.ersilia.precalc.cli;

import java.util.regex.Pattern;

/** Words of commands that are shown so that they can be copied. */
final class Shell {

    /** What no shell takes for anything else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private Shell() {}

    /** The word as a shell takes it. */
    static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
