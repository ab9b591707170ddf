package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.words.ShellWord;
import org.jspecify.annotations.Nullable;

/** Words of commands that are shown so that they can be copied. */
public final class Shell {

    private Shell() {}

    /** The options that name store and table as they were named; null for the usual table. */
    public static String places(String store, @Nullable String table) {
        return " --store " + ShellWord.of(store) + (table == null ? "" : " --table " + ShellWord.of(table));
    }

    /** A command about a run, without its places. */
    public static String command(String name, ModelId model, RunId run) {
        return "precalc %s --model %s --run %s".formatted(name, model, run);
    }
}
