package io.ersilia.precalc.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvWriterTest {

    private static byte[] written(List<List<String>> records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CsvWriter csv = new CsvWriter(out)) {
            for (List<String> record : records) {
                csv.write(record);
            }
        }
        return out.toByteArray();
    }

    private static String text(String... cells) throws IOException {
        return new String(written(List.of(List.of(cells))), StandardCharsets.UTF_8);
    }

    @Test
    void quotesOnlyWhatNeedsThem() throws IOException {
        assertThat(text("key", "a b", "1.5", "", "a,b", "say \"hi\"", "two\nlines", "r\rs"))
                .isEqualTo("key,a b,1.5,,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"r\rs\"\n");
    }

    @Test
    void leavesBackslashesAndLettersOfAllAlphabetsAlone() throws IOException {
        assertThat(text("F/C=C\\F", "\\", "\u00e9\u4e2d\ud83d\ude00"))
                .isEqualTo("F/C=C\\F,\\,\u00e9\u4e2d\ud83d\ude00\n");
    }

    @Test
    void whateverIsWrittenIsReadAgain() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            List<List<String>> records = RecordScannerTest.randomRecords(random);

            RecordScanner scanner = new RecordScanner(new ByteArrayInputStream(written(records)), 0);
            List<List<String>> read = new ArrayList<>();
            while (scanner.next()) {
                read.add(scanner.cells());
            }
            assertThat(read).isEqualTo(records);
        }
    }

    @Test
    void writesInLargePiecesOnly() throws IOException {
        List<Integer> pieces = new ArrayList<>();
        try (CsvWriter csv = new CsvWriter(new OutputStream() {
            @Override
            public void write(int b) {
                pieces.add(1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                pieces.add(length);
            }
        })) {
            for (int i = 0; i < 1000; i++) {
                csv.write(List.of("BSYNRYMUTXBXSQ-UHFFFAOYSA-N", "CC(=O)Oc1ccccc1C(=O)O", "180.159"));
            }
        }

        assertThat(pieces).hasSizeLessThan(20);
    }

    @Test
    void aFullDiskIsSaidWhileWritingOrAtTheLatestWhenClosing() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() -> {
                    try (CsvWriter csv = new CsvWriter(full)) {
                        csv.write(List.of("a"));
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        assertThatThrownBy(() -> {
                    CsvWriter csv = new CsvWriter(full);
                    for (int i = 0; i < 100_000; i++) {
                        csv.write(List.of("BSYNRYMUTXBXSQ-UHFFFAOYSA-N"));
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }

    @Test
    void closingAgainDoesNothing() throws IOException {
        CsvWriter csv = new CsvWriter(new ByteArrayOutputStream());
        csv.close();
        csv.close();
    }
}
