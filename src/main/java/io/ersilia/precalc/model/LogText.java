package io.ersilia.precalc.model;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/** The end of a program's output, without colours and control characters. */
public final class LogText {

    private static final Pattern ANSI =
            Pattern.compile("\\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)?|.)");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    /** How many lines of a failed step go into a message. */
    private static final int LAST_LINES = 6;

    private static final int LAST_CHARACTERS = 800;

    private LogText() {}

    public static String clean(String text) {
        String lines = ANSI.matcher(text).replaceAll("").replace("\r\n", "\n").replace('\r', '\n');
        return CONTROL.matcher(lines).replaceAll("");
    }

    /**
     * The last {@code limit} bytes of the file after {@code from}, cleaned; empty when there is no such file. Links are not followed:
     * a model could point one at a file that it cannot read itself.
     */
    public static String tail(Path file, long from, int limit) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try (SeekableByteChannel open =
                Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long length = open.size();
            long begin = Math.min(Math.max(from, length - limit), length);
            open.position(begin);
            byte[] bytes = Channels.newInputStream(open).readNBytes((int) (length - begin));
            return clean(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "(no log: %s)%n".formatted(e.getMessage());
        }
    }

    /** The last lines that are not empty, joined into one for a message. */
    public static String lastWords(String said) {
        List<String> lines =
                said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        String words = String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        return words.isEmpty()
                ? "it said nothing"
                : "'%s'".formatted(words.substring(Math.max(0, words.length() - LAST_CHARACTERS)));
    }
}
