package io.ersilia.precalc.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands that a document shows, as a script.
 *
 * @param blocks text of each block of commands, in order
 */
record ShownCommands(Path document, List<String> blocks) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|console)\\n(.*?)^```");

    /** A command on a terminal, with the lines that go on behind a backslash. */
    private static final Pattern TYPED = Pattern.compile("(?m)^\\$ ((?:.*\\\\\\n)*.*)$");

    private static final Pattern SERVER = Pattern.compile("(?m)^(\\./precalc api .*?)( *#.*)?$");

    static ShownCommands in(Path document) throws IOException {
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

    /** All of them one after the other; a server goes on in the background, and the next command waits for it. */
    String script() {
        String commands = String.join("", blocks);
        return SERVER.matcher(commands).replaceAll(found -> Matcher.quoteReplacement("start_server " + found.group(1)));
    }
}
