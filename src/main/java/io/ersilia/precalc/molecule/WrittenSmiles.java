package io.ersilia.precalc.molecule;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SMILES of a cell as people and their programs write it: in blanks of any kind, with signs that only look right, with
 * a tail of ChemAxon's extensions. SMILES themselves are ASCII, so all of this can be read in one way only.
 *
 * @param smiles what is left; nothing of it is checked
 * @param tidied what was changed besides blanks
 */
public record WrittenSmiles(String smiles, Set<Tidied> tidied) {

    /** A change to what was written. */
    public enum Tidied {
        /** A tail {@code |…|} was cut off. */
        TAIL,
        /** Another dash stood for {@code -}. */
        SIGNS
    }

    /** SMILES, blanks and what ChemAxon's extended SMILES say of it beyond the SMILES language. */
    private static final Pattern EXTENDED = Pattern.compile("(\\S+)[ \\t]+\\|[^|]*\\|");

    /** Hyphen, hyphen that does not break, en dash, minus: what text processors put for {@code -}. */
    private static final Pattern SIGNS = Pattern.compile("[\\u2010\\u2011\\u2013\\u2212]");

    /** Characters of no width: nobody sees them. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\u200B-\\u200F\\u2060\\uFEFF]");

    private static final int FIRST_OTHER = 0x80;

    public WrittenSmiles {
        tidied = Set.copyOf(tidied);
    }

    public static WrittenSmiles of(String cell) {
        String text = trimmed(cell);
        Set<Tidied> tidied = EnumSet.noneOf(Tidied.class);
        if (!isAscii(text)) {
            text = trimmed(INVISIBLE.matcher(text).replaceAll(""));
            Matcher sign = SIGNS.matcher(text);
            if (sign.find()) {
                tidied.add(Tidied.SIGNS);
            }
            text = sign.replaceAll("-");
        }
        if (text.endsWith("|")) {
            Matcher extended = EXTENDED.matcher(text);
            if (extended.matches()) {
                tidied.add(Tidied.TAIL);
                text = extended.group(1);
            }
        }
        return new WrittenSmiles(text, tidied);
    }

    /** Without blanks around it: those of Unicode, that do not break, and of no width too. */
    public static String trimmed(String cell) {
        int from = 0;
        int to = cell.length();
        while (from < to && isBlank(cell.charAt(from))) {
            from++;
        }
        while (from < to && isBlank(cell.charAt(to - 1))) {
            to--;
        }
        return cell.substring(from, to);
    }

    /** Whether a person sees nothing there. */
    static boolean isBlank(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || (c >= FIRST_OTHER && INVISIBLE.matcher(Character.toString(c)).matches());
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < FIRST_OTHER);
    }
}
