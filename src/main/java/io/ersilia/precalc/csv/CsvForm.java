package io.ersilia.precalc.csv;

/**
 * How records are written.
 *
 * @param delimiter between cells, ASCII; {@link #NONE} where a record is one cell
 * @param lineEnd the byte that ends a record: LF, before which CR may stand, or CR alone
 * @param strict whether a separator of lines that would vanish in a cell is refused: what a program wrote has none by
 *     mistake, what a person saved may
 */
public record CsvForm(char delimiter, char lineEnd, boolean strict) {

    /** No delimiter. */
    public static final char NONE = '\0';

    /** What programs write: commas and LF. */
    public static final CsvForm PLAIN = new CsvForm(',', '\n', false);

    public CsvForm {
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
