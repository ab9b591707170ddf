package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.CampaignOptions;
import io.ersilia.precalc.cli.options.Defaults;
import io.ersilia.precalc.cli.options.ExclusiveOptions;
import io.ersilia.precalc.cli.options.OutputOptions;
import io.ersilia.precalc.cli.options.RunnerKind;
import io.ersilia.precalc.cli.options.ShellKind;
import io.ersilia.precalc.cli.text.HelpPage;
import io.ersilia.precalc.cli.text.Message;
import io.ersilia.precalc.cli.text.Terminal;
import io.ersilia.precalc.dataset.DatasetFormat;
import io.ersilia.precalc.engine.EngineKind;
import io.ersilia.precalc.pipeline.finish.Verification;
import io.ersilia.precalc.run.LocalPath;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The program's command line. */
@Command(
        name = "precalc",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Predictions of the Ersilia Model Hub: computed once for a library of molecules, then "
                + "looked up in milliseconds.",
        footer = {
            "  precalc run --model eos3b5e --runner embedded --library molecules.csv",
            "  precalc query --model eos3b5e --smiles CCO"
        },
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nEvery option can also be set by PRECALC_<NAME> (upper case, _ for -), or in "
                + "precalc.properties in the working folder or in ~/.config/precalc. A flag beats the "
                + "environment, the environment beats the working folder, that beats the user's file. "
                + "Options that start a program, name a host or overwrite a file are not read from the "
                + "working folder.%n%nExit codes:%n",
        exitCodeList = {
            "0:all rows accounted for",
            "1:a bug",
            "2:wrong usage",
            "3:more rejects than allowed, or inputs without prediction",
            "4:rows unaccounted for",
            "5:diff, publish: different beyond what is allowed",
            "65:input unusable",
            "69:something missing or refusing",
            "70:the model failed",
            "75:stopped with work kept: run again"
        })
public final class PrecalcCommand implements Runnable {

    /** In the order of the help; help and completion, which need all others, come after these. */
    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    private final Wiring wiring;

    private PrecalcCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    /** Makes the parts that the commands need. */
    Wiring wiring() {
        return wiring;
    }

    /**
     * Builds the command line: of one command if the arguments begin with it, which is faster; otherwise of all.
     *
     * @param stopping whether the process was told to stop: any failure after that is because of it
     */
    public static CommandLine commandLine(Wiring wiring, BooleanSupplier stopping, String... arguments) {
        return commandLine(wiring, stopping, Path.of(""), arguments);
    }

    /** @param folder the working folder */
    static CommandLine commandLine(Wiring wiring, BooleanSupplier stopping, Path folder, String... arguments) {
        Defaults defaults = new Defaults(wiring.environment(), folder);
        FailureHandler failures = new FailureHandler(stopping, defaults, wiring.actions());
        CommandLine commandLine = new CommandLine(new PrecalcCommand(wiring));
        if (arguments.length > 0 && COMMANDS.containsKey(arguments[0])) {
            commandLine.addSubcommand(arguments[0], COMMANDS.get(arguments[0]).get());
        } else {
            COMMANDS.forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
            commandLine
                    .addSubcommand("generate-completion", new CompletionCommand())
                    .addSubcommand("help", new CommandLine.HelpCommand());
        }
        commandLine
                .registerConverter(ModelId.class, parsing(ModelId::new))
                .registerConverter(RunId.class, parsing(RunId::new))
                .registerConverter(Path.class, parsing(LocalPath::of))
                .registerConverter(RunnerKind.class, oneOf(RunnerKind.values()))
                .registerConverter(CampaignOptions.Action.class, oneOf(CampaignOptions.Action.values()))
                .registerConverter(EngineKind.class, oneOf(EngineKind.values()))
                .registerConverter(ShellKind.class, oneOf(ShellKind.values()))
                .registerConverter(OutputOptions.Format.class, oneOf(OutputOptions.Format.values()))
                .registerConverter(DatasetFormat.class, oneOf(DatasetFormat.values()))
                .registerConverter(Verification.Scope.class, oneOf(Verification.Scope.values()))
                .registerConverter(int.class, PrecalcCommand::whole)
                .registerConverter(Integer.class, PrecalcCommand::whole)
                .registerConverter(double.class, expecting("a number", Double::valueOf))
                .registerConverter(Double.class, expecting("a number", Double::valueOf))
                .registerConverter(BigDecimal.class, expecting("a number", BigDecimal::new))
                .registerConverter(boolean.class, PrecalcCommand::flag)
                .setDefaultValueProvider(defaults)
                .setColorScheme(colours(wiring.environment()))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setExecutionStrategy(parsed -> {
                    List<CommandLine> lines = parsed.asCommandLineList();
                    if (lines.stream()
                            .noneMatch(line -> line.isUsageHelpRequested() || line.isVersionHelpRequested())) {
                        ParseResult command = lines.get(lines.size() - 1).getParseResult();
                        Set<ArgSpec> silenced = ExclusiveOptions.settle(command, defaults);
                        defaults.announce(command, silenced, line -> {
                            commandLine.getErr().println(Message.of(line, wiring.environment()));
                            commandLine.getErr().flush();
                        });
                    }
                    return FailureHandler.execute(parsed);
                });
        HelpPage.install(commandLine);
        return commandLine;
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("plan", PlanCommand::new);
        commands.put("predict", PredictCommand::new);
        commands.put("serve", ServeCommand::new);
        commands.put("finish", FinishCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("campaign", CampaignCommand::new);
        commands.put("submit", SubmitCommand::new);
        commands.put("query", QueryCommand::new);
        commands.put("models", ModelsCommand::new);
        commands.put("report", ReportCommand::new);
        commands.put("rejects", RejectsCommand::new);
        commands.put("export", ExportCommand::new);
        commands.put("diff", DiffCommand::new);
        commands.put("publish", PublishCommand::new);
        commands.put("purge", PurgeCommand::new);
        commands.put("api", ApiCommand::new);
        commands.put("mcp", McpCommand::new);
        commands.put("doctor", DoctorCommand::new);
        return commands;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Turns a value that the type refuses into wrong usage, with the type's own words. */
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
                .orElseThrow(() -> expected("one of %s"
                        .formatted(Arrays.stream(values).map(Object::toString).collect(Collectors.joining(", ")))));
    }

    private static Integer whole(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw expected(text.matches("[+-]?\\d+") ? "a whole number below 2,147,483,648" : "a whole number");
        }
    }

    private static <T> ITypeConverter<T> expecting(String what, Function<String, T> type) {
        return text -> {
            try {
                return type.apply(text);
            } catch (NumberFormatException e) {
                throw expected(what);
            }
        };
    }

    private static Boolean flag(String text) {
        if (!text.matches("(?i)true|false")) {
            throw expected("true or false");
        }
        return Boolean.valueOf(text);
    }

    /** Says only what was expected; the caller, who knows the option, adds the refused value. */
    private static TypeConversionException expected(String what) {
        return new TypeConversionException("expected " + what);
    }

    private static CommandLine.Help.ColorScheme colours(Map<String, String> environment) {
        return CommandLine.Help.defaultColorScheme(
                environment.containsKey("NO_COLOR") || !Terminal.isStdout()
                        ? CommandLine.Help.Ansi.OFF
                        : CommandLine.Help.Ansi.AUTO);
    }
}
