package io.ersilia.precalc.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options of one command, given or by default, as another takes them. */
public final class PassedOn {

    private PassedOn() {}

    /**
     * The words of those that both commands have.
     *
     * @param except long names of options that are not passed on
     */
    public static List<String> words(CommandLine from, CommandSpec to, Set<String> except) {
        List<String> words = new ArrayList<>();
        for (OptionSpec option : from.getCommandSpec().options()) {
            String name = option.longestName();
            if (!except.contains(name)
                    && !option.usageHelp()
                    && !option.versionHelp()
                    && to.optionsMap().containsKey(name)) {
                values(from, option).forEach(value -> {
                    words.add(name);
                    if (option.arity().max() > 0) {
                        words.add(value);
                    }
                });
            }
        }
        return words;
    }

    /** What was given, else what a variable or a file says, which need not be there where the words are used. */
    private static List<String> values(CommandLine from, OptionSpec option) {
        if (from.getParseResult().hasMatchedOption(option)) {
            boolean isOff = Boolean.FALSE.equals(option.getValue());
            return isOff ? List.of() : option.originalStringValues();
        }
        return from.getDefaultValueProvider() instanceof Defaults defaults
                ? defaults.said(option).stream().toList()
                : List.of();
    }
}
