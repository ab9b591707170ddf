package io.ersilia.precalc.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3UriTest {

    @ParameterizedTest
    @CsvSource({
        "s3://bucket, bucket, '', s3://bucket",
        "s3://bucket/, bucket, '', s3://bucket",
        "s3://my.bucket-1/a/b, my.bucket-1, a/b, s3://my.bucket-1/a/b",
        "s3://bucket/a/b/, bucket, a/b, s3://bucket/a/b",
        "s3://bucket/a b+c%20.csv, bucket, a b+c%20.csv, s3://bucket/a b+c%20.csv"
    })
    void readsWhatAPersonWrites(String text, String bucket, String path, String again) {
        assertThat(S3Uri.parse(text)).isEqualTo(new S3Uri(bucket, path)).hasToString(again);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3:",
                "s3://",
                "s3:///path",
                "s3:/bucket",
                "bucket/path",
                "https://bucket",
                "S3://bucket",
                "s3://Bucket",
                "s3://ab",
                "s3://-bucket",
                "s3://buc..ket",
                "s3://buc_ket",
                "s3://bucket//path",
                "s3://bucket/path//",
                "s3://bucket/../other",
                "s3://bucket/./x",
                "s3://bucket/a\nb",
                "s3://user@bucket"
            })
    void refusesNonsense(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Uri.parse(text))
                .withMessageStartingWith("not a place in S3: '")
                .withMessageEndingWith("', expected s3://bucket or s3://bucket/path");
    }

    @Test
    void keysLieBelowIt() {
        assertThat(S3Uri.parse("s3://bucket").resolve("a/b")).hasToString("s3://bucket/a/b");
        assertThat(S3Uri.parse("s3://bucket/x/").resolve("a/b")).hasToString("s3://bucket/x/a/b");
    }

    @Test
    void isToldFromAPath() {
        assertThat(S3Uri.isS3("s3://bucket")).isTrue();
        assertThat(S3Uri.isS3("s3:nonsense")).isTrue();
        assertThat(S3Uri.isS3("precalc-data")).isFalse();
    }
}
