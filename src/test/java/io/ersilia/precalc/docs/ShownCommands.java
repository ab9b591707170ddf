package io.ersilia.precalc.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The commands that a document shows, as a script.
 *
 * @param blocks text of each block of commands, in order
 */
public record ShownCommands(Path document, List<String> blocks) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|console)\\n(.*?)^```");

    /** A command on a terminal, with the lines that go on behind a backslash. */
    private static final Pattern TYPED = Pattern.compile("(?m)^\\$ ((?:.*\\\\\\n)*.*)$");

    private static final Pattern SERVER = Pattern.compile("(?m)^(\\./precalc api .*?)( *#.*)?$");

    /** Every document of the project that may show commands, in a fixed order. */
    public static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String place : List.of("", "docs", "infra")) {
            try (Stream<Path> files = Files.walk(Path.of(place), place.equals("docs") ? 2 : 1)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
            }
        }
        return documents;
    }

    public static ShownCommands in(Path document) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(document));
        while (block.find()) {
            blocks.add(block.group(1).equals("sh") ? block.group(2) : typed(block.group(2)));
        }
        return new ShownCommands(document, blocks);
    }

    private static String typed(String transcript) {
        StringBuilder commands = new StringBuilder();
        Matcher command = TYPED.matcher(transcript);
        while (command.find()) {
            commands.append(command.group(1)).append('\n');
        }
        return commands.toString();
    }

    /** The paragraphs of blocks that call the program, then the calls within sentences. */
    public List<String> calling(String program) throws IOException {
        Pattern call = Pattern.compile("(?m)(^|\\$\\()" + program + " ");
        List<String> commands = new ArrayList<>();
        for (String block : blocks) {
            Stream.of(block.split("\n\n"))
                    .filter(paragraph -> call.matcher(paragraph).find())
                    .forEach(commands::add);
        }
        Matcher within = Pattern.compile("`(" + program + " [^`]+)`").matcher(Files.readString(document));
        while (within.find()) {
            commands.add(within.group(1));
        }
        return commands;
    }

    /** All of them one after the other; a server goes on in the background, and the next command waits for it. */
    String script() {
        String commands = String.join("", blocks);
        return SERVER.matcher(commands).replaceAll(found -> Matcher.quoteReplacement("start_server " + found.group(1)));
    }
}
