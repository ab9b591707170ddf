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
 * Which columns of a record contain the molecule and its key.
 *
 * @param column header of the SMILES column; null if the file has no header, so that its first record is a row
 * @param smilesIndex position of the SMILES column, from 0
 * @param keyIndex position of the InChIKey column, from 0; null if there is none
 */
public record LibraryLayout(
        @Nullable String column, int smilesIndex, @Nullable Integer keyIndex) {

    private static final List<String> SMILES_COLUMNS = List.of("smiles", "input", "can_smiles", "canonical_smiles");

    /** Only these names, not every one that contains InChIKey: a parent's key belongs to another molecule. */
    private static final List<String> KEY_COLUMNS = List.of(
            "key", "inchikey", "inchi_key", "standard_inchikey", "standard_inchi_key", "std_inchikey", "std_inchi_key");

    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00A0-]+");
    private static final Pattern NOT_A_NAME = Pattern.compile("[,;\\t|]");
    private static final Pattern SMILES_WORD = Pattern.compile("(^|.*_)(iso)?smiles(_.*|$)");

    public boolean hasHeader() {
        return column != null;
    }

    /** Whether the column has one of the standard names, so that no message is needed. */
    boolean isUsual() {
        return column == null || SMILES_COLUMNS.contains(column.toLowerCase(Locale.ROOT));
    }

    /**
     * Determines the layout from the first record. Without a known header, the first column is used if its cell is a SMILES;
     * otherwise the result is empty.
     *
     * @param file named in messages
     * @throws Failure of kind INPUT if several columns are possible
     */
    public static Optional<LibraryLayout> of(String file, List<String> first, Predicate<String> isSmiles) {
        Integer smiles = only(file, "SMILES columns", smilesColumns(first), first, "smiles");
        if (smiles != null) {
            return Optional.of(
                    new LibraryLayout(WrittenSmiles.trimmed(first.get(smiles)), smiles, keyIndex(file, first)));
        }
        return isSmiles.test(WrittenSmiles.of(first.get(0)).smiles())
                ? Optional.of(new LibraryLayout(null, 0, null))
                : Optional.empty();
    }

    /** How a record matches a library: it names a column, or it is a molecule. */
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
        return !smilesColumns(first).isEmpty();
    }

    /** Whether the record names a column of InChIKeys. */
    static boolean namesKeys(List<String> first) {
        return !positions(KEY_COLUMNS, names(first)).isEmpty();
    }

    /**
     * The position of the header that names InChIKeys; null if there is none.
     *
     * @throws Failure of kind INPUT if several have the same name
     */
    static @Nullable Integer keyIndex(String file, List<String> first) {
        return only(file, "columns of keys", positions(KEY_COLUMNS, names(first)), first, "key");
    }

    private static @Nullable Integer only(
            String file, String what, List<Integer> found, List<String> first, String name) {
        if (found.size() > 1) {
            throw Failure.input("%s has several %s, %s: give only the one to use the name %s"
                    .formatted(
                            file,
                            what,
                            found.stream()
                                    .map(i -> "'%s'".formatted(Printable.of(WrittenSmiles.trimmed(first.get(i)))))
                                    .collect(Collectors.joining(" and ")),
                            name));
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** The positions of the first standard name, otherwise of every name that contains the word. */
    private static List<Integer> smilesColumns(List<String> first) {
        List<String> names = names(first);
        List<Integer> usual = positions(SMILES_COLUMNS, names);
        return usual.isEmpty() ? positions(names, SMILES_WORD.asMatchPredicate()) : usual;
    }

    LibraryRow row(long number, List<String> cells) {
        return new LibraryRow(number, cell(cells, smilesIndex), keyIndex == null ? null : cell(cells, keyIndex));
    }

    private static String cell(List<String> cells, int index) {
        return index < cells.size() ? cells.get(index) : "";
    }

    /** In lower case, with {@code _} for blanks and hyphens; empty if it contains a delimiter and so is not a single name. */
    private static List<String> names(List<String> first) {
        return first.stream()
                .map(WrittenSmiles::trimmed)
                .map(name -> NOT_A_NAME.matcher(name).find()
                        ? ""
                        : BLANKS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_"))
                .toList();
    }

    /** The positions of the first of the wanted names that is there; several if several columns have it. */
    private static List<Integer> positions(List<String> wanted, List<String> names) {
        return wanted.stream()
                .map(name -> positions(names, name::equals))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<Integer> positions(List<String> names, Predicate<String> wanted) {
        return IntStream.range(0, names.size())
                .filter(i -> wanted.test(names.get(i)))
                .boxed()
                .toList();
    }
}
