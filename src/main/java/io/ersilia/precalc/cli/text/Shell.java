package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.words.ShellWord;
import org.jspecify.annotations.Nullable;

/** Words of commands that are shown so that they can be copied. */
public final class Shell {

    private Shell() {}

    /** The options that name store and table as they were named; null for the usual table. */
    public static String places(String store, @Nullable String table) {
        return " --store " + word(store) + (table == null ? "" : " --table " + word(table));
    }

    /** The word as a shell takes it. */
    public static String word(String text) {
        return ShellWord.of(text);
    }
}
