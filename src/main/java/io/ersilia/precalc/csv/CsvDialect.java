package io.ersilia.precalc.csv;

/**
 * The format of the records.
 *
 * @param delimiter between cells, ASCII; {@link #NONE} if a record is one cell
 * @param lineEnd the byte that ends a record: LF, which CR may precede, or CR alone
 * @param strict whether to refuse line separators that would disappear within a cell: a file that a person saved may contain
 *     them by mistake, one that a program wrote does not
 */
public record CsvDialect(char delimiter, char lineEnd, boolean strict) {

    /** No delimiter. */
    public static final char NONE = '\0';

    /** The format that programs write: commas and LF. */
    public static final CsvDialect PLAIN = new CsvDialect(',', '\n', false);

    public CsvDialect {
        if (delimiter > '~' || delimiter == lineEnd || (lineEnd != '\n' && lineEnd != '\r')) {
            throw new IllegalArgumentException(
                    "no form of CSV: delimiter %d, line end %d, expected one of ASCII and 10 or 13"
                            .formatted((int) delimiter, (int) lineEnd));
        }
    }

    /** Whether a quote at the start of a cell opens a quoted cell; a record of one cell has none. */
    boolean quotes() {
        return delimiter != NONE;
    }
}
