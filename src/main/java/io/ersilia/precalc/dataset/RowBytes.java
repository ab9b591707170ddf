package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.prediction.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A row as bytes that begin with its key, so that rows can be compared without decoding them. A value is a byte that tells its
 * form, and what the form needs: most numbers need their digits alone, in one, two, four or eight bytes.
 */
final class RowBytes {

    /** Characters in a key, all ASCII. */
    static final int KEY = 27;

    /** Forms of values. A form from {@link #DIGIT} on is a number of one digit. */
    private static final int MISSING = 0;

    private static final int TEXT = 1;
    private static final int LONG_NUMBER = 2;

    /** The first form of short numbers: four for each number of digits behind the point, by their size in bytes. */
    private static final int SHORT = 4;

    private static final int DIGIT = 0x80;
    private static final int DIGITS = 10;

    /** The most bytes of a short number, or of a text's form and length. */
    private static final int MOST_BYTES = 1 + Long.BYTES;

    private RowBytes() {}

    static byte[] of(SourceRow row) {
        Out out = new Out(KEY
                + 3 * MOST_BYTES
                + row.input().length()
                + MOST_BYTES * row.values().size());
        byte[] key = row.key().getBytes(StandardCharsets.US_ASCII);
        if (key.length != KEY) {
            throw new IllegalArgumentException("no key: " + row.key());
        }
        out.write(key);
        out.number((row.source() << 1) | (row.isPrediction() ? 1 : 0));
        out.text(row.input());
        Values values = Values.of(row.values());
        out.number(values.size());
        for (int i = 0; i < values.size(); i++) {
            out.value(values, i);
        }
        return Arrays.copyOf(out.bytes.array(), out.bytes.position());
    }

    static SourceRow row(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes, KEY, bytes.length - KEY);
        int head = in.getInt();
        String input = text(in);
        int size = in.getInt();
        Values.Builder values = new Values.Builder(size);
        for (int i = 0; i < size; i++) {
            value(in, values);
        }
        return new SourceRow(
                new String(bytes, 0, KEY, StandardCharsets.US_ASCII),
                head >>> 1,
                (head & 1) == 1,
                input,
                values.build());
    }

    private static void value(ByteBuffer in, Values.Builder values) {
        int form = in.get() & 0xff;
        if (form >= DIGIT) {
            values.addShort(form - DIGIT, 0);
        } else if (form >= SHORT) {
            long digits = switch ((form - SHORT) & 3) {
                case 0 -> in.get();
                case 1 -> in.getShort();
                case 2 -> in.getInt();
                default -> in.getLong();
            };
            values.addShort(digits, (form - SHORT) >> 2);
        } else {
            switch (form) {
                case TEXT -> values.addText(text(in));
                case LONG_NUMBER -> values.addNumber(text(in));
                default -> values.addMissing();
            }
        }
    }

    private static String text(ByteBuffer in) {
        byte[] utf8 = new byte[in.getInt()];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Gathers bytes. */
    private static final class Out {
        private ByteBuffer bytes;

        Out(int likely) {
            this.bytes = ByteBuffer.allocate(likely);
        }

        void write(byte[] more) {
            room(more.length);
            bytes.put(more);
        }

        void text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            number(utf8.length);
            write(utf8);
        }

        void number(int number) {
            room(Integer.BYTES);
            bytes.putInt(number);
        }

        void value(Values values, int index) {
            room(MOST_BYTES);
            if (values.isShort(index)) {
                shortNumber(values.digits(index), values.fraction(index));
                return;
            }
            Value value = values.get(index);
            switch (value.kind()) {
                case MISSING -> bytes.put((byte) MISSING);
                case TEXT -> {
                    bytes.put((byte) TEXT);
                    text(value.text());
                }
                case NUMBER -> {
                    bytes.put((byte) LONG_NUMBER);
                    text(value.text());
                }
            }
        }

        private void shortNumber(long digits, int fraction) {
            int form = SHORT + 4 * fraction;
            if (fraction == 0 && digits >= 0 && digits < DIGITS) {
                bytes.put((byte) (DIGIT + digits));
            } else if (digits == (byte) digits) {
                bytes.put((byte) form).put((byte) digits);
            } else if (digits == (short) digits) {
                bytes.put((byte) (form + 1)).putShort((short) digits);
            } else if (digits == (int) digits) {
                bytes.put((byte) (form + 2)).putInt((int) digits);
            } else {
                bytes.put((byte) (form + 3)).putLong(digits);
            }
        }

        private void room(int more) {
            if (bytes.remaining() < more) {
                byte[] larger = Arrays.copyOf(bytes.array(), Math.max(2 * bytes.capacity(), bytes.position() + more));
                bytes = ByteBuffer.wrap(larger).position(bytes.position());
            }
        }
    }
}
