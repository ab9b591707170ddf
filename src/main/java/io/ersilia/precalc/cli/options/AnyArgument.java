package io.ersilia.precalc.cli.options;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Lets an argument of another program look like an option of this one: behind a blank, the parser takes none for an option. */
final class AnyArgument implements IParameterPreprocessor {

    @Override
    @SuppressWarnings("JdkObsolete") // what picocli hands over
    public boolean preprocess(
            Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> information) {
        if (!arguments.isEmpty() && arguments.peek().startsWith("-")) {
            arguments.push(" " + arguments.pop());
        }
        return false; // the parser goes on
    }
}
