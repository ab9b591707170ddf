package io.ersilia.precalc.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ersilia.precalc.run.Failure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetPlaceTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "x.parquet, -, ., PARQUET, x.parquet, x.rejects.parquet",
                "a/x.csv, -, a, CSV, x.csv, x.rejects.csv",
                "/x.csv.gz, CSV, /, CSV, x.csv.gz, x.rejects.csv.gz",
                "a/b/X.JSONL, -, a/b, JSON, X.JSONL, X.rejects.JSONL",
                "s3://bucket/p/x.parquet, -, s3://bucket/p, PARQUET, x.parquet, x.rejects.parquet",
                "s3://bucket.csv, -, s3://bucket.csv, PARQUET, predictions.parquet, rejects.parquet",
                "s3://bucket/p/, JSON, s3://bucket/p/, JSON, predictions.jsonl.gz, rejects.jsonl.gz",
                "folder, -, folder, PARQUET, predictions.parquet, rejects.parquet",
                "folder, CSV, folder, CSV, predictions.csv.gz, rejects.csv.gz",
            })
    void aPlaceIsAFileByItsEndingElseAFolder(
            String output,
            @Nullable DatasetFormat asked,
            String folder,
            DatasetFormat format,
            String data,
            String rejects) {
        assertThat(DatasetPlace.of(output, asked)).isEqualTo(new DatasetPlace(folder, format, data, rejects));
    }

    @Test
    void aFormatThatContradictsTheNameIsWrongUsage() {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> DatasetPlace.of("x.csv", DatasetFormat.PARQUET))
                .withMessage(
                        "--format parquet contradicts --output x.csv, which is csv by its name: leave --format out");
    }
}
