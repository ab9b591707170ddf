package io.ersilia.precalc.dataset.parquet;

import java.util.Arrays;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Levels or dictionary places as pages store them: runs of one number, and numbers packed in groups of eight. Unlike Parquet's
 * own reader, it skips a whole run at once, and reads all numbers of a row at once.
 */
final class PackedRuns {

    private static final int GROUP = 8;

    /** Bits of a run's head in each byte. */
    private static final int HEAD_BITS = 7;

    private final byte[] page;
    private final int end;
    private final int width;
    private final int[] group = new int[GROUP];
    private int at;
    private boolean isPacked;
    private int begin;
    private int number;
    private long length;
    private long passed;

    /**
     * The numbers in these bytes of a page.
     *
     * @param width bits per number, 0 to 32
     */
    PackedRuns(byte[] page, int from, int end, int width) {
        if (width < 0 || width > Integer.SIZE) {
            throw new ParquetDecodingException("numbers of %d bits".formatted(width));
        }
        this.page = page;
        this.at = from;
        this.end = end;
        this.width = width;
    }

    /** Reads the next numbers. */
    void read(int[] into, int count) {
        int some;
        for (int done = 0; done < count; done += some) {
            some = more(count - done);
            if (isPacked) {
                some = unpack(into, done, some);
            } else {
                Arrays.fill(into, done, done + some, number);
            }
            passed += some;
        }
    }

    /** Skips the next numbers. */
    void skip(int count) {
        int some;
        for (int done = 0; done < count; done += some) {
            some = more(count - done);
            passed += some;
        }
    }

    /** Skips the next numbers; returns how many of them equal {@code wanted}. */
    int count(int wanted, int count) {
        int found = 0;
        int some;
        for (int done = 0; done < count; done += some) {
            some = more(count - done);
            if (isPacked) {
                some = unpack(group, 0, Math.min(some, GROUP));
                for (int i = 0; i < some; i++) {
                    found += group[i] == wanted ? 1 : 0;
                }
            } else if (number == wanted) {
                found += some;
            }
            passed += some;
        }
        return found;
    }

    /** How many of the next numbers are in the current run: at least one, at most the given number. */
    private int more(int most) {
        while (passed == length) {
            beginRun();
        }
        return (int) Math.min(most, length - passed);
    }

    private void beginRun() {
        int head = head();
        int count = head >>> 1;
        isPacked = (head & 1) == 1;
        begin = at;
        length = isPacked ? (long) count * GROUP : count;
        passed = 0;
        take(isPacked ? (long) count * width : (width + Byte.SIZE - 1) / Byte.SIZE);
        number = 0;
        for (int i = at - 1; i >= begin && !isPacked; i--) {
            number = (number << Byte.SIZE) | Byte.toUnsignedInt(page[i]);
        }
    }

    private int head() {
        int head = 0;
        for (int bits = 0; bits < Integer.SIZE; bits += HEAD_BITS) {
            take(1);
            head |= (page[at - 1] & Byte.MAX_VALUE) << bits;
            if (page[at - 1] >= 0) {
                return head;
            }
        }
        throw new ParquetDecodingException("a run without an end");
    }

    private void take(long count) {
        if (count > end - at) {
            throw new ParquetDecodingException("a page ends within its numbers");
        }
        at += (int) count;
    }

    /** Reads up to the end of a group at most; returns how many numbers it has read. */
    private int unpack(int[] into, int to, int most) {
        int from = begin + (int) (passed / GROUP) * width;
        int first = (int) (passed % GROUP);
        if (first == 0 && most >= GROUP) {
            unpack(from, into, to);
            return GROUP;
        }
        unpack(from, group, 0);
        int some = Math.min(most, GROUP - first);
        System.arraycopy(group, first, into, to, some);
        return some;
    }

    private void unpack(int from, int[] into, int to) {
        long mask = (1L << width) - 1;
        long bits = 0;
        int known = 0;
        int next = from;
        for (int i = to; i < to + GROUP; i++) {
            for (; known < width; known += Byte.SIZE) {
                bits |= (page[next++] & 0xFFL) << known;
            }
            into[i] = (int) (bits & mask);
            bits >>>= width;
            known -= width;
        }
    }
}
