package io.ersilia.precalc.csv;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bytes are not valid CSV; the message says why and where. */
public final class MalformedCsvException extends IOException {

    private final long record;
    private final String why;
    private final @Nullable String filter;

    public MalformedCsvException(String message) {
        super(message);
        this.record = 0;
        this.why = message;
        this.filter = null;
    }

    /**
     * Names the record.
     *
     * @param record counted from 1, including the header
     * @param why what is wrong with the record, as in "record 7 …"
     */
    MalformedCsvException(long record, String why) {
        this(record, why, null);
    }

    /** @param filter a command that fixes the file, from standard input to standard output; null if there is none */
    MalformedCsvException(long record, String why, @Nullable String filter) {
        super("record %d %s".formatted(record, why));
        this.record = record;
        this.why = why;
        this.filter = filter;
    }

    /** A command that fixes the file, from standard input to standard output. */
    public Optional<String> filter() {
        return Optional.ofNullable(filter);
    }

    /** The message with the row's number, for a file whose first record is a header. */
    public String belowHeader() {
        return record > 1 ? "row %d (record %d) %s".formatted(record - 1, record, why) : String.valueOf(getMessage());
    }
}
