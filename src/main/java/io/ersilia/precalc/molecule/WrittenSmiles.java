package io.ersilia.precalc.molecule;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SMILES in a cell as people and their programs write it: surrounded by blanks of any kind, with look-alike signs, with
 * ChemAxon's extensions. SMILES are ASCII, so all of this is unambiguous.
 *
 * @param smiles the remaining SMILES, unchecked
 * @param tidied what was changed apart from blanks
 */
public record WrittenSmiles(String smiles, Set<Tidied> tidied) {

    /** A change to the SMILES as written. */
    public enum Tidied {
        /** An extension {@code |…|} was removed. */
        TAIL,
        /** Another dash was used for {@code -}. */
        SIGNS
    }

    /** A SMILES, blanks and the extension of ChemAxon's extended SMILES. */
    private static final Pattern EXTENDED = Pattern.compile("(\\S+)[ \\t]+\\|[^|]*\\|");

    /** Hyphen, non-breaking hyphen, en dash and minus: what word processors substitute for {@code -}. */
    private static final Pattern SIGNS = Pattern.compile("[\\u2010\\u2011\\u2013\\u2212]");

    /** Zero-width characters, which are invisible. */
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

    /** Removes surrounding blanks, including Unicode, non-breaking and zero-width ones. */
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

    /** Whether the character is invisible. */
    static boolean isBlank(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || (c >= FIRST_OTHER && INVISIBLE.matcher(Character.toString(c)).matches());
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < FIRST_OTHER);
    }
}
