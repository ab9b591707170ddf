package io.ersilia.precalc.run;

import io.ersilia.precalc.words.Words;
import org.jspecify.annotations.Nullable;

/** Text of people about a model, which may be of any length and contain anything, made fit to be kept and shown. */
public final class FactText {

    private FactText() {}

    /**
     * The text on one line without control characters, hidden characters escaped, cut to that many characters; null if
     * nothing is left.
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
