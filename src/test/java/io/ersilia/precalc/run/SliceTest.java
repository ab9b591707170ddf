package io.ersilia.precalc.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceTest {

    @ParameterizedTest(name = "{0} rows over {1} workers")
    @CsvSource({
        "100, 50",
        "101, 50",
        "49, 50",
        "1, 50",
        "0, 50",
        "0, 1",
        "7, 1",
        "1999, 37",
        "30, 50",
        "255, 256",
        "257, 256",
        "2000000, 256",
        "9000000000, 256",
        "1400000000, 9999",
        "9999, 9999"
    })
    void slicesCoverEveryRowExactlyOnce(long rows, int workers) {
        long next = 0;
        long smallest = Long.MAX_VALUE;
        long largest = 0;
        for (int number = 1; number <= workers; number++) {
            Slice slice = Slice.of(new Worker(number, workers), rows);
            assertThat(slice.from()).isEqualTo(next);
            next = slice.to();
            smallest = Math.min(smallest, slice.size());
            largest = Math.max(largest, slice.size());
        }
        assertThat(next).isEqualTo(rows);
        assertThat(largest - smallest).isLessThanOrEqualTo(1);
    }

    @Test
    void slicesOfAnyRowsAndWorkersCoverEveryRowExactlyOnce() {
        Random random = new Random(6);
        for (int i = 0; i < 500; i++) {
            slicesCoverEveryRowExactlyOnce(random.nextInt(3000), 1 + random.nextInt(Worker.MAX_TOTAL));
        }
    }

    @Test
    void moreWorkersThanRowsLeaveSomeWithNothing() {
        assertThat(Slice.of(new Worker(1, 50), 30).isEmpty()).isTrue();
        assertThat(Slice.of(new Worker(50, 50), 30)).isEqualTo(new Slice(29, 30));
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "5, 4"})
    void refusesRowsThatCannotBe(long from, long to) {
        assertThatThrownBy(() -> new Slice(from, to))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no rows [%d, %d)".formatted(from, to));
    }
}
