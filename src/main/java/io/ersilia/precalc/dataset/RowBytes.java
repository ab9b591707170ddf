package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A row as bytes that begin with its key, so that rows can be compared without decoding them. */
final class RowBytes {

    /** Characters in a key, all ASCII. */
    static final int KEY = 27;

    /** The most bytes that a 32-bit number takes, seven bits in each. */
    private static final int MOST_BYTES = 5;

    /** Bytes for the length of a text below 4,096. */
    private static final int MOST_BESIDE_TEXT = 2;

    private static final Value.Kind[] KINDS = Value.Kind.values();

    private RowBytes() {}

    static byte[] of(SourceRow row) {
        Out out = new Out(likely(row));
        byte[] key = row.key().getBytes(StandardCharsets.US_ASCII);
        if (key.length != KEY) {
            throw new IllegalArgumentException("no key: " + row.key());
        }
        out.write(key);
        out.number((row.source() << 1) | (row.isPrediction() ? 1 : 0));
        out.text(row.input(), 0);
        out.number(row.values().size());
        for (Value value : row.values()) {
            out.text(value.text(), kind(value));
        }
        return Arrays.copyOf(out.bytes, out.size);
    }

    /** The bytes that the row takes at most, unless it has non-ASCII characters or long texts. */
    private static int likely(SourceRow row) {
        int bytes = KEY + 3 * MOST_BYTES + row.input().length();
        for (Value value : row.values()) {
            bytes += MOST_BESIDE_TEXT + value.text().length();
        }
        return bytes;
    }

    @SuppressWarnings("EnumOrdinal") // read by the process that wrote it
    private static int kind(Value value) {
        return value.kind().ordinal();
    }

    static SourceRow row(byte[] bytes) {
        In in = new In(bytes);
        int head = in.number();
        String input = in.text(in.number() >>> 2);
        int size = in.number();
        List<Value> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int length = in.number();
            Value.Kind kind = KINDS[length & 3];
            values.add(in.value(kind, length >>> 2));
        }
        return new SourceRow(
                new String(bytes, 0, KEY, StandardCharsets.US_ASCII), head >>> 1, (head & 1) == 1, input, values);
    }

    /** Gathers bytes. The stream of java.io would lock for every byte. */
    private static final class Out {
        private byte[] bytes;
        private int size;

        Out(int likely) {
            this.bytes = new byte[likely];
        }

        void write(byte[] more) {
            room(more.length);
            System.arraycopy(more, 0, bytes, size, more.length);
            size += more.length;
        }

        /** Writes the length with two more bits, then the text. */
        void text(String text, int bits) {
            if (text.length() == 1 && text.charAt(0) <= Byte.MAX_VALUE) { // faster: many numbers are one digit
                number((1 << 2) | bits);
                room(1);
                bytes[size++] = (byte) text.charAt(0);
                return;
            }
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            number((utf8.length << 2) | bits);
            write(utf8);
        }

        /** Writes seven bits per byte, the lowest first. */
        void number(int number) {
            room(MOST_BYTES);
            int rest = number;
            for (; rest >= 1 << 7; rest >>>= 7) {
                bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
            }
            bytes[size++] = (byte) rest;
        }

        private void room(int more) {
            if (bytes.length - size < more) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
            }
        }
    }

    /** Reads the bytes after the key. */
    private static final class In {
        private final byte[] bytes;
        private int at = KEY;

        In(byte[] bytes) {
            this.bytes = bytes;
        }

        int number() {
            int number = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                number |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }

        Value value(Value.Kind kind, int length) {
            return switch (kind) {
                case MISSING -> Value.MISSING;
                case TEXT -> Value.text(text(length));
                case NUMBER -> length == 1 ? Value.digit(bytes[at++]) : Value.number(text(length));
            };
        }

        String text(int length) {
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
            return text;
        }
    }
}
