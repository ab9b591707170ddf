package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.Defaults;
import io.ersilia.precalc.cli.options.ExclusiveOptions;
import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.Message;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.PrivateFolder;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.words.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns everything that goes wrong into one line on stderr and an exit code. */
final class FailureHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version");

    private final BooleanSupplier stopping;
    private final Defaults defaults;
    private final Actions actions;

    /**
     * @param stopping whether the process was told to stop: any failure after that is because of it
     * @param defaults where a refused value may have come from
     * @param actions shows failures of a job on GitHub's pages
     */
    FailureHandler(BooleanSupplier stopping, Defaults defaults, Actions actions) {
        this.stopping = stopping;
        this.defaults = defaults;
        this.actions = actions;
    }

    /** Runs the command; help that cannot be printed is a failure like any other. */
    static int execute(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (Failure e) {
            throw new CommandLine.ExecutionException(parsed.commandSpec().commandLine(), "printing help", e);
        }
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        if (List.of(args).stream().anyMatch(HELP::contains)) {
            return help(e, args);
        }
        say(
                command,
                Actions.Level.ERROR,
                "%s (%ssee %s --help)"
                        .formatted(
                                e.getCause() instanceof Failure failure ? firstLine(failure) : refusal(first(e)),
                                origin(e, args),
                                command.getCommandSpec().qualifiedName()));
        return ExitCode.USAGE;
    }

    /** Shows help even if a value from a variable or a file is refused. */
    private int help(ParameterException refused, String[] args) {
        CommandLine command = refused.getCommandLine();
        command.setDefaultValueProvider(null);
        try {
            if (List.of(args).contains("-V") || List.of(args).contains("--version")) {
                command.printVersionHelp(command.getOut());
            } else {
                command.usage(command.getOut());
            }
            return ExitCode.DONE;
        } catch (Failure e) {
            say(command, level(e), firstLine(e));
            return ExitCode.of(e);
        }
    }

    /** Names the option, the value and what was expected; suggests similar names if the name typed is unknown. */
    private static String refusal(ParameterException e) {
        if (e instanceof MutuallyExclusiveArgsException exclusive) {
            return ExclusiveOptions.refusal(exclusive);
        }
        if (e.getArgSpec() != null && e.getCause() instanceof TypeConversionException expected) {
            String name = e.getArgSpec() instanceof OptionSpec option
                    ? option.longestName()
                    : e.getArgSpec().paramLabel();
            String why = firstLine(expected);
            return why.startsWith("expected ")
                    ? "%s %s: %s".formatted(name, Defaults.shown(e.getValue()), why)
                    : "%s: %s".formatted(name, why);
        }
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return firstLine(e);
        }
        boolean isCommand = !unmatched.isUnknownOption()
                && !e.getCommandLine().getSubcommands().isEmpty();
        String word = unmatched.getUnmatched().get(0);
        String said = isCommand
                ? "no command '%s'".formatted(Printable.of(word))
                : firstLine(e).replace(word, Printable.of(word));
        return nearest(unmatched)
                .map(nearest -> "%s: did you mean %s?".formatted(said, nearest))
                .orElse(said);
    }

    private String origin(ParameterException e, String[] args) {
        if (!(e.getArgSpec() instanceof OptionSpec option)
                || List.of(args).stream().anyMatch(arg -> isGiven(option, arg))) {
            return "";
        }
        return defaults.origin(option).map("it comes from %s; "::formatted).orElse("");
    }

    private static boolean isGiven(OptionSpec option, String arg) {
        return List.of(option.names()).stream()
                .anyMatch(name -> arg.equals(name)
                        || arg.startsWith(name + "=")
                        || (!name.startsWith("--") && arg.startsWith(name)));
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (isVerbose(command)) {
            e.printStackTrace(command.getErr());
        }
        if (stopping.getAsBoolean()) {
            String line = command.getCommand() instanceof JobCommand job ? job.stopped() : firstLine(Stop.failure(e));
            say(command, Actions.Level.WARNING, line);
            return ExitCode.STOPPED;
        }
        if (e instanceof Failure failure) {
            say(command, level(failure), firstLine(failure));
            return ExitCode.of(failure);
        }
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            say(
                    command,
                    Actions.Level.ERROR,
                    "this machine refuses: %s; %s"
                            .formatted(said(e), PrivateFolder.remedy("check its disk and temporary folder")));
            return ExitCode.UNAVAILABLE;
        }
        say(
                command,
                Actions.Level.ERROR,
                "a bug: %s: %s; please report it with the output of --verbose"
                        .formatted(e.getClass().getName(), firstLine(e)));
        return ExitCode.BUG;
    }

    private static boolean isVerbose(CommandLine command) {
        OptionSpec verbose = command.getCommandSpec().findOption("--verbose");
        return verbose != null && Boolean.TRUE.equals(verbose.getValue());
    }

    private void say(CommandLine command, Actions.Level level, String line) {
        command.getErr().println(Message.of(JobCommand.tone(level), line, actions.environment()));
        command.getErr().flush();
        if (actions.isHere()) {
            String name = command.getCommandSpec().qualifiedName();
            if (!(command.getCommand() instanceof JobCommand job) || !job.isJsonOnStdout()) {
                annotate(command, level, name, line);
            }
            actions.summary(() -> JobSummary.failed(name, line));
        }
    }

    /** Writes an annotation to standard output; if that fails, the line on stderr must do. */
    private void annotate(CommandLine command, Actions.Level level, String name, String line) {
        try {
            actions.annotate(level, name, line, command.getOut());
        } catch (Failure e) {
            LoggerFactory.getLogger(FailureHandler.class).debug("no annotation: {}", e.getMessage());
        }
    }

    /** Stopping is only a warning, as the work goes on by itself. */
    private static Actions.Level level(Failure failure) {
        return failure.kind() == Failure.Kind.STOPPED ? Actions.Level.WARNING : Actions.Level.ERROR;
    }

    private static String said(Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        return cause instanceof IOException io ? Printable.reason(io) : firstLine(e);
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }

    /** What to report about a refused line: the first unknown option or command if there is one, otherwise the refusal. */
    private static ParameterException first(ParameterException refused) {
        CommandLine command = refused.getCommandLine();
        List<String> unknown = refused.getArgSpec() == null && refused.getValue() != null
                ? List.of(refused.getValue()) // help for an unknown command
                : command.getUnmatchedArguments().stream()
                        .filter(word -> word.startsWith("-") || refused instanceof UnmatchedArgumentException)
                        .limit(1)
                        .toList();
        return unknown.isEmpty() ? refused : new UnmatchedArgumentException(command, unknown);
    }

    /** The existing name nearest to the one typed, if one is near. */
    private static Optional<String> nearest(UnmatchedArgumentException unmatched) {
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
