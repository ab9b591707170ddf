package io.ersilia.precalc.cli.text;

import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** What the program says on standard error: after its name, and no wider than the terminal, if that is one. */
public final class Message {

    private static final String PROGRAM = "precalc:";

    private Message() {}

    public static String of(String line, Map<String, String> environment) {
        return WordWrap.onStderr(PROGRAM + " " + line, environment);
    }

    /** Good or bad news; the program's name has the colour of it where colours are on. */
    public static String of(Tone tone, String line, Map<String, String> environment) {
        boolean isColoured =
                Terminal.isStderr() && !environment.containsKey("NO_COLOR") && !"dumb".equals(environment.get("TERM"));
        return WordWrap.onStderr(tone.of(PROGRAM, isColoured ? Ansi.ON : Ansi.OFF) + " " + line, environment);
    }
}
