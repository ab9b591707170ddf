package io.ersilia.precalc.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.run.Slice;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFilesTest {

    @ParameterizedTest(name = "batches {0} of rows 100 to 200 hold {1} rows")
    @CsvSource({
        "'', 0",
        "100-110, 10",
        "100-110 110-150, 50",
        "100-110 150-200, 60",
        "100-150 110-120, 50",
        "110-120 100-150, 50",
        "100-150 140-160, 60",
        "100-150 100-150, 50",
        "100-120 100-150, 50",
        "100-200, 100",
        "90-110, 10",
        "190-250, 10",
        "0-50, 0",
        "0-300, 100"
    })
    void rowsOfSeveralBatchesCountOnce(String batches, long rows) {
        List<String> names = Arrays.stream(batches.split(" ", -1))
                .filter(batch -> !batch.isEmpty())
                .map(batch -> batch.split("-", -1))
                .map(ends -> "checkpoints/0002/batch-%09d-%09d.json"
                        .formatted(Long.parseLong(ends[0]), Long.parseLong(ends[1])))
                .toList();

        assertThat(new RunFiles(names).keptRows(2, new Slice(100, 200))).isEqualTo(rows);
    }

    @Test
    void whatIsNoBatchOfTheSliceDoesNotCount() {
        RunFiles files =
                new RunFiles(Stream.of("0001/batch-000000000-000000010", "0002/batch-000000010-000000010", "0002/x")
                        .map(name -> "checkpoints/%s.json".formatted(name))
                        .toList());

        assertThat(files.keptRows(2, new Slice(0, 100))).isZero();
    }

    @Test
    void theLastRoundIsTheHighest() {
        assertThat(new RunFiles(List.of("plan.json")).lastRound()).isZero();
        assertThat(new RunFiles(List.of("rounds/0002.json", "rounds/0010.json", "rounds/0009.json", "rounds/11.json"))
                        .lastRound())
                .isEqualTo(10);
    }
}
