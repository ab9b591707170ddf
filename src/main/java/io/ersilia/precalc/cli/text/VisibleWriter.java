package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.run.Printable;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Writes what a person is to read: characters that would move the cursor, hide text or change its direction are spelled
 * out. The styles of help pass, as none of them hides anything: off, bold, italic, red, green and yellow.
 */
final class VisibleWriter extends FilterWriter {

    private static final Pattern PASSED_OR_CHECKED =
            Pattern.compile("\\x1b\\[(?:0|1|3|21|22|23|31|32|33|39)?m|\\r\\n|[^\\x1b\\r]+|.", Pattern.DOTALL);

    VisibleWriter(Writer out) {
        super(out);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        String part = text.substring(offset, offset + length);
        if (part.codePoints().noneMatch(Printable::isHidden)) {
            out.write(part);
            return;
        }
        for (String piece :
                (Iterable<String>) PASSED_OR_CHECKED.matcher(part).results().map(MatchResult::group)::iterator) {
            out.write(
                    piece.length() > 1 && (piece.charAt(0) == '\u001b' || piece.charAt(0) == '\r')
                            ? piece
                            : Printable.visible(piece));
        }
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        write(new String(text, offset, length), 0, length);
    }

    @Override
    public void write(int character) throws IOException {
        write(Character.toString((char) character), 0, 1);
    }
}
