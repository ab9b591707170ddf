package io.ersilia.precalc.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Takes an argument of another program as it is, even one that looks like an option of this one. */
final class AnyArgument implements IParameterConsumer {

    @Override
    @SuppressWarnings("JdkObsolete") // what picocli hands over
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        if (arguments.isEmpty()) {
            throw new MissingParameterException(
                    command.commandLine(), option, "Missing required parameter for option '--with' (ARG)");
        }
        List<String> all = new ArrayList<>(option.<List<String>>getValue());
        all.add(arguments.pop());
        option.setValue(all);
    }
}
