package io.ersilia.precalc.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.opencsv.RFC4180Parser;
import com.opencsv.RFC4180ParserBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The specification of what a CSV file is here. */
class RecordScannerTest {

    private static final String BOM = "\uFEFF";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RecordScanner scanner(String text) throws IOException {
        return new RecordScanner(new ByteArrayInputStream(bytes(text)), 0);
    }

    private static List<List<String>> read(RecordScanner records) throws IOException {
        List<List<String>> all = new ArrayList<>();
        while (records.next()) {
            all.add(records.cells());
        }
        return all;
    }

    private static List<List<String>> read(String text) throws IOException {
        return read(scanner(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\nc,d", "a,b\r\nc,d", "\uFEFFa,b\r\nc,d\n"})
    void aLineEndOfEitherKindEndsARecordAndTheLastMayHaveNone(String text) throws IOException {
        assertThat(read(text)).containsExactly(List.of("a", "b"), List.of("c", "d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", " \t\r\n\n  ", BOM, BOM + "\r\n"})
    void aFileOfNothingButBlanksHasNoRecord(String text) throws IOException {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void blankRecordsAreNoRecordsWhereverTheyAre() throws IOException {
        RecordScanner records = scanner("\n \t\na\n\r\n\nb\n   \n");

        assertThat(read(records)).containsExactly(List.of("a"), List.of("b"));
        assertThat(records.records()).isEqualTo(2);
    }

    @Test
    void anEmptyCellIsNoBlankRecordWhenACommaOrQuotesShowIt() throws IOException {
        assertThat(read(",\n\"\"\n")).containsExactly(List.of("", ""), List.of(""));
    }

    @Test
    void askingOnAtTheEndGoesOnAnsweringNo() throws IOException {
        RecordScanner records = scanner("a,b\nc,d\n");
        read(records);

        assertThat(records.next()).isFalse();
        assertThat(records.next()).isFalse();
        assertThat(records.records()).isEqualTo(2);
        assertThat(records.end()).isEqualTo(8);
    }

    @Test
    void aByteOrderMarkCountsInPositionsAndInNothingElse() throws IOException {
        RecordScanner records = scanner(BOM + "a\nb\n");

        records.next();
        assertThat(records.text()).isEqualTo("a");
        assertThat(records.start()).isEqualTo(3);
        assertThat(records.end()).isEqualTo(5);
    }

    @Test
    void withinAFileAByteOrderMarkIsText() throws IOException {
        RecordScanner records = new RecordScanner(new ByteArrayInputStream(bytes(BOM + "a\n")), 7);

        assertThat(records.next()).isTrue();
        assertThat(records.text()).isEqualTo(BOM + "a");
        assertThat(records.start()).isEqualTo(7);
    }

    @Test
    void aQuotedCellHoldsCommasLineEndsAndDoubledQuotes() throws IOException {
        assertThat(read("x,\"a,b\",\"c\r\n\nd\",\"say \"\"hi\"\"\",\"\"\ny\n"))
                .containsExactly(List.of("x", "a,b", "c\r\n\nd", "say \"hi\"", ""), List.of("y"));
    }

    @Test
    void aStrayQuoteWithinACellIsTextAndSwallowsNoRows() throws IOException {
        assertThat(read("5\" disk,a\nb\"\"c,d\n \"e,f\n"))
                .containsExactly(List.of("5\" disk", "a"), List.of("b\"\"c", "d"), List.of(" \"e", "f"));
    }

    @Test
    void textBehindAClosingQuoteBelongsToTheCell() throws IOException {
        assertThat(read("\"a\"b\"c,d\ne\n")).containsExactly(List.of("ab\"c", "d"), List.of("e"));
    }

    @Test
    void backslashesAreText() throws IOException {
        assertThat(read("F/C=C\\F,\"F/C=C\\F\"\n\\\n")).containsExactly(List.of("F/C=C\\F", "F/C=C\\F"), List.of("\\"));
    }

    @Test
    void bytesThatAreNoUtf8BecomeReplacementCharacters() throws IOException {
        byte[] latin1 = "caf\u00e9,1\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(read(new RecordScanner(new ByteArrayInputStream(latin1), 0)))
                .containsExactly(List.of("caf\uFFFD", "1"));
    }

    @Test
    void aZeroByteIsNoCsvAndTheRecordIsNamed() throws IOException {
        RecordScanner records = scanner("a\n\nb\nc\0d\n");
        records.next();
        records.next();

        assertThatThrownBy(records::next)
                .isInstanceOf(MalformedCsvException.class)
                .hasMessage("record 3 contains a zero byte");
    }

    @Test
    void aQuoteThatIsNeverClosedIsNoCsvAndTheRecordIsNamed() throws IOException {
        RecordScanner records = scanner("a\n\"b\nc\nd\n");
        records.next();

        assertThatThrownBy(records::next)
                .isInstanceOf(MalformedCsvException.class)
                .hasMessage("record 2 opens a quote that is never closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", ""})
    void aRecordOfExactlyTheLongestLengthIsRead(String lineEnd) throws IOException {
        String longest = "x".repeat(RecordScanner.MAX_RECORD);

        assertThat(read("a\n" + longest + lineEnd)).containsExactly(List.of("a"), List.of(longest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", ""})
    void oneByteMoreIsNoCsvAndTheRecordIsNamed(String lineEnd) throws IOException {
        RecordScanner records = scanner("a\n" + "x".repeat(RecordScanner.MAX_RECORD + 1) + lineEnd);
        records.next();

        assertThatThrownBy(records::next)
                .isInstanceOf(MalformedCsvException.class)
                .hasMessage("record 2 is longer than 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\"x"})
    void aRecordOfTwoGigabytesIsRefusedBeforeItIsRead(String start) throws IOException {
        var endless = new EndlessRecord(bytes(start), 2L << 30);
        RecordScanner records = new RecordScanner(endless, 0);

        assertThatThrownBy(records::next).isInstanceOf(MalformedCsvException.class);
        assertThat(endless.given).isLessThan(2 * RecordScanner.MAX_RECORD);
    }

    /** One record that goes on and on. */
    private static final class EndlessRecord extends InputStream {
        private final byte[] start;
        private final long length;
        private long given;

        EndlessRecord(byte[] start, long length) {
            this.start = start;
            this.length = length;
        }

        @Override
        public int read() {
            return given >= length ? -1 : given++ < start.length ? start[(int) given - 1] : 'x';
        }

        @Override
        public int read(byte[] buffer, int offset, int most) {
            for (int i = 0; i < most; i++) {
                int next = read();
                if (next < 0) {
                    return i == 0 ? -1 : i;
                }
                buffer[offset + i] = (byte) next;
            }
            return most;
        }
    }

    /** Cells that are hard to write and hard to read. */
    static List<List<String>> randomRecords(Random random) {
        String[] pieces = {"a", "C", "\\", "\"", ",", "\n", "\r\n", " ", "\u00e9", "\ud83d\ude00", "", "1.5", "\t"};
        List<List<String>> records = new ArrayList<>();
        for (int i = random.nextInt(30); i >= 0; i--) {
            List<String> cells = new ArrayList<>(List.of("k" + i)); // never blank
            for (int j = random.nextInt(4); j > 0; j--) {
                StringBuilder cell = new StringBuilder();
                for (int k = random.nextInt(5); k > 0; k--) {
                    cell.append(pieces[random.nextInt(pieces.length)]);
                }
                cells.add(cell.toString());
            }
            records.add(cells);
        }
        return records;
    }

    /** Well-formed CSV with all freedom that RFC 4180 leaves: needless quotes, either line end, blank lines between. */
    private static String freely(List<List<String>> records, Random random) {
        StringBuilder csv = new StringBuilder(random.nextBoolean() ? BOM : "");
        for (List<String> cells : records) {
            for (int i = 0; i < cells.size(); i++) {
                String cell = cells.get(i);
                boolean quoted = cell.matches("(?s).*[\",\r\n].*") || random.nextInt(4) == 0;
                csv.append(i == 0 ? "" : ",").append(quoted ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell);
            }
            csv.append(random.nextBoolean() ? "\n" : "\r\n").append(random.nextInt(5) == 0 ? " \n" : "");
        }
        return csv.toString();
    }

    @Test
    void wellFormedCsvIsReadAsItWasMeantAndAsOpenCsvReadsIt() throws IOException {
        Random random = new Random(1);
        RFC4180Parser parser = new RFC4180ParserBuilder().build();
        for (int i = 0; i < 300; i++) {
            List<List<String>> meant = randomRecords(random);
            RecordScanner records = scanner(freely(meant, random));

            List<List<String>> read = new ArrayList<>();
            while (records.next()) {
                read.add(records.cells());
                assertThat(Arrays.asList(parser.parseLine(records.text()))).isEqualTo(records.cells());
            }
            assertThat(read).isEqualTo(meant);
        }
    }

    @Test
    void theSameRecordsAreFoundHoweverFewBytesComeAtATime() throws IOException {
        Random random = new Random(2);
        for (int most = 1; most <= 40; most++) {
            List<List<String>> meant = randomRecords(random);
            byte[] csv = bytes(freely(meant, random));

            InputStream slow = new TricklingInputStream(new ByteArrayInputStream(csv), most);
            assertThat(read(new RecordScanner(slow, 0))).isEqualTo(meant);
        }
    }

    @Test
    void recordsOfAnyLengthSurviveTheBoundariesOfTheBuffer() throws IOException {
        Random random = new Random(3);
        StringBuilder csv = new StringBuilder();
        List<List<String>> meant = new ArrayList<>();
        for (int length : new int[] {65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 3, 300_000, 1, 1_000_000, 5}) {
            meant.add(List.of("x".repeat(length), Integer.toString(random.nextInt())));
            csv.append(String.join(",", meant.get(meant.size() - 1))).append("\r\n");
        }

        assertThat(read(csv.toString())).isEqualTo(meant);
    }

    @Test
    void theBytesFromStartToEndAreThatRecordAndLieInOrder() throws IOException {
        Random random = new Random(4);
        for (int i = 0; i < 100; i++) {
            byte[] csv = bytes(freely(randomRecords(random), random));
            RecordScanner records =
                    new RecordScanner(new TricklingInputStream(new ByteArrayInputStream(csv), 1 + i), 0);
            long last = 0;
            while (records.next()) {
                assertThat(records.start()).isGreaterThanOrEqualTo(last);
                last = records.end();
                byte[] own = Arrays.copyOfRange(csv, (int) records.start(), (int) records.end());
                ByteArrayOutputStream written = new ByteArrayOutputStream();
                records.writeTo(written);
                assertThat(written.toByteArray()).isEqualTo(own);

                RecordScanner alone = new RecordScanner(new ByteArrayInputStream(own), Math.max(1, records.start()));
                assertThat(alone.next()).isTrue();
                assertThat(alone.cells()).isEqualTo(records.cells());
                assertThat(alone.next()).isFalse();
            }
        }
    }
}
