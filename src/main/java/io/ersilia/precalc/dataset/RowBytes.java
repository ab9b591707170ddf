package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
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
        number(out, row.source() << 1 | (row.isPrediction() ? 1 : 0));
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
        ByteBuffer in = ByteBuffer.wrap(bytes, KEY, bytes.length - KEY);
        int head = number(in);
        String input = text(in, number(in) >>> 2);
        int size = number(in);
        List<Value> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int length = number(in);
            Value.Kind kind = KINDS[length & 3];
            values.add(kind == Value.Kind.MISSING ? Value.MISSING : new Value(kind, text(in, length >>> 2)));
        }
        return new SourceRow(
                new String(bytes, 0, KEY, StandardCharsets.US_ASCII), head >>> 1, (head & 1) == 1, input, values);
    }

    /** The length and two bits more, then the text. */
    private static void text(ByteArrayOutputStream out, String text, int bits) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length << 2 | bits);
        out.write(bytes, 0, bytes.length);
    }

    private static String text(ByteBuffer in, int length) {
        String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    /** Seven bits a byte, the lowest first. */
    private static void number(ByteArrayOutputStream out, int number) {
        int rest = number;
        for (; rest >= 1 << 7; rest >>>= 7) {
            out.write(rest & 0x7f | 0x80);
        }
        out.write(rest);
    }

    private static int number(ByteBuffer in) {
        int number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            number |= (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }
}
