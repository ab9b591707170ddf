package io.ersilia.precalc.cli.options;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Options that exclude each other: the groups of the commands. */
public final class ExclusiveOptions {

    private ExclusiveOptions() {}

    /**
     * Lets an option that was given silence what a variable or a file says of those that it excludes.
     *
     * @return those that are silenced
     * @throws ParameterException when none was given, and variables and files say several
     */
    public static Set<ArgSpec> settle(ParseResult command, Defaults defaults) {
        Collection<ArgSpec> given = command.matchedArgs();
        Set<ArgSpec> silenced = new HashSet<>();
        for (ArgGroupSpec group : command.commandSpec().argGroups()) {
            Map<ArgSpec, String> said = new LinkedHashMap<>();
            for (ArgSpec option : group.args()) {
                defaults.said((OptionSpec) option).ifPresent(value -> said.put(option, value));
            }
            if (group.args().stream().anyMatch(given::contains)) {
                said.keySet().removeAll(given);
                said.keySet().forEach(ExclusiveOptions::silence);
                silenced.addAll(said.keySet());
            } else if (said.size() > 1) {
                throw new ParameterException(command.commandSpec().commandLine(), refusal(said));
            }
        }
        return silenced;
    }

    private static void silence(ArgSpec option) {
        try {
            option.setter().set(option.type() == boolean.class ? Boolean.FALSE : null);
        } catch (Exception e) { // a setter of picocli's for a field does not fail
            throw new IllegalStateException(e);
        }
    }

    /** {@code --worker 2 and --partitions 1,2 exclude each other: leave one out}. */
    public static String refusal(MutuallyExclusiveArgsException refused) {
        return refused.getCommandLine().getCommandSpec().argGroups().stream()
                .map(ExclusiveOptions::given)
                .filter(given -> given.size() > 1)
                .findFirst()
                .map(ExclusiveOptions::refusal)
                .orElseGet(() -> String.valueOf(refused.getMessage()));
    }

    private static Map<ArgSpec, String> given(ArgGroupSpec group) {
        Map<ArgSpec, String> given = new LinkedHashMap<>();
        for (ArgSpec option : group.args()) {
            List<String> values = option.stringValues();
            if (!values.isEmpty()) {
                given.put(option, String.join(" ", values));
            }
        }
        return given;
    }

    private static String refusal(Map<ArgSpec, String> options) {
        return options.entrySet().stream()
                        .map(one -> ((OptionSpec) one.getKey()).longestName()
                                + (one.getKey().arity().max() == 0 ? "" : " " + Defaults.shown(one.getValue())))
                        .collect(Collectors.joining(" and "))
                + " exclude each other: leave one out";
    }
}
