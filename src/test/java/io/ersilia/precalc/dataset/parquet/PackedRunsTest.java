package io.ersilia.precalc.dataset.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.ParquetDecodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedRunsTest {

    private static final int COUNT = 20_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32})
    void whatParquetPacksIsReadPassedOverAndCountedInAnyOrder(int width) throws IOException {
        Random random = new Random(width);
        int[] numbers = numbers(width, random);
        byte[] packed = packed(width, numbers);
        byte[] page = new byte[packed.length + 7];
        System.arraycopy(packed, 0, page, 4, packed.length);

        PackedRuns runs = new PackedRuns(page, 4, 4 + packed.length, width);
        for (int at = 0; at < COUNT; ) {
            int count = Math.min(COUNT - at, random.nextInt(random.nextInt(20) == 0 ? 3_000 : 30));
            int[] part = Arrays.copyOfRange(numbers, at, at + count);
            int wanted = numbers[at];
            switch (random.nextInt(3)) {
                case 0 -> runs.skip(count);
                case 1 ->
                    assertThat(runs.count(wanted, count)).isEqualTo((int)
                            Arrays.stream(part).filter(one -> one == wanted).count());
                default -> {
                    int[] read = new int[count];
                    runs.read(read, count);
                    assertThat(read).isEqualTo(part);
                }
            }
            at += count;
        }
    }

    @Test
    void numbersThatAreCutShortAreReadUpToThereOrRefused() throws IOException {
        int[] numbers = numbers(5, new Random(1));
        byte[] packed = packed(5, numbers);
        int[] read = new int[COUNT];
        for (int end = 0; end < packed.length; end += 1 + end / 20) {
            PackedRuns runs = new PackedRuns(packed, 0, end, 5);

            assertThatThrownBy(() -> runs.read(read, COUNT)).isInstanceOf(ParquetDecodingException.class);
        }
        assertThat(read).startsWith(Arrays.copyOf(numbers, 100));
    }

    @Test
    void bytesThatAreNoRunsEndWithAnError() {
        Random random = new Random(2);
        int[] read = new int[COUNT];
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] page = new byte[random.nextInt(30)];
            random.nextBytes(page);
            try {
                new PackedRuns(page, 0, page.length, random.nextInt(33)).read(read, COUNT);
            } catch (ParquetDecodingException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
        assertThatThrownBy(() -> new PackedRuns(new byte[9], 0, 9, 33)).isInstanceOf(ParquetDecodingException.class);
        assertThatThrownBy(() -> new PackedRuns(new byte[] {-1, -1, -1, -1, -1, 1}, 0, 6, 1).skip(1))
                .isInstanceOf(ParquetDecodingException.class);
    }

    @Test
    void aRunOfNothingIsPassedOver() {
        byte[] page = {0, 5, 3 << 1, 7};
        int[] read = new int[3];

        new PackedRuns(page, 0, page.length, 8).read(read, 3);

        assertThat(read).containsOnly(7);
    }

    /** Short and long runs of one number, and numbers that differ. */
    private static int[] numbers(int width, Random random) {
        int[] numbers = new int[COUNT];
        int mask = (int) ((1L << width) - 1);
        for (int at = 0; at < COUNT; ) {
            int end = Math.min(COUNT, at + 1 + random.nextInt(random.nextInt(10) == 0 ? 500 : 12));
            Arrays.fill(numbers, at, end, random.nextInt() & mask);
            at = end;
        }
        return numbers;
    }

    private static byte[] packed(int width, int[] numbers) throws IOException {
        RunLengthBitPackingHybridEncoder encoder =
                new RunLengthBitPackingHybridEncoder(width, 1 << 10, 1 << 20, new HeapByteBufferAllocator());
        for (int number : numbers) {
            encoder.writeInt(number);
        }
        return encoder.toBytes().toInputStream().readAllBytes();
    }
}
