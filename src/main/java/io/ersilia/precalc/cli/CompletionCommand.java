package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.ShellKind;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Completion for shells: commands, options and values as they are declared, paths, and the models of the store. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Print completion for bash, zsh, fish and PowerShell.",
            "It completes commands, options, values, paths and the models of the store."
        },
        footer = {"  source <(precalc generate-completion)", "  precalc generate-completion --shell fish | source"})
final class CompletionCommand implements Runnable {

    /** The place of options that take a path or an address, which the parser treats as texts. */
    private static final Pattern PATHS = Pattern.compile(
            "(?m)^(    (?:'-[^)]*\\|)?'--(?:library|input|store)'(?:\\|'--input')?\\)\\n)      return\\n");

    private static final Pattern MODELS = Pattern.compile("(?m)^(    '-m'\\|'--model'\\)\\n)      return\\n");

    /** Where the words of the line are read; bash treats the equals sign in {@code --option=value} as a separate word. */
    private static final Pattern WORDS = Pattern.compile("(?m)^(  local (curr|prev)_word=.*\\n)");

    private static final String OFFER_PATHS = """
                  local IFS=$'\\n'
                  type compopt &>/dev/null && compopt -o filenames
                  COMPREPLY=( $( compgen -f -- "${curr_word}" ) ) # files
                  return $?
            """;

    private static final String OFFER_MODELS = """
                  COMPREPLY=( $( compgen -W "$(_precalc_models)" -- "${curr_word}" ) )
                  return $?
            """;

    private static final String FIND_MODELS = """

            # Ids of the models in the store: that of the line, else that of the environment, else the usual one.
            function _precalc_models() {
              local store="${PRECALC_STORE:-precalc-data}"
              local i
              for (( i=1; i<COMP_CWORD; i++ )); do
                if [ "${COMP_WORDS[i]}" = "--store" ]; then
                  store="${COMP_WORDS[i+1]}"
                  if [ "$store" = "=" ]; then store="${COMP_WORDS[i+2]}"; fi
                elif [[ "${COMP_WORDS[i]}" == --store=* ]]; then
                  store="${COMP_WORDS[i]#--store=}"
                fi
              done
              store="${store/#\\~\\//$HOME/}"
              ls -- "$store/meta" "$store/out" 2>/dev/null | sed -n 's/^\\(eos[0-9][a-z0-9]\\{3\\}\\)\\(\\.json\\)*$/\\1/p' | sort -u
            }
            """;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--shell",
            paramLabel = "SHELL",
            defaultValue = "bash",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    ShellKind shell;

    @Override
    public void run() {
        CommandSpec program = Objects.requireNonNull(spec.parent());
        String script = switch (shell) {
            case FISH -> new Completions(program).fish();
            case POWERSHELL -> new Completions(program).powershell();
            case BASH, ZSH -> bash(program);
        };
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
    }

    /** The completion for bash, which zsh accepts too. */
    private static String bash(CommandSpec program) {
        String declared = AutoComplete.bash(program.name(), program.commandLine());
        String withSigns = WORDS.matcher(declared)
                .replaceAll(
                        line -> Matcher.quoteReplacement(
                                line.group(1)
                                        + (line.group(2).equals("curr")
                                                ? "  if [ \"${curr_word}\" = \"=\" ]; then curr_word=\"\"; fi\n"
                                                : "  if [ \"${prev_word}\" = \"=\" ]; then prev_word=${COMP_WORDS[COMP_CWORD-2]}; fi\n")));
        String withPaths = replaced(PATHS, withSigns, OFFER_PATHS);
        return replaced(MODELS, withPaths, OFFER_MODELS) + FIND_MODELS;
    }

    private static String replaced(Pattern pattern, String script, String offer) {
        return pattern.matcher(script).replaceAll("$1" + Matcher.quoteReplacement(offer));
    }
}
