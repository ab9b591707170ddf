package io.ersilia.precalc.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerNumbersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"3|3", "3,7,12-15|3,7,12-15", " 3 , 4 ,5 |3-5", "7,3|7,3", "1-2,4-4,5|1-2,4-5", "2,2,1-3|2,1,3"})
    void areWrittenAsShortAsTheyCan(String given, String written) {
        assertThat(WorkerNumbers.parse(given)).hasToString(written);
        assertThat(WorkerNumbers.parse(written)).isEqualTo(WorkerNumbers.parse(given));
    }

    @Test
    void aRangeIsAllItsNumbers() {
        assertThat(WorkerNumbers.parse("9-11,2").numbers()).isEqualTo(List.of(9, 10, 11, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "3-", "5-3", "a", "1;2", "1-999999", "9999999"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> WorkerNumbers.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not numbers of workers: '%s', expected numbers from 1 to ".formatted(text))
                .hasMessageEndingWith(", e.g. 3,7,12-40");
    }
}
