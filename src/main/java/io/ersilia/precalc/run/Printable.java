package io.ersilia.precalc.run;

import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;

/** Text from outside, made safe for one line of a log or message. */
public final class Printable {

    private static final int LONGEST = 120;

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Printable() {}

    /** The file system's own explanation, without Java's class names. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof FileAlreadyExistsException there) {
            return "%s is not a folder".formatted(of(String.valueOf(there.getFile())));
        }
        if (e instanceof CharacterCodingException) {
            return "not UTF-8";
        }
        String said = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        return said == null ? e.getClass().getSimpleName() : of(said);
    }

    /** The text without control characters, with hidden characters escaped, and truncated to fit a line. */
    public static String of(String text) {
        String line = text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .limit(LONGEST + 1L)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return Words.cut(visible(line), LONGEST);
    }

    /** A value as a message names it: quoted if it could not be seen otherwise. */
    public static String value(String text) {
        return text.isBlank() ? "'%s'".formatted(of(text)) : of(text);
    }

    /** The text with hidden characters escaped, e.g. {@code \\u202e}. */
    public static String visible(String text) {
        if (text.codePoints().noneMatch(Printable::isHidden)) {
            return text;
        }
        return text.codePoints()
                .mapToObj(c -> isHidden(c) ? spelled(c) : Character.toString(c))
                .collect(Collectors.joining());
    }

    /** A character by its number, in the notation of Java and JSON if that has one. */
    public static String spelled(int codePoint) {
        return codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT
                ? "\\u%04x".formatted(codePoint)
                : "\\u{%x}".formatted(codePoint);
    }

    /**
     * Whether a character is not visible but changes how others are shown: it moves the cursor, ends the line, changes the
     * direction of the text or has no width. Tabs and line feeds do not count, nor do the two joiners of Indian and Persian
     * scripts.
     */
    public static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint != '\n' && codePoint != '\t';
            case Character.FORMAT -> codePoint != ZERO_WIDTH_NON_JOINER && codePoint != ZERO_WIDTH_JOINER;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }
}
