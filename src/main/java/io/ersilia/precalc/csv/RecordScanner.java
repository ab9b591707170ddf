package io.ersilia.precalc.csv;

import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scans the records of a CSV file by bytes and knows the position of each, so that a slice can be read without the bytes
 * before it. A quote opens a quoted cell only at the start of the cell (RFC 4180), so a stray inch mark further on does not
 * swallow the following rows. Records of white space are skipped. Holds one record at a time. Not thread-safe.
 */
public final class RecordScanner {

    /** The maximum length of a record in bytes; a longer one is refused and never held in memory. */
    public static final int MAX_RECORD = 1 << 20;

    private static final int CHUNK = 1 << 16;
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private enum State {
        CELL_START,
        PLAIN,
        QUOTED,
        QUOTE_CLOSED
    }

    /** Shared strings, because a record may have thousands of one-character cells. */
    private static final List<String> ASCII = IntStream.rangeClosed(0, Byte.MAX_VALUE)
            .mapToObj(Character::toString)
            .toList();

    private final InputStream in;
    private final CsvDialect form;
    private byte[] buffer = new byte[2 * CHUNK];
    private int limit;
    private int recordStart;
    private int recordEnd;
    private int next;
    private long bufferOffset;
    private boolean quoted;
    private int[] ends = new int[8]; // of all cells but the last, from the record's start
    private int delimiters;
    private long records;
    private long line = 1;

    /** Scans the plain format. */
    public RecordScanner(InputStream in, long offset) throws IOException {
        this(in, offset, CsvDialect.PLAIN);
    }

    /**
     * @param in the bytes, read in large pieces
     * @param offset position of the first byte in the file; at 0 a byte order mark is skipped
     * @param form the format of the records
     */
    public RecordScanner(InputStream in, long offset, CsvDialect form) throws IOException {
        this.in = in;
        this.form = form;
        this.bufferOffset = offset;
        if (offset == 0) {
            while (limit < BOM.length && fill()) {}
            if (limit >= BOM.length && Arrays.equals(buffer, 0, BOM.length, BOM, 0, BOM.length)) {
                next = BOM.length;
            }
        }
    }

    /** Advances to the next record that is not blank; false at the end. */
    public boolean next() throws IOException {
        while (scan()) {
            if (!isBlank()) {
                records++;
                return true;
            }
        }
        return false;
    }

    /** The number of records that {@link #next} has found. */
    public long records() {
        return records;
    }

    /** Position in the file of the record's first byte. */
    public long start() {
        return bufferOffset + recordStart;
    }

    /** Position in the file after the record and its line end. */
    public long end() {
        return bufferOffset + next;
    }

    /** The record without its line end; invalid UTF-8 becomes U+FFFD. */
    public String text() {
        return text(recordStart, recordEnd);
    }

    /** Copies the record's bytes, including its line end. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(buffer, recordStart, next - recordStart);
    }

    /** Whether the record contains a quote, wherever it stands. */
    public boolean isQuoted() {
        return quoted;
    }

    /** The record's cells, unquoted. */
    public List<String> cells() {
        return form.quotes() && quoted ? quotedCells(text(), form.delimiter()) : plainCells();
    }

    /** The number of the record's cells, if none is quoted. */
    public int count() {
        return delimiters + 1;
    }

    /** The text of a cell of a record without quotes. */
    public String cell(int cell) {
        return text(from(cell), to(cell));
    }

    /** The bytes that hold a cell of a record without quotes from {@link #from} to {@link #to}, until the next record. */
    public byte[] bytes() {
        return buffer;
    }

    /** The position in {@link #bytes} of the first byte of a cell. */
    public int from(int cell) {
        return cell == 0 ? recordStart : recordStart + ends[cell - 1] + 1;
    }

    /** The position in {@link #bytes} behind the last byte of a cell. */
    public int to(int cell) {
        return cell == delimiters ? recordEnd : recordStart + ends[cell];
    }

    private boolean scan() throws IOException {
        recordStart = next;
        quoted = false;
        delimiters = 0;
        State state = State.CELL_START;
        boolean severalLines = false; // within the current quoted cell
        int at = next;
        while (true) {
            if (at == limit) {
                int consumed = recordStart;
                if (at - recordStart > MAX_RECORD) {
                    throw new MalformedCsvException(records + 1, "is longer than %s".formatted(Words.size(MAX_RECORD)));
                }
                boolean more = fill();
                at -= consumed - recordStart;
                if (!more) {
                    return endOfFile(at, state);
                }
            }
            if (state != State.QUOTED && !form.strict()) {
                int ordinary = at;
                at = behindOrdinary(at);
                if (at > ordinary) {
                    state = State.PLAIN;
                    continue;
                }
            }
            byte b = buffer[at++];
            quoted |= b == '"';
            if (form.strict() && state != State.QUOTED) {
                requireNothingSwallowed(at - 1, state == State.QUOTE_CLOSED && severalLines);
            }
            line += b == form.lineEnd() ? 1 : 0;
            if (state == State.QUOTED) {
                severalLines |= b == '\n' || b == '\r';
                state = b == '"' ? State.QUOTE_CLOSED : State.QUOTED;
            } else if (b == form.lineEnd()) {
                return found(at, at - 1);
            } else if (b == form.delimiter() && b != CsvDialect.NONE) {
                if (delimiters == ends.length) {
                    ends = Arrays.copyOf(ends, 2 * delimiters);
                }
                ends[delimiters++] = at - 1 - recordStart;
                severalLines = false;
                state = State.CELL_START;
            } else if (b == '"' && state != State.PLAIN && form.quotes()) {
                state = State.QUOTED; // the start of a cell, or the second of two quotes
            } else {
                state = State.PLAIN;
            }
            if (b == 0) {
                throw new MalformedCsvException(records + 1, "contains a zero byte");
            }
        }
    }

    /** The position after the following bytes that have no special meaning in any format; most bytes have none. */
    private int behindOrdinary(int from) {
        byte last = (byte) Math.max(form.delimiter(), '"');
        int at = from;
        while (at < limit && buffer[at] > last) {
            at++;
        }
        return at;
    }

    /**
     * Checks a byte outside quotes for anything that would make rows disappear.
     *
     * @param behindLines whether the byte follows a quoted cell of several lines
     */
    private void requireNothingSwallowed(int at, boolean behindLines) throws MalformedCsvException {
        byte b = buffer[at];
        if (behindLines && b != '"' && b != form.delimiter() && b != form.lineEnd() && b != '\r') {
            throw new MalformedCsvException(
                    records + 1,
                    "opens a quote that closes only in line %d, followed by more text: rows would be swallowed"
                            .formatted(line));
        }
        if (at > recordStart && buffer[at - 1] == '\r' && b != '\r' && b != '\n' && form.lineEnd() == '\n') {
            throw SwallowedSeparator.CR.in(records + 1, line, bufferOffset + at - 1);
        }
        if (b >= ' ' || b == form.lineEnd() || b == form.delimiter()) {
            return;
        }
        SwallowedSeparator swallowed = switch (b) {
            case '\n' -> SwallowedSeparator.LF; // not the line end of this format
            case 0x0B -> SwallowedSeparator.VT;
            case '\f' -> SwallowedSeparator.FF;
            case 0x1C, 0x1D, 0x1E -> SwallowedSeparator.FS;
            case (byte) 0x85 -> isBehind(at, 0xC2) ? SwallowedSeparator.NEL : null;
            case (byte) 0xA8 -> isBehind(at, 0xE2, 0x80) ? SwallowedSeparator.LS : null;
            case (byte) 0xA9 -> isBehind(at, 0xE2, 0x80) ? SwallowedSeparator.PS : null;
            default -> null;
        };
        if (swallowed != null) {
            throw swallowed.in(records + 1, line, bufferOffset + at);
        }
    }

    private boolean isBehind(int at, int... bytes) {
        int from = at - bytes.length;
        for (int i = 0; i < bytes.length; i++) {
            if (from < recordStart || buffer[from + i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean endOfFile(int at, State state) throws MalformedCsvException {
        if (state == State.QUOTED) {
            throw new MalformedCsvException(records + 1, "opens a quote that is never closed");
        }
        return at > recordStart && found(at, at);
    }

    private boolean found(int after, int end) throws MalformedCsvException {
        next = after;
        recordEnd = end;
        while (recordEnd > recordStart && buffer[recordEnd - 1] == '\r' && (recordEnd == end || form.strict())) {
            recordEnd--;
        }
        if (recordEnd - recordStart > MAX_RECORD) {
            throw new MalformedCsvException(records + 1, "is longer than %s".formatted(Words.size(MAX_RECORD)));
        }
        return true;
    }

    private boolean isBlank() {
        for (int i = recordStart; i < recordEnd; i++) {
            byte b = buffer[i];
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Reads more bytes; moves the current record to the front and makes room if needed. */
    private boolean fill() throws IOException {
        if (recordStart > 0) {
            System.arraycopy(buffer, recordStart, buffer, 0, limit - recordStart);
            bufferOffset += recordStart;
            limit -= recordStart;
            next -= recordStart;
            recordStart = 0;
        }
        if (buffer.length - limit < CHUNK) {
            buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 2, MAX_RECORD + 2 * CHUNK));
        }
        int read = in.read(buffer, limit, Math.min(CHUNK, buffer.length - limit));
        limit += Math.max(read, 0);
        return read > 0;
    }

    private List<String> plainCells() {
        List<String> cells = new ArrayList<>(count());
        for (int i = 0; i < count(); i++) {
            cells.add(cell(i));
        }
        return cells;
    }

    private String text(int from, int to) {
        if (to == from + 1 && buffer[from] >= 0) {
            return ASCII.get(buffer[from]);
        }
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    private static List<String> quotedCells(String text, char delimiter) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        State state = State.CELL_START;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (state == State.QUOTED) {
                if (c == '"') {
                    state = State.QUOTE_CLOSED;
                } else {
                    cell.append(c);
                }
            } else if (c == delimiter) {
                cells.add(cell.toString());
                cell.setLength(0);
                state = State.CELL_START;
            } else if (c == '"' && state == State.CELL_START) {
                state = State.QUOTED;
            } else if (c == '"' && state == State.QUOTE_CLOSED) {
                cell.append(c);
                state = State.QUOTED;
            } else {
                cell.append(c);
                state = State.PLAIN;
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
