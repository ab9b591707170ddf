package io.ersilia.precalc.run;

import io.ersilia.precalc.words.Words;
import org.jspecify.annotations.Nullable;

/** Makes text that people write about a model, of any length and content, fit to be stored and shown. */
public final class FactText {

    private FactText() {}

    /**
     * The text on one line, without control characters, with hidden characters escaped, and cut to {@code longest} characters;
     * null if nothing is left.
     */
    public static @Nullable String line(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        String line = Printable.visible(text.codePoints()
                .limit(2L * longest) // white space shrinks, but a text of megabytes is not worth reading
                .map(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll(" {2,}", " ")
                .strip());
        return line.isEmpty() ? null : Words.cut(line, longest);
    }
}
