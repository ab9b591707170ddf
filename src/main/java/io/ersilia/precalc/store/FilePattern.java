package io.ersilia.precalc.store;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A folder, or a prefix that ends in {@code /}, with a pattern of names: {@code *} matches any number of characters and
 * {@code ?} one, as in a shell. Hidden names, which begin with {@code .} or {@code _}, never match: programs that write many
 * files use such names for their marker files.
 *
 * @param folder including its final {@code /}; empty for the current folder
 * @param names the pattern; empty for every name
 */
record FilePattern(String folder, String names) {

    private static final Pattern WILDCARD = Pattern.compile("[*?]");

    /** Sorts names by their bytes. */
    static final Comparator<String> BY_BYTES =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    /**
     * Splits a place into folder and pattern.
     *
     * @throws Failure of kind USAGE if a folder has a wildcard in its name
     */
    static FilePattern of(String place) {
        int slash = place.lastIndexOf('/') + 1;
        if (WILDCARD.matcher(place.substring(0, slash)).find()) {
            throw Failure.usage("not a pattern of files: '%s', expected * and ? only behind the last /"
                    .formatted(Printable.of(place)));
        }
        return new FilePattern(place.substring(0, slash), place.substring(slash));
    }

    static boolean hasWildcard(String place) {
        return WILDCARD.matcher(place).find();
    }

    /** The text that every matching name begins with. */
    String beginning() {
        return WILDCARD.split(names, 2)[0];
    }

    /** The names that match, in order. */
    List<String> among(List<String> all) {
        Pattern pattern = Pattern.compile(
                names.isEmpty()
                        ? ".*"
                        : names.chars()
                                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                                .collect(Collectors.joining()));
        return all.stream()
                .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
                .filter(name -> pattern.matcher(name).matches())
                .sorted(BY_BYTES)
                .toList();
    }

    /** The failure if nothing matches. */
    Failure nothing() {
        return Failure.input((names.isEmpty()
                        ? "no file in %s: put the library's files there, or name another with --library"
                        : "no file matches %s: correct the pattern, or name another library with --library")
                .formatted(folder + names));
    }
}
