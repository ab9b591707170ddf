package io.ersilia.precalc.prediction;

import com.opencsv.RFC4180Parser;
import com.opencsv.RFC4180ParserBuilder;
import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a partition's CSV row by row. A bad row becomes a rejected row, never an exception. */
public final class PartitionReader implements Closeable {

    private static final List<String> FIRST_COLUMNS = List.of("key", "input");

    private final String name;
    private final InputStream in;
    private final RecordScanner records;
    private final RowCells plain;
    private final RFC4180Parser parser = new RFC4180ParserBuilder().build();
    private final List<String> columns;

    /**
     * @param name of the partition, for messages
     * @param columns expected in the header after {@code key,input}; null to take them from the header
     * @throws Failure of kind INPUT if the header differs, or has no output column although columns is null
     */
    public PartitionReader(String name, InputStream in, @Nullable List<String> columns) throws IOException {
        this.name = name;
        this.in = in;
        this.records = new RecordScanner(in, 0);
        this.plain = RowCells.of(records);
        List<String> header = next() ? cells().orElse(List.of(records.text())) : List.of();
        if (header.size() < (columns == null ? 3 : 2) || !header.subList(0, 2).equals(FIRST_COLUMNS)) {
            throw Failure.input("%s has the header '%s', expected key,input and the output columns"
                    .formatted(name, String.join(",", header)));
        }
        this.columns = header.subList(2, header.size());
        if (columns != null && !columns.equals(this.columns)) {
            throw Failure.input("%s has the columns %s, its manifest says %s".formatted(name, this.columns, columns));
        }
    }

    /** Continues from a record in the middle of a partition whose header has been read. */
    private PartitionReader(String name, InputStream in, long offset, List<String> columns) throws IOException {
        this.name = name;
        this.in = in;
        this.records = new RecordScanner(in, offset);
        this.plain = RowCells.of(records);
        this.columns = columns;
    }

    /**
     * Continues from the record that begins at the given byte.
     *
     * @param in the bytes from there on
     * @param offset their position in the file, above 0
     * @param columns the columns in the file's header
     */
    public static PartitionReader from(String name, InputStream in, long offset, List<String> columns)
            throws IOException {
        return new PartitionReader(name, in, offset, List.copyOf(columns));
    }

    /** Position in the file of the row that was read last. */
    public long offset() {
        return records.start();
    }

    /** Names of the output columns. */
    public List<String> columns() {
        return columns;
    }

    /** The next row; empty at the end. */
    public Optional<ParsedRow> read() throws IOException {
        if (!next()) {
            return Optional.empty();
        }
        if (!records.isQuoted()) {
            return Optional.of(parse(plain));
        }
        return Optional.of(cells().map(cells -> parse(RowCells.of(cells))).orElseGet(PartitionReader::strayQuote));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean next() throws IOException {
        try {
            return records.next();
        } catch (MalformedCsvException e) {
            throw Failure.input("%s is not CSV: %s".formatted(name, e.getMessage()));
        }
    }

    /** The record's cells; empty if it has a quote where RFC 4180 does not allow one. */
    private Optional<List<String>> cells() {
        if (!records.isQuoted()) {
            return Optional.of(records.cells());
        }
        try {
            return Optional.of(Arrays.asList(parser.parseLine(records.text())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ParsedRow strayQuote() {
        return new ParsedRow.Rejected(null, "", Reason.INVALID_INPUT, "a quote within a cell");
    }

    private ParsedRow parse(RowCells cells) {
        String key = cells.text(0);
        String input = cells.size() > 1 ? cells.text(1) : "";
        Optional<RowRules.Violation> violation = RowRules.violation(key, input);
        if (violation.isPresent()) {
            return rejected(
                    key, input, violation.get().reason(), violation.get().detail());
        }
        if (cells.size() != columns.size() + 2) {
            return rejected(
                    key,
                    input,
                    Reason.INVALID_INPUT,
                    "%d cells, the header has %d".formatted(cells.size(), columns.size() + 2));
        }
        return typed(columns, new InchiKey(key), input, cells, 2);
    }

    /**
     * Types the cells that a model gave for one molecule. The same rules apply wherever they come from.
     *
     * @param columns names of the cells, as many as there are
     */
    public static ParsedRow typed(List<String> columns, InchiKey key, String input, List<String> cells) {
        return typed(columns, key, input, RowCells.of(cells), 0);
    }

    private static ParsedRow typed(List<String> columns, InchiKey key, String input, RowCells cells, int first) {
        Values.Builder values = new Values.Builder(columns.size());
        boolean empty = true;
        for (int i = 0; i < columns.size(); i++) {
            if (cells.addShort(first + i, values)) {
                empty = false;
                continue;
            }
            String cell = cells.text(first + i);
            Optional<Value> value = ValueParser.parse(cell);
            if (value.isEmpty()) {
                return new ParsedRow.Rejected(
                        key, input, Reason.NUMBER_OUT_OF_RANGE, "%s is %s".formatted(columns.get(i), cell));
            }
            empty &= value.get().kind() == Value.Kind.MISSING;
            values.add(value.get());
        }
        return empty
                ? new ParsedRow.Rejected(key, input, Reason.EMPTY_OUTPUT, "every value is empty")
                : new ParsedRow.Valid(key, input, values.build());
    }

    private static ParsedRow rejected(String key, String input, Reason reason, String detail) {
        return new ParsedRow.Rejected(InchiKey.isValid(key) ? new InchiKey(key) : null, input, reason, detail);
    }
}
