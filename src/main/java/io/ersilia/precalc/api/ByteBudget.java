package io.ersilia.precalc.api;

import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * How many bytes of an answer's maximum size are left. They are counted as AWS Lambda sends the answer: as a string within
 * JSON, where a quote and a backslash take two bytes each.
 */
final class ByteBudget {

    private long left;

    ByteBudget(long bytes) {
        left = bytes;
    }

    /** Takes the bytes of a row; false if it does not fit. */
    boolean take(Object row) {
        left -= size(row) + 1; // and a comma
        return left >= 0;
    }

    static long size(Object row) {
        Counter counter = new Counter();
        try {
            Json.MAPPER.writeValue(counter, row);
        } catch (IOException e) {
            throw new UncheckedIOException("counting", e);
        }
        return counter.bytes;
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes += b == '"' || b == '\\' ? 2 : 1;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                write(from[i]);
            }
        }
    }
}
