package io.ersilia.precalc.cli;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The command line as a page of Markdown, made from what {@code --help} is made from. */
final class CommandReference {

    private static final Set<String> OF_ALL =
            Set.of("--format", "--output", "--quiet", "--verbose", "--help", "--version");

    /** How wide a synopsis may be. */
    private static final int COLUMNS = 120;

    private final CommandLine program =
            PrecalcCommand.commandLine(new Wiring(Map.of("NO_COLOR", "1"), Clock.systemUTC()), () -> false);

    /** The names of the commands, in the order of {@code --help}. */
    List<String> commands() {
        return List.copyOf(program.getSubcommands().keySet());
    }

    String page() {
        StringBuilder page = new StringBuilder("""
                # Commands

                What `precalc --help` and `precalc COMMAND --help all` say, on one page. `mvn test -Dtest=CommandReferenceTest -Ddocs.write=true`
                writes it from the command line itself, and a test fails if it says anything else. Defaults are in parentheses.

                Every option also comes from its variable, from `precalc.properties` in the working folder (`batch-size=500`) and from
                `~/.config/precalc/precalc.properties`; a flag overrides the environment, which overrides the working folder, which overrides your own file. What starts a
                program, names a host or overwrites a file is [not taken from the working folder](guide.md#options). The [README](../README.md#exit-codes) lists the exit codes.

                """);
        page.append(commands().stream()
                .map(name -> "[%s](#%1$s)".formatted(name))
                .collect(Collectors.joining(" · ", "", "\n\n")));
        page.append("## Options of all commands\n\n");
        options(page, spec("status"), option -> OF_ALL.contains(option.longestName()));
        for (String name : commands()) {
            command(page, name);
        }
        return page.toString().stripTrailing() + "\n";
    }

    private CommandSpec spec(String command) {
        return Objects.requireNonNull(program.getSubcommands().get(command)).getCommandSpec();
    }

    private void command(StringBuilder page, String name) {
        CommandSpec command = spec(name);
        page.append("## ").append(name).append("\n\n");
        for (String line : command.usageMessage().description()) {
            page.append(text(line).isBlank() ? "" : text(line).strip() + "\n\n");
        }
        page.append("```\n").append(synopsis(name)).append("\n```\n\n");
        if (command.usageMessage().footer().length > 0) {
            page.append("```\n");
            for (String example : command.usageMessage().footer()) {
                page.append(example.strip()).append('\n');
            }
            page.append("```\n\n");
        }
        if (!command.positionalParameters().isEmpty()) {
            page.append("| argument | meaning |\n|---|---|\n");
            for (PositionalParamSpec argument : command.positionalParameters()) {
                page.append("| `%s` | %s |%n".formatted(argument.paramLabel(), words(argument.description())));
            }
            page.append('\n');
        }
        options(page, command, option -> !OF_ALL.contains(option.longestName()));
    }

    private String synopsis(String name) {
        CommandSpec command = spec(name);
        Help help = new Help(command, new Help.ColorScheme.Builder(Help.Ansi.OFF).build());
        command.usageMessage().width(COLUMNS);
        return help.synopsis(0).strip().lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private static void options(StringBuilder page, CommandSpec command, Predicate<OptionSpec> which) {
        List<OptionSpec> options = command.options().stream()
                .filter(option -> !option.hidden())
                .filter(which)
                .toList();
        if (options.isEmpty()) {
            return;
        }
        page.append("| option | meaning | variable |\n|---|---|---|\n");
        for (OptionSpec option : options) {
            page.append("| %s%s | %s | %s |%n"
                    .formatted(
                            List.of(option.names()).stream()
                                    .map("`%s`"::formatted)
                                    .collect(Collectors.joining(", ")),
                            option.arity().max() == 0 ? "" : " `%s`".formatted(option.paramLabel()),
                            words(option.description()),
                            option.usageHelp() || option.versionHelp() ? "" : "`%s`".formatted(variable(option))));
        }
        page.append('\n');
    }

    private static String variable(OptionSpec option) {
        return "PRECALC_"
                + option.longestName().replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String words(String[] lines) {
        return text(String.join(" ", lines));
    }

    /** Text as Markdown shows it unchanged. */
    private static String text(String line) {
        return line.replace("%n", " ").replace("<", "&lt;").replace("|", "\\|");
    }
}
