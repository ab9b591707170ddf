package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.CsvDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a file represents a table of molecules.
 *
 * @param gzip whether the file is compressed
 * @param separatorLine whether the first line names the delimiter, like Excel's {@code sep=;}
 * @param delimiter between cells; {@link #BLANK} for SMILES followed by a name
 * @param lineEnd LF (with or without CR), or CR alone
 */
public record Dialect(boolean gzip, Encoding encoding, boolean separatorLine, char delimiter, char lineEnd) {

    /** A blank or tab ends the SMILES, and the rest of the line is a name, as in {@code .smi} files. */
    static final char BLANK = ' ';

    /** The dialect that is read without a message and without a copy. */
    static final Dialect PLAIN = new Dialect(false, Encoding.UTF_8, false, ',', '\n');

    /** Words without special meaning in any shell. */
    private static final Pattern SHELL_WORD = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    /** Whether workers can read the file as it is. */
    public boolean isPlain() {
        return equals(PLAIN);
    }

    /** The format of the records; a line of SMILES and name is one cell. */
    CsvDialect form() {
        return delimiter == BLANK
                ? new CsvDialect(CsvDialect.NONE, lineEnd, true)
                : new CsvDialect(delimiter, lineEnd, true);
    }

    Dialect withDelimiter(char other) {
        return new Dialect(gzip, encoding, separatorLine, other, lineEnd);
    }

    /** The two cells of a line of SMILES and name. The extension of an extended SMILES belongs to the first. */
    static List<String> smilesAndName(String line) {
        String text = line.strip();
        int end = blank(text, 0);
        String name = text.substring(end).strip();
        int tail = name.startsWith("|") ? name.indexOf('|', 1) + 1 : 0;
        return tail == 0
                ? List.of(text.substring(0, end), name)
                : List.of(
                        text.substring(0, end) + " " + name.substring(0, tail),
                        name.substring(tail).strip());
    }

    private static int blank(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '\t') {
            at++;
        }
        return at;
    }

    /** A short description of the dialect. */
    public String words() {
        List<String> words = new ArrayList<>();
        if (gzip) {
            words.add("gzip");
        }
        if (encoding != Encoding.UTF_8) {
            words.add(encoding.label);
        }
        if (separatorLine) {
            words.add("a first line that names the separator");
        }
        switch (delimiter) {
            case ';' -> words.add("cells separated by semicolons");
            case '\t' -> words.add("cells separated by tabs");
            case BLANK -> words.add("SMILES followed by a blank and a name");
            case ',' -> {}
            default -> words.add("cells separated by " + delimiter);
        }
        if (lineEnd == '\r') {
            words.add("lines that end in CR alone");
        }
        return String.join(", ", words);
    }

    /** A command that converts the file into a readable one. */
    String mend(String file, String filter) {
        String name = shellWord(file);
        String decode = encoding == Encoding.UTF_8 ? "" : "iconv -f %s -t UTF-8".formatted(encoding.label);
        String input = gzip
                ? "gzip -dc %s | %s%s".formatted(name, decode.isEmpty() ? "" : decode + " | ", filter)
                : decode.isEmpty() ? "%s < %s".formatted(filter, name) : "%s %s | %s".formatted(decode, name, filter);
        return input + " > mended.csv";
    }

    /** The word, quoted for a shell if necessary. */
    static String shellWord(String text) {
        return SHELL_WORD.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
