package io.ersilia.precalc.library;

import io.ersilia.precalc.library.GivenFile.Fit;
import io.ersilia.precalc.molecule.WrittenSmiles;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where in a record the molecule stands. Over 100 lines, as all names that a column may have are here.
 *
 * @param column header of the SMILES column; null when the file has no header, so that its first record is a row
 * @param smilesIndex position of the SMILES column, from 0
 * @param keyIndex position of the column with InChIKeys, from 0; null without one
 */
public record LibraryLayout(
        @Nullable String column, int smilesIndex, @Nullable Integer keyIndex) {

    private static final List<String> SMILES_COLUMNS = List.of("smiles", "input", "can_smiles", "canonical_smiles");

    /** Not every name with an InChIKey in it: a parent's key is another molecule's. */
    private static final List<String> KEY_COLUMNS = List.of(
            "key", "inchikey", "inchi_key", "standard_inchikey", "standard_inchi_key", "std_inchikey", "std_inchi_key");

    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00A0-]+");
    private static final Pattern NOT_A_NAME = Pattern.compile("[,;\\t|]");
    private static final Pattern SMILES_WORD = Pattern.compile("(^|.*_)(iso)?smiles(_.*|$)");

    public boolean hasHeader() {
        return column != null;
    }

    /** Whether the column is named as the reference library's is, so that nothing need be said of it. */
    boolean isUsual() {
        return column == null || SMILES_COLUMNS.contains(column.toLowerCase(Locale.ROOT));
    }

    /**
     * Reads the layout off the first record; without a known header the first column is taken where its cell is SMILES,
     * and empty is returned where it is not.
     *
     * @param file named in messages
     * @throws Failure of kind INPUT where several columns may be meant
     */
    public static Optional<LibraryLayout> of(String file, List<String> first, Predicate<String> isSmiles) {
        Integer smiles = smilesIndex(file, first);
        if (smiles != null) {
            return Optional.of(new LibraryLayout(WrittenSmiles.trimmed(first.get(smiles)), smiles, keyIndex(first)));
        }
        return isSmiles.test(WrittenSmiles.of(first.get(0)).smiles())
                ? Optional.of(new LibraryLayout(null, 0, null))
                : Optional.empty();
    }

    /** What a record shows of a library: a named column, or a molecule. */
    static GivenFile.Shown shown(Predicate<String> isSmiles) {
        return first -> {
            if (isHeader(first)) {
                return Fit.HEADER;
            }
            return isSmiles.test(WrittenSmiles.of(first.get(0)).smiles()) ? Fit.MOLECULE : Fit.NOTHING;
        };
    }

    /** Whether the record names a column of SMILES. */
    public static boolean isHeader(List<String> first) {
        return !candidates(names(first)).isEmpty();
    }

    /** Where a header names InChIKeys; null where none does. */
    public static @Nullable Integer keyIndex(List<String> first) {
        return position(KEY_COLUMNS, names(first));
    }

    private static @Nullable Integer smilesIndex(String file, List<String> first) {
        List<Integer> candidates = candidates(names(first));
        if (candidates.size() > 1) {
            throw Failure.input("%s has several columns of SMILES, %s: name the one to use smiles"
                    .formatted(
                            file,
                            candidates.stream()
                                    .map(i -> "'%s'".formatted(Printable.of(WrittenSmiles.trimmed(first.get(i)))))
                                    .collect(Collectors.joining(" and "))));
        }
        return candidates.isEmpty() ? null : candidates.get(0);
    }

    /** The usual names in their order, else every name with the word in it. */
    private static List<Integer> candidates(List<String> names) {
        Integer usual = position(SMILES_COLUMNS, names);
        return usual != null
                ? List.of(usual)
                : IntStream.range(0, names.size())
                        .filter(i -> SMILES_WORD.matcher(names.get(i)).matches())
                        .boxed()
                        .toList();
    }

    /** Some record's row. */
    LibraryRow row(long number, List<String> cells) {
        return new LibraryRow(number, cell(cells, smilesIndex), keyIndex == null ? null : cell(cells, keyIndex));
    }

    private static String cell(List<String> cells, int index) {
        return index < cells.size() ? cells.get(index) : "";
    }

    /** Lower case, one {@code _} for blanks and hyphens; nothing for what holds a delimiter and is no single name. */
    private static List<String> names(List<String> first) {
        return first.stream()
                .map(WrittenSmiles::trimmed)
                .map(name -> NOT_A_NAME.matcher(name).find()
                        ? ""
                        : BLANKS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_"))
                .toList();
    }

    private static @Nullable Integer position(List<String> wanted, List<String> names) {
        return wanted.stream()
                .map(names::indexOf)
                .filter(index -> index >= 0)
                .findFirst()
                .orElse(null);
    }
}
