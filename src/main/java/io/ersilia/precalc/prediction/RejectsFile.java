package io.ersilia.precalc.prediction;

import com.opencsv.RFC4180Parser;
import com.opencsv.RFC4180ParserBuilder;
import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The CSV of rejected rows: {@code row,key,input,stage,reason,detail}. */
public final class RejectsFile {

    public static final List<String> COLUMNS = List.of("row", "key", "input", "stage", "reason", "detail");

    /** The maximum length of a stored input: even with doubled quotes, the record remains readable. */
    private static final int MAX_INPUT = 100_000;

    private RejectsFile() {}

    /** The cells of a reject, one for each of the {@link #COLUMNS}. */
    public static List<String> cells(RejectedRow reject) {
        return List.of(
                Long.toString(reject.row()),
                reject.key() == null ? "" : reject.key().value(),
                reject.input().length() > MAX_INPUT ? reject.input().substring(0, MAX_INPUT) : reject.input(),
                reject.stage().name().toLowerCase(Locale.ROOT),
                reject.reason().label(),
                Printable.of(reject.detail()));
    }

    /** Writes rejects in the order of the rows. */
    public static final class Writer implements Closeable {
        private final CsvWriter csv;

        public Writer(OutputStream out) throws IOException {
            csv = new CsvWriter(out);
            csv.write(COLUMNS);
        }

        public void write(RejectedRow reject) throws IOException {
            csv.write(cells(reject));
        }

        @Override
        public void close() throws IOException {
            csv.close();
        }
    }

    /** Reads the output of {@link Writer}. */
    public static final class Reader implements Closeable {
        private final String name;
        private final InputStream in;
        private final RecordScanner records;
        private final RFC4180Parser parser = new RFC4180ParserBuilder().build();

        public Reader(String name, InputStream in) throws IOException {
            this.name = name;
            this.in = in;
            this.records = new RecordScanner(in, 0);
            records.next();
        }

        /** The next reject; empty at the end. */
        public Optional<RejectedRow> read() throws IOException {
            try {
                if (!records.next()) {
                    return Optional.empty();
                }
                String[] cells = parser.parseLine(records.text());
                return Optional.of(new RejectedRow(
                        Long.parseLong(cells[0]),
                        cells[1].isEmpty() ? null : new InchiKey(cells[1]),
                        cells[2],
                        RejectedRow.Stage.valueOf(cells[3].toUpperCase(Locale.ROOT)),
                        Reason.ofLabel(cells[4]),
                        cells[5]));
            } catch (MalformedCsvException e) {
                throw Failure.input("%s: %s; predict the partition again with --force".formatted(name, e.getMessage()));
            } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw Failure.input("%s: record %d is not a reject; predict the partition again with --force"
                        .formatted(name, records.records()));
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
