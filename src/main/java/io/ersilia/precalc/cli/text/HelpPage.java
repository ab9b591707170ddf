package io.ersilia.precalc.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.WordUtils;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Help of a command on one screen: usage, examples, then its options by topic, each in one sentence. {@code --help all} adds the
 * options that most never need, and all that is to be said of each.
 */
public final class HelpPage {

    /** The value of {@code --help} that asks for everything. */
    public static final String ALL = "all";

    private static final String HELP = "--help";

    /** Columns of a line that picocli gives to neither long names nor descriptions. */
    private static final int BESIDE = 7;

    /** What options are about; what is listed nowhere is about what the command does. */
    @SuppressWarnings("ImmutableEnumChecker") // Set.of makes a set that never changes
    private enum Topic {
        WHAT("What"),
        WHERE("Where", "--store", "--table", "--api", "--from"),
        MODEL(
                "Model",
                "--runner",
                "--model-version",
                "--batch-size",
                "--ersilia",
                "--fetch-from",
                "--serve-args",
                "--model-user",
                "--model-url",
                "--in-flight",
                "--docker",
                "--model-memory",
                "--network"),
        AWS("AWS", "--allow-wide", "--write-budget", "--max-parallel", "--prices"),
        OUTPUT("Output", "--format", "--output", "--quiet", "--verbose", HELP, "--version");

        private final String heading;

        @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
        private final Set<String> options;

        Topic(String heading, String... options) {
            this.heading = heading;
            this.options = Set.of(options);
        }

        static Topic of(OptionSpec option) {
            return Arrays.stream(values())
                    .filter(topic -> topic.options.contains(option.longestName()))
                    .findFirst()
                    .orElse(WHAT);
        }
    }

    private static final Set<String> RARE = Set.of(
            "--allow-wide",
            "--array-workers",
            "--batch-job",
            "--batch-predict-job",
            "--batch-queue",
            "--batch-size",
            "--continuation",
            "--docker",
            "--ersilia",
            "--fetch-from",
            "--image",
            "--in-flight",
            "--known-by-key",
            "--known-from",
            "--max-parallel",
            "--model-memory",
            "--model-url",
            "--model-user",
            "--network",
            "--prices",
            "--program",
            "--retry-rejects",
            "--serve-args",
            "--service-account",
            "--stage",
            "--trust-keys",
            "--verbose",
            "--verify",
            "--version",
            "--write-budget");

    private static final List<String> SECTIONS = List.of(
            UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS,
            UsageMessageSpec.SECTION_KEY_DESCRIPTION,
            UsageMessageSpec.SECTION_KEY_FOOTER_HEADING,
            UsageMessageSpec.SECTION_KEY_FOOTER,
            UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
            UsageMessageSpec.SECTION_KEY_OPTION_LIST,
            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST);

    private HelpPage() {}

    /** Gives the program and each of its commands such a page, as wide as the terminal, if it is shown on one. */
    public static void install(CommandLine program) {
        List<CommandLine> commands = new ArrayList<>(program.getSubcommands().values());
        commands.add(program);
        boolean onTerminal = Terminal.isStdout();
        for (CommandLine command : commands) {
            command.setHelpSectionKeys(SECTIONS);
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, Help::abbreviatedSynopsis);
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpPage::options);
            command.getHelpSectionMap()
                    .put(
                            UsageMessageSpec.SECTION_KEY_FOOTER,
                            help -> Stream.of(help.commandSpec().usageMessage().footer())
                                    .map(line -> "  " + whole(line.strip(), width(help) - 2))
                                    .collect(Collectors.joining()));
            command.getHelpSectionMap()
                    .put(
                            UsageMessageSpec.SECTION_KEY_DESCRIPTION,
                            help -> Stream.of(help.commandSpec().usageMessage().description())
                                    .map(line -> whole(line, width(help)))
                                    .collect(Collectors.joining()));
            command.getHelpSectionMap()
                    .put(
                            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING,
                            help -> whole(help.commandSpec().usageMessage().exitCodeListHeading(), width(help)));
            command.setUsageHelpAutoWidth(onTerminal);
            CommandSpec spec = command.getCommandSpec();
            if (spec.usageMessage().footer().length > 0) {
                spec.usageMessage().footerHeading("%nExamples:%n");
            }
            spec.usageMessage().parameterListHeading("%nArguments:%n");
            if (spec.mixinStandardHelpOptions()) {
                letHelpTakeAll(spec);
            }
        }
    }

    private static void letHelpTakeAll(CommandSpec command) {
        command.remove(command.findOption(HELP));
        command.addOption(OptionSpec.builder("-h", HELP)
                .usageHelp(true)
                .type(String.class)
                .arity("0..1")
                .paramLabel(ALL)
                .completionCandidates(List.of(ALL))
                .fallbackValue("")
                .description("Show this help; all: every option, in detail.")
                .build());
    }

    private static boolean isAll(CommandSpec command) {
        OptionSpec help = command.findOption(HELP);
        return help != null && ALL.equals(help.getValue());
    }

    private static String options(Help help) {
        boolean all = isAll(help.commandSpec());
        List<OptionSpec> visible = help.commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .toList();
        List<OptionSpec> shown = visible.stream()
                .filter(option -> all || !RARE.contains(option.longestName()))
                .map(option -> all ? option : brief(option))
                .toList();
        StringBuilder page = new StringBuilder();
        boolean isProgram = help.commandSpec().parent() == null;
        for (Topic topic : Topic.values()) {
            List<OptionSpec> about =
                    shown.stream().filter(option -> Topic.of(option) == topic).toList();
            if (!about.isEmpty()) {
                Help.Layout layout = help.createDefaultLayout(shown, List.of(), help.colorScheme());
                int columns =
                        width(help) - help.calcLongOptionColumnWidth(shown, List.of(), help.colorScheme()) - BESIDE;
                layout.addAllOptions(
                        about.stream().map(option -> wrapped(option, columns)).toList(), help.parameterLabelRenderer());
                page.append(help.createHeading("%n" + (isProgram ? "Options" : topic.heading) + ":%n"))
                        .append(layout);
            }
        }
        return page.toString();
    }

    private static int width(Help help) {
        return help.commandSpec().usageMessage().width();
    }

    /** Lines of whole words: picocli also breaks them at dots and slashes. */
    private static String whole(String text, int columns) {
        return text.formatted()
                .lines()
                .map(line -> WordUtils.wrap(line, columns) + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private static OptionSpec wrapped(OptionSpec option, int columns) {
        return OptionSpec.builder(option)
                .names(option.names()) // without the command they would not be resolved
                .description(Stream.of(option.description())
                        .flatMap(line -> WordUtils.wrap(line, columns).lines())
                        .toArray(String[]::new))
                .build();
    }

    /** With the first sentence of its description only. */
    private static OptionSpec brief(OptionSpec option) {
        String[] sentences = option.description();
        return sentences.length < 2
                ? option
                : OptionSpec.builder(option).description(sentences[0]).build();
    }
}
