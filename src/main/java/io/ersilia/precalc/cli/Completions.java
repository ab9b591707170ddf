package io.ersilia.precalc.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for the shells that picocli does not support. */
final class Completions {

    /** Options that take a path or an address; unlike file options, they are texts to the parser. */
    private static final Set<String> PATHS = Set.of("--library", "--input", "--store");

    private static final String FISH = """
            # Ids of the models in the store: that of the line, else that of the environment, else the usual one.
            function __precalc_models
                set -l store precalc-data
                set -q PRECALC_STORE; and set store $PRECALC_STORE
                set -l words (commandline -opc | string replace -r -- '^--store=' '--store\\n')
                set -l at (contains -i -- --store $words); and set store $words[(math $at + 1)]
                set store (string replace -r '^~/' $HOME/ -- $store)
                for file in $store/meta/* $store/out/*
                    string replace -rf '^(eos[0-9][a-z0-9]{3})(\\.json)?$' '$1' -- (basename $file)
                end
            end

            complete -c precalc -f
            """;

    private static final String POWERSHELL = """
            Register-ArgumentCompleter -Native -CommandName precalc -ScriptBlock {
                param($word, $line, $position)
                $words = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.Extent.Text })
                $store = if ($env:PRECALC_STORE) { $env:PRECALC_STORE } else { 'precalc-data' }
                $at = [array]::IndexOf($words, '--store')
                if ($at -ge 0 -and $at + 1 -lt $words.Count) { $store = $words[$at + 1].Trim("'", '"') }
                $models = @(Get-ChildItem "$store/meta", "$store/out" -ErrorAction SilentlyContinue |
                    ForEach-Object { $_.Name -replace '\\.json$', '' } | Where-Object { $_ -cmatch '^eos[0-9][a-z0-9]{3}$' } | Sort-Object -Unique)
                $offers = @{
            %s
                }
                # What takes a path or any text has an empty list, for which PowerShell offers files.
                $before = "$($words[1]) $($words[-1])"
                $offered = if ($words.Count -lt 2) { $offers[''] } elseif ($offers.ContainsKey($before)) { $offers[$before] } else { $offers[$words[1]] }
                $offered | Where-Object { $_ -and $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """;

    private final List<CommandSpec> commands;

    Completions(CommandSpec program) {
        commands = program.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .toList();
    }

    String fish() {
        StringBuilder script = new StringBuilder(FISH);
        for (CommandSpec command : commands) {
            script.append("complete -c precalc -n __fish_use_subcommand -a " + command.name())
                    .append(described(command.usageMessage().description()));
            String within = "complete -c precalc -n '__fish_seen_subcommand_from %s'".formatted(command.name());
            if (!arguments(command).isEmpty()) {
                script.append("%s -a '%s'\n".formatted(within, String.join(" ", arguments(command))));
            }
            options(command)
                    .forEach(option -> script.append(within + names(option) + values(option))
                            .append(described(option.description())));
        }
        return script.toString();
    }

    private static String names(OptionSpec option) {
        return Stream.of(option.names())
                .map(name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                .collect(Collectors.joining());
    }

    private static String values(OptionSpec option) {
        if (!takesValue(option)) {
            return "";
        }
        if (takesPath(option)) {
            return " -r -F";
        }
        String words = isModel(option) ? "(__precalc_models)" : String.join(" ", candidates(option));
        return words.isEmpty() ? " -x" : " -x -a '%s'".formatted(words);
    }

    private static String described(String[] lines) {
        return lines.length == 0
                ? "\n"
                : " -d '%s'\n"
                        .formatted(
                                lines[0].replace("%n", "").replace("\\", "\\\\").replace("'", "\\'"));
    }

    String powershell() {
        StringJoiner offers = new StringJoiner("\n");
        offers.add(offer("", commands.stream().map(CommandSpec::name).toList()));
        for (CommandSpec command : commands) {
            Stream<String> words = Stream.concat(
                    arguments(command).stream(), options(command).stream().map(OptionSpec::longestName));
            offers.add(offer(command.name(), words.toList()));
            for (OptionSpec option : options(command)) {
                for (String name : takesValue(option) ? option.names() : new String[0]) {
                    String before = command.name() + " " + name;
                    offers.add(
                            isModel(option) ? " '%s' = $models".formatted(before) : offer(before, candidates(option)));
                }
            }
        }
        return POWERSHELL.formatted(offers.toString().indent(7).stripTrailing());
    }

    private static String offer(String before, List<String> words) {
        return " '%s' = @(%s)"
                .formatted(before, words.stream().map("'%s'"::formatted).collect(Collectors.joining(", ")));
    }

    private List<String> arguments(CommandSpec command) {
        return command.name().equals("help")
                ? commands.stream().map(CommandSpec::name).toList()
                : command.positionalParameters().stream()
                        .flatMap(argument -> candidates(argument).stream())
                        .toList();
    }

    private static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden()).toList();
    }

    private static List<String> candidates(ArgSpec argument) {
        Iterable<String> known = argument.completionCandidates();
        return known == null
                ? List.of()
                : StreamSupport.stream(known.spliterator(), false).toList();
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().min() > 0;
    }

    private static boolean isModel(OptionSpec option) {
        return option.longestName().equals("--model");
    }

    private static boolean takesPath(OptionSpec option) {
        return option.type() == Path.class || PATHS.contains(option.longestName());
    }
}
