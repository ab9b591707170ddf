package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.Defaults;
import io.ersilia.precalc.cli.options.OutputOptions;
import io.ersilia.precalc.cli.options.RunnerKind;
import io.ersilia.precalc.cli.text.Terminal;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.RunId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The program's command line. */
@Command(
        name = "precalc",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Predictions of the Ersilia Model Hub, calculated once for a library of molecules and looked up ever"
                        + " after.",
        footer = {
            "",
            "Every option also comes from PRECALC_<NAME> (upper case, _ for -) and from precalc.properties in the working"
                    + " folder or in ~/.config/precalc; flag beats environment beats working folder beats user's file. What"
                    + " starts a program, names a host or overwrites a file is not taken from the working folder.",
            "",
            "Exit codes: 0 all rows accounted for, 2 wrong usage, 3 more rejects than allowed or inputs without"
                    + " prediction, 4 rows unaccounted for, 65 input unusable, 69 something missing or refusing, 70 the model"
                    + " failed, 75 stopped with work kept: run again."
        })
public final class PrecalcCommand implements Runnable {

    @picocli.CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    private PrecalcCommand() {}

    /**
     * Builds the command line.
     *
     * @param stopping whether the process was told to stop, so that whatever fails now is no failure
     */
    public static CommandLine commandLine(Wiring wiring, BooleanSupplier stopping) {
        return commandLine(wiring, stopping, Path.of(""));
    }

    /** @param folder the working folder */
    static CommandLine commandLine(Wiring wiring, BooleanSupplier stopping, Path folder) {
        Defaults defaults = new Defaults(wiring.environment(), folder);
        FailureHandler failures = new FailureHandler(stopping, defaults, wiring.actions());
        CommandLine commandLine = new CommandLine(new PrecalcCommand());
        return commandLine
                .addSubcommand(new PlanCommand(wiring))
                .addSubcommand(new PredictCommand(wiring))
                .addSubcommand(new ServeCommand(wiring))
                .addSubcommand(new FinishCommand(wiring))
                .addSubcommand(new RunCommand(wiring))
                .addSubcommand(new StatusCommand(wiring))
                .addSubcommand(new QueryCommand(wiring))
                .addSubcommand(new ModelsCommand(wiring))
                .addSubcommand(new ReportCommand(wiring))
                .addSubcommand(new PurgeCommand(wiring))
                .addSubcommand(new ApiCommand(wiring))
                .addSubcommand(new DoctorCommand(wiring))
                .addSubcommand(new AutoComplete.GenerateCompletion())
                .registerConverter(ModelId.class, parsing(ModelId::new))
                .registerConverter(RunId.class, parsing(RunId::new))
                .registerConverter(RunnerKind.class, oneOf(RunnerKind.values()))
                .registerConverter(OutputOptions.Format.class, oneOf(OutputOptions.Format.values()))
                .setDefaultValueProvider(defaults)
                .setColorScheme(colours(wiring.environment()))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setExecutionStrategy(parsed -> {
                    if (parsed.asCommandLineList().stream()
                            .noneMatch(line -> line.isUsageHelpRequested() || line.isVersionHelpRequested())) {
                        defaults.settle(parsed);
                        defaults.tell(commandLine, parsed);
                    }
                    return FailureHandler.execute(parsed);
                });
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "no command given: name one, e.g. precalc run");
    }

    /** A refused value is wrong usage; the type says why in its own words. */
    private static <T> ITypeConverter<T> parsing(Function<String, T> type) {
        return text -> {
            try {
                return type.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        };
    }

    private static <T extends Enum<T>> ITypeConverter<T> oneOf(T[] values) {
        return text -> Arrays.stream(values)
                .filter(value -> value.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'%s' is none of %s"
                        .formatted(
                                Printable.of(text),
                                Arrays.stream(values).map(Object::toString).collect(Collectors.joining(", ")))));
    }

    private static CommandLine.Help.ColorScheme colours(Map<String, String> environment) {
        return CommandLine.Help.defaultColorScheme(
                environment.containsKey("NO_COLOR") || !Terminal.isStdout()
                        ? CommandLine.Help.Ansi.OFF
                        : CommandLine.Help.Ansi.AUTO);
    }
}
