package io.ersilia.precalc.cli;

import io.ersilia.precalc.words.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Options and commands that are not there: they explain what else is wrong, e.g. that one is missing. */
final class Mistyped {

    private Mistyped() {}

    /** What is to be said of the refused line: the first option or command that is not there, if any, else what was refused. */
    static ParameterException first(ParameterException refused) {
        CommandLine command = refused.getCommandLine();
        List<String> unknown = refused.getArgSpec() == null && refused.getValue() != null
                ? List.of(refused.getValue()) // help of no command
                : command.getUnmatchedArguments().stream()
                        .filter(word -> word.startsWith("-") || refused instanceof UnmatchedArgumentException)
                        .limit(1)
                        .toList();
        return unknown.isEmpty() ? refused : new UnmatchedArgumentException(command, unknown);
    }

    /** The name that is there and nearest to what was typed, if one is near. */
    static Optional<String> nearest(UnmatchedArgumentException unmatched) {
        String typed = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
        return Nearest.of(typed, names(unmatched.getCommandLine()))
                .or(() -> unmatched.getSuggestions().stream().findFirst());
    }

    private static Stream<String> names(CommandLine command) {
        return Stream.concat(
                command.getSubcommands().keySet().stream(),
                command.getCommandSpec().options().stream()
                        .flatMap(option -> Stream.of(option.names()))
                        .filter(name -> name.startsWith("--")));
    }
}
