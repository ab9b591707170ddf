package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.CsvDialect;
import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.run.Failure;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's file, open for reading. Its dialect is detected from its first bytes, and anything that would make rows
 * disappear is refused by name. All files from people are read through this class. Reads its stream once and holds one
 * record at a time.
 */
public final class GivenFile implements Closeable {

    /** The number of bytes examined before the file is read. */
    static final int SAMPLE = 1 << 16;

    /** Decides by its first record whether a file is a table of molecules. */
    @FunctionalInterface
    public interface Shown {
        /** How well the first record, or a single cell given as a record, matches. */
        Fit of(List<String> record);
    }

    /** How well a first record matches. */
    public enum Fit {
        /** It names a column of molecules. */
        HEADER,
        /** Its first cell is a molecule. */
        MOLECULE,
        NOTHING
    }

    private final InputStream in;
    private final Dialect dialect;
    private final List<List<String>> head;
    private @Nullable RecordScanner records;

    private GivenFile(InputStream in, Dialect dialect, List<List<String>> head) {
        this.in = in;
        this.dialect = dialect;
        this.head = List.copyOf(head);
    }

    /**
     * Examines the beginning of the file.
     *
     * @param in the file from its first byte; closed with the result, or on failure
     * @param name of the file, for messages
     * @throws Failure of kind INPUT if it is something else
     * @throws MalformedCsvException if it is damaged
     */
    public static GivenFile open(InputStream in, String name, Shown shown) throws IOException {
        try {
            return looked(in, name, shown);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static GivenFile looked(InputStream raw, String name, Shown shown) throws IOException {
        byte[] sample = raw.readNBytes(SAMPLE);
        InputStream in = whole(sample, raw);
        boolean gzip = Gunzip.isZipped(sample);
        if (gzip) {
            in = new Gunzip(in);
            sample = in.readNBytes(SAMPLE);
            if (Gunzip.isZipped(sample)) {
                throw Failure.input("%s is gzip within gzip: gunzip it once".formatted(name));
            }
            in = whole(sample, in);
        }
        refuse(OtherFormat.ofBytes(sample).map(other -> other.refusal(name)));
        Encoding encoding = Encoding.of(sample);
        if (encoding != Encoding.UTF_8) {
            in = new Utf8Stream(in, encoding);
            sample = in.readNBytes(SAMPLE);
            in = whole(sample, in);
        }
        Beginning beginning = new Beginning(sample, shown);
        refuse(beginning.other().map(other -> other.refusal(name)));
        Dialect dialect = beginning.dialect(gzip, encoding);
        return new GivenFile(in, dialect, beginning.head(dialect));
    }

    private static void refuse(Optional<String> refusal) {
        refusal.ifPresent(words -> {
            throw Failure.input(words);
        });
    }

    private static InputStream whole(byte[] sample, InputStream rest) {
        return new SequenceInputStream(new ByteArrayInputStream(sample), rest);
    }

    public Dialect dialect() {
        return dialect;
    }

    /** The first records, including the header if there is one. */
    public List<List<String>> head() {
        return head;
    }

    /** Advances to the next record that is not blank; false at the end. */
    public boolean next() throws IOException {
        if (records == null) {
            records = new RecordScanner(in, 0, dialect.form());
            if (dialect.separatorLine()) {
                records.next();
            }
        }
        return records.next();
    }

    /** The record's cells. */
    public List<String> cells() {
        RecordScanner found = Objects.requireNonNull(records, "next comes first");
        return dialect.delimiter() == Dialect.BLANK ? Dialect.smilesAndName(found.text()) : found.cells();
    }

    /** The file as plain CSV, instead of its records: unchanged bytes if it is plain. */
    InputStream plain() {
        return dialect.isPlain() ? in : new PlainStream(this);
    }

    /** The format of {@link #plain}'s result: a converted file has already been checked. */
    CsvDialect plainForm() {
        return dialect.isPlain() ? dialect.form() : CsvDialect.PLAIN;
    }

    /** What is wrong with the file, with a command that fixes it if there is one. */
    public static String refusal(String name, MalformedCsvException e, boolean header, Dialect dialect) {
        String why = header ? e.belowHeader() : String.valueOf(e.getMessage());
        return e.filter()
                .map(filter ->
                        "%s is not CSV: %s; if it ends a row: %s".formatted(name, why, dialect.mend(name, filter)))
                .orElseGet(() -> "%s is not CSV: %s".formatted(name, why));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
