package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A row as bytes that begin with its key, so that rows can be compared without being read. */
final class RowBytes {

    /** Characters of a key, all ASCII. */
    static final int KEY = 27;

    private static final Value.Kind[] KINDS = Value.Kind.values();

    private RowBytes() {}

    static byte[] of(SourceRow row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        byte[] key = row.key().getBytes(StandardCharsets.US_ASCII);
        if (key.length != KEY) {
            throw new IllegalArgumentException("no key: " + row.key());
        }
        out.write(key, 0, KEY);
        number(out, (row.source() << 1) | (row.isPrediction() ? 1 : 0));
        text(out, row.input(), 0);
        number(out, row.values().size());
        for (Value value : row.values()) {
            text(out, value.text(), kind(value));
        }
        return out.toByteArray();
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
            values.add(kind == Value.Kind.MISSING ? Value.MISSING : new Value(kind, in.text(length >>> 2)));
        }
        return new SourceRow(
                new String(bytes, 0, KEY, StandardCharsets.US_ASCII), head >>> 1, (head & 1) == 1, input, values);
    }

    /** The length and two bits more, then the text. */
    private static void text(ByteArrayOutputStream out, String text, int bits) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, (bytes.length << 2) | bits);
        out.write(bytes, 0, bytes.length);
    }

    /** Seven bits a byte, the lowest first. */
    private static void number(ByteArrayOutputStream out, int number) {
        int rest = number;
        for (; rest >= 1 << 7; rest >>>= 7) {
            out.write((rest & 0x7f) | 0x80);
        }
        out.write(rest);
    }

    /** Reads what was written, behind the key. */
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

        String text(int length) {
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
            return text;
        }
    }
}
