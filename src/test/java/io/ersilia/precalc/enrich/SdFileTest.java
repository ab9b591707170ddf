package io.ersilia.precalc.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdFileTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"two\nlines\", two lines",
                "\"a\r\n\r\nb\n\", \"a  b \"",
                "$$$$, \" $$$$\"",
                "x\u2028y, x y",
                "\"é, 5 $$$$\", \"é, 5 $$$$\""
            })
    void aValueStaysOneLineWithinItsRecord(String value, String written) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SdFile file = new SdFile(
                "a.sdf", new ByteArrayInputStream("\n\n\n0\nM  END\n$$$$\n".getBytes(StandardCharsets.UTF_8)), out)) {
            file.begin(List.of("text", "none", "last"));
            assertThat(file.next()).isNotNull();
            file.write(List.of(value, "\n", "1"));
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("\n\n\n0\nM  END\n>  <text>\n%s\n\n>  <last>\n1\n\n$$$$\n".formatted(written));
    }

    @Test
    void isFullWithAFewLongRecordsUntilTheyAreWritten() throws IOException {
        String record = "\n\n\n0\nM  END\n>  <spectrum>\n%s\n\n$$$$\n".formatted("1 ".repeat(3 << 20));
        try (SdFile file = new SdFile(
                "a.sdf",
                new ByteArrayInputStream(record.repeat(3).getBytes(StandardCharsets.UTF_8)),
                OutputStream.nullOutputStream())) {
            file.begin(List.of());
            file.next();
            file.next();
            assertThat(file.isFull()).isFalse();
            file.next();
            assertThat(file.isFull()).isTrue();
            file.write(List.of());
            assertThat(file.isFull()).isFalse();
        }
    }
}
