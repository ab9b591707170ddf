package io.ersilia.precalc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One row of the table: what is prepared, what is called, and everything that can be seen afterwards. */
final class BadInput {

    final String name;
    final List<Consumer<Scene>> prepared = new ArrayList<>();
    final Map<String, List<String>> contents = new TreeMap<>();
    Supplier<Map<String, String>> environment = Map::of;
    String command = "";
    int code;
    List<String> err = List.of();
    String out = "";
    List<String> appears = List.of();

    private BadInput(String name) {
        this.name = name;
    }

    static BadInput when(String name) {
        return new BadInput(name);
    }

    /** Before the command; a library of three molecules, {@code lib.csv}, is always there. */
    BadInput with(Consumer<Scene> preparation) {
        prepared.add(preparation);
        return this;
    }

    BadInput in(Supplier<Map<String, String>> variables) {
        environment = variables;
        return this;
    }

    BadInput runs(String line) {
        command = line;
        return this;
    }

    /** The exit code and every line of stderr. */
    BadInput ends(int exitCode, String... lines) {
        code = exitCode;
        err = List.of(lines);
        return this;
    }

    BadInput prints(String line) {
        out = line;
        return this;
    }

    /** Files and rows of the table that are there afterwards and were not before; nothing else, and nothing is gone. */
    BadInput leaves(String... filesAndRows) {
        appears = List.of(filesAndRows);
        return this;
    }

    /** The lines of a file below the first. */
    BadInput says(String file, String... lines) {
        contents.put(file, List.of(lines));
        return this;
    }

    @Override
    public String toString() {
        return name;
    }
}
