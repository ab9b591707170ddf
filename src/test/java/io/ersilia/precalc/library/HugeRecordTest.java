package io.ersilia.precalc.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.store.ByteSource;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HugeRecordTest {

    private static final long TWO_GIBIBYTES = 2L << 30;

    /** What the longest record allows, and the pieces that files are read in. */
    private static final long ENOUGH_TO_KNOW = 2L << 20;

    /** A header and one record of 2 GB, made while it is read. */
    private static final class Huge implements ByteSource {
        private static final String HEADER = "smiles\n";
        private long given;

        @Override
        public String uri() {
            return "huge.csv";
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.of(TWO_GIBIBYTES);
        }

        @Override
        public InputStream open(long from, long to) {
            return new InputStream() {
                @Override
                public int read() {
                    if (given == TWO_GIBIBYTES) {
                        return -1;
                    }
                    given++;
                    return given <= HEADER.length() ? HEADER.charAt((int) given - 1) : 'C';
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    if (given < HEADER.length()) {
                        buffer[offset] = (byte) read();
                        return 1;
                    }
                    int n = (int) Math.min(length, TWO_GIBIBYTES - given);
                    Arrays.fill(buffer, offset, offset + n, (byte) 'C');
                    given += n;
                    return n == 0 ? -1 : n;
                }
            };
        }
    }

    @Test
    void aRecordOfTwoGigabytesIsRefusedBeforeItIsRead() {
        Huge huge = new Huge();

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> new ReferenceLibrary(huge, text -> false).scan(rows -> {}))
                .withMessage(
                        "huge.csv is not CSV: row 1 (record 2) is longer than 1 MiB; correct it or name another with --library")
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT));
        assertThat(huge.given).isLessThan(ENOUGH_TO_KNOW);
    }
}
