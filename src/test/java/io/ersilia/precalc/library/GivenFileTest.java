package io.ersilia.precalc.library;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read of files as people have them, and what is refused. */
class GivenFileTest {

    private static final Screening SCREENING = new Screening();
    private static final String THREE = "CCO,ethanol\nCCC,propane\nCCN,ethylamine\n";
    private static final List<List<String>> THREE_ROWS =
            List.of(List.of("CCO", "ethanol"), List.of("CCC", "propane"), List.of("CCN", "ethylamine"));

    private static GivenFile open(byte[] bytes) throws IOException {
        return GivenFile.open(new ByteArrayInputStream(bytes), "my lib.txt", LibraryLayout.shown(SCREENING::isSmiles));
    }

    private static List<List<String>> read(byte[] bytes) throws IOException {
        List<List<String>> all = new ArrayList<>();
        try (GivenFile file = open(bytes)) {
            while (file.next()) {
                all.add(file.cells());
            }
        }
        return all;
    }

    private static List<List<String>> readPlain(byte[] bytes) throws IOException {
        List<List<String>> all = new ArrayList<>();
        try (GivenFile file = open(bytes)) {
            RecordScanner records = new RecordScanner(file.plain(), 0, file.plainForm());
            while (records.next()) {
                all.add(records.cells());
            }
        }
        return all;
    }

    private static String refusal(byte[] bytes) {
        try (GivenFile file = open(bytes)) {
            try {
                while (file.next()) {
                    assertThat(file.cells()).isNotEmpty();
                }
                return "";
            } catch (MalformedCsvException e) {
                return GivenFile.refusal("my lib.txt", e, false, file.dialect());
            }
        } catch (Failure e) {
            assertThat(e.kind()).isEqualTo(Failure.Kind.INPUT);
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Stream.of(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static Arguments read(String words, String text) {
        return Arguments.of(words, utf8(text));
    }

    static Stream<Arguments> threeRows() {
        String header = "smiles,name\n" + THREE;
        return Stream.of(
                read("", THREE),
                read("", "\uFEFF" + THREE.replace("\n", "\r\n")),
                read("", THREE.replace("\n", "\r\r\n")),
                read("lines that end in CR alone", THREE.replace('\n', '\r')),
                read("lines that end in CR alone", "CCO,ethanol\rCCC,propane\r\rCCN,ethylamine"),
                read("cells separated by semicolons", THREE.replace(',', ';')),
                read("cells separated by tabs", THREE.replace(',', '\t')),
                read("cells separated by tabs", THREE.replace(',', '\t').replace("\n", "\r\n")),
                read(
                        "cells separated by tabs, lines that end in CR alone",
                        THREE.replace(',', '\t').replace('\n', '\r')),
                read(
                        "a first line that names the separator, cells separated by semicolons",
                        "sep=;\r\n" + THREE.replace(',', ';')),
                read("a first line that names the separator", "\uFEFFsep=,\n" + THREE),
                read(
                        "a first line that names the separator, cells separated by |",
                        "\"sep=|\"\n" + THREE.replace(',', '|')),
                read("SMILES followed by a blank and a name", THREE.replace(',', ' ')),
                read("SMILES followed by a blank and a name", "CCO \t ethanol\n  CCC propane  \nCCN ethylamine"),
                Arguments.of("gzip", gzip(utf8(THREE))),
                Arguments.of("gzip", join(gzip(utf8("CCO,ethanol\nCCC,")), gzip(utf8("propane\nCCN,ethylamine\n")))),
                Arguments.of("UTF-16LE", THREE.getBytes(UTF_16LE)),
                Arguments.of("UTF-16BE", THREE.getBytes(UTF_16BE)),
                Arguments.of("UTF-16LE", ("\uFEFF" + THREE).getBytes(UTF_16LE)),
                Arguments.of("UTF-16BE", ("\uFEFF" + THREE).getBytes(UTF_16BE)),
                Arguments.of(
                        "UTF-16LE, cells separated by tabs", ("\uFEFF" + THREE.replace(',', '\t')).getBytes(UTF_16LE)),
                Arguments.of(
                        "gzip, UTF-16BE, cells separated by semicolons, lines that end in CR alone",
                        gzip(header.replace(',', ';').replace('\n', '\r').getBytes(UTF_16BE))),
                read("", header),
                read("cells separated by semicolons", "Canonical SMILES;name\n" + THREE.replace(',', ';')),
                read("cells separated by tabs", "SMILES \tname\n" + THREE.replace(',', '\t')),
                read("SMILES followed by a blank and a name", "SMILES Name\n" + THREE.replace(',', ' ')),
                read(
                        "SMILES followed by a blank and a name",
                        "smiles\tname".replace('\t', ' ') + "\n" + THREE.replace(',', ' ')));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("threeRows")
    void whatIsUnambiguousIsReadAndItsDialectIsKnown(String words, byte[] bytes) throws IOException {
        try (GivenFile file = open(bytes)) {
            assertThat(file.dialect().words()).isEqualTo(words);
            assertThat(file.dialect().isPlain()).isEqualTo(words.isEmpty());
        }
        List<List<String>> rows = read(bytes);
        assertThat(rows).hasSizeBetween(3, 4);
        assertThat(rows.subList(rows.size() - 3, rows.size())).isEqualTo(THREE_ROWS);
        assertThat(readPlain(bytes)).isEqualTo(rows);
    }

    @Test
    void aNameMayHoldTheDelimitersOfOthers() throws IOException {
        assertThat(read(utf8("CCO 1,2;3-x\nCCC a, b\n")))
                .containsExactly(List.of("CCO", "1,2;3-x"), List.of("CCC", "a, b"));
        assertThat(read(utf8("CCO;1,2-x\nCCC;a b\n"))).containsExactly(List.of("CCO", "1,2-x"), List.of("CCC", "a b"));
        assertThat(read(utf8("CCO\tx; y, z\nCCC\t\"\n"))).first().isEqualTo(List.of("CCO", "x; y, z"));
        assertThat(read(utf8("CCO \"a\nCCC b\"\n"))).containsExactly(List.of("CCO", "\"a"), List.of("CCC", "b\""));
    }

    @Test
    void linesWithoutNameAreRowsToo() throws IOException {
        assertThat(read(utf8("CCO\nCCC propane\n\nCCN |c:1,3| amine\n")))
                .containsExactly(List.of("CCO", ""), List.of("CCC", "propane"), List.of("CCN |c:1,3|", "amine"));
    }

    @Test
    void aColumnOfOneWordOrTwoIsPlain() throws IOException {
        for (String header : List.of("smiles", "Smiles String", "Canonical SMILES", "isomeric smiles")) {
            try (GivenFile file = open(utf8(header + "\nCCO\nCCC\n"))) {
                assertThat(file.dialect().isPlain()).as(header).isTrue();
            }
        }
    }

    @Test
    void emptyCellsStayRowsInThePlainForm() throws IOException {
        byte[] bytes = utf8("smiles\r\"\"\r\" \"\rCCO\r");

        assertThat(readPlain(bytes)).hasSize(4).isEqualTo(read(bytes));
    }

    @Test
    void aQuotedCellMayHoldLineEndsOfAnyKind() throws IOException {
        String cell = "a\rb\nc\u2028d\u0085e\u000Bf";

        assertThat(read(utf8("CCO,\"" + cell + "\"\nCCC,x\n"))).contains(List.of("CCO", cell), List.of("CCC", "x"));
        assertThat(readPlain(utf8("CCO;\"" + cell + "\"\nCCC;x\n")))
                .contains(List.of("CCO", cell), List.of("CCC", "x"));
    }

    @Test
    void otherBytesInOtherColumnsAreNoReasonToRefuse() throws IOException {
        byte[] latin1 = "CCO;caf\u00e9\nCCC;\u0085\n".getBytes(ISO_8859_1);

        assertThat(read(latin1)).containsExactly(List.of("CCO", "caf\uFFFD"), List.of("CCC", "\uFFFD"));
    }

    private static Arguments refused(String text, String message) {
        return Arguments.of(utf8(text), message);
    }

    static Stream<Arguments> refusals() {
        String name = "my lib.txt";
        String csv = name + " is not CSV: record ";
        String tr = "; if it ends a row: tr '\\r' '\\n' < 'my lib.txt' > mended.csv";
        String table = ", expected a table of SMILES: ";
        return Stream.of(
                refused(
                        "CCO,a\nCCC,b\rCCN,c\n",
                        csv + "2 contains a carriage return (CR) outside quotes, in line 2, byte 11" + tr),
                refused(
                        "CCO,a\rCCC,b\nCCN,c\r",
                        csv + "1 contains a carriage return (CR) outside quotes, in line 1, byte 5" + tr),
                refused(
                        "CCO,a\r" + "CCC,b\r".repeat(20_000) + "CCN,c\nCCN,d\r",
                        csv
                                + "20002 contains a line feed (LF) although its lines end in CR outside quotes, in line 20002, byte 120011"
                                + tr),
                refused(
                        "CCO,a\u2028CCC,b\n",
                        csv
                                + "1 contains a line separator (U+2028) outside quotes, in line 1, byte 7; if it ends a row: perl -pe 's/\\xE2\\x80\\xA8/\\n/g' < 'my lib.txt' > mended.csv"),
                refused(
                        "smiles\n\"C\n\",x\nCCO,a\u2029CCC\n",
                        csv
                                + "3 contains a paragraph separator (U+2029) outside quotes, in line 4, byte 21; if it ends a row: perl -pe 's/\\xE2\\x80\\xA9/\\n/g' < 'my lib.txt' > mended.csv"),
                refused(
                        "CCO,a\u0085CCC,b\n",
                        csv
                                + "1 contains a next line (NEL, U+0085) outside quotes, in line 1, byte 6; if it ends a row: perl -pe 's/\\xC2\\x85/\\n/g' < 'my lib.txt' > mended.csv"),
                refused(
                        "CCO,a\u000BCCC,b\n",
                        csv
                                + "1 contains a vertical tab (VT) outside quotes, in line 1, byte 5; if it ends a row: tr '\\013' '\\n' < 'my lib.txt' > mended.csv"),
                refused(
                        "CCO;a\fCCC;b\n",
                        csv
                                + "1 contains a form feed (FF) outside quotes, in line 1, byte 5; if it ends a row: tr '\\f' '\\n' < 'my lib.txt' > mended.csv"),
                Arguments.of(
                        gzip("CCO;a\fCCC;b\n".getBytes(UTF_16LE)),
                        csv
                                + "1 contains a form feed (FF) outside quotes, in line 1, byte 5; if it ends a row: gzip -dc 'my lib.txt' | iconv -f UTF-16LE -t UTF-8 | tr '\\f' '\\n' > mended.csv"),
                refused(
                        "CCO,\"ethanol\nCCC,propane\nCCN,\"x\"\n",
                        csv
                                + "1 opens a quote that closes only in line 3, followed by more text: rows would be swallowed"),
                refused("CCO,\"ethanol\nCCC,propane\n", csv + "1 opens a quote that is never closed"),
                refused(
                        "benzene\n  x\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n    0.0 0.0 0.0 C\nM  END\n$$$$\n",
                        name + " is an SD file (atoms and bonds, no SMILES)" + table
                                + "obabel -isdf 'my lib.txt' -O molecules.smi"),
                refused(
                        "C\r\n  x\r\n\r\n  0  0  0     0  0            999 V3000\r\nM  END\r\n",
                        name + " is an SD file (atoms and bonds, no SMILES)" + table
                                + "obabel -isdf 'my lib.txt' -O molecules.smi"),
                refused(
                        "@<TRIPOS>MOLECULE\nC\n",
                        name + " is a Mol2 file (atoms and bonds, no SMILES)" + table
                                + "obabel -imol2 'my lib.txt' -O molecules.smi"),
                refused(
                        "PK\u0003\u0004.....[Content_Types].xml\0\0",
                        name + " is an Excel workbook" + table
                                + "save it as CSV UTF-8, or: libreoffice --headless --convert-to csv 'my lib.txt'"),
                refused("PK\u0003\u0004.....lib.csv\0\0", name + " is a zip archive" + table + "unzip 'my lib.txt'"),
                Arguments.of(
                        new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0},
                        name + " is an Excel workbook" + table
                                + "save it as CSV UTF-8, or: libreoffice --headless --convert-to csv 'my lib.txt'"),
                refused(
                        "PAR1\u0015\0",
                        name + " is a Parquet file" + table
                                + "python3 -c 'import pandas, sys; pandas.read_parquet(sys.argv[1]).to_csv(\"molecules.csv\", index=False)' 'my lib.txt'"),
                refused(
                        "%PDF-1.7\n",
                        name + " is a PDF document" + table + "pdftotext 'my lib.txt', then turn the text into a CSV"),
                refused(
                        "\n<!DOCTYPE html><html>\n",
                        name + " is a web page or XML" + table
                                + "download the file itself, not the page that shows it, in place of 'my lib.txt'"),
                refused(
                        "[{\"smiles\": \"CCO\"}]",
                        name + " is JSON" + table + "jq -r '.[] | [.smiles] | @csv' 'my lib.txt' > molecules.smi"),
                Arguments.of(
                        "\uFEFFsmiles\nC\n".getBytes(Charset.forName("UTF-32LE")),
                        name + " is UTF-32" + table + "iconv -f UTF-32 -t UTF-8 'my lib.txt' > mended.csv"),
                Arguments.of(gzip(gzip(utf8(THREE))), name + " is gzip within gzip: gunzip it once"),
                Arguments.of(
                        Arrays.copyOf(gzip(utf8(THREE.repeat(3))), 50),
                        "cannot be read: its gzip data is truncated: copy or download it again"),
                Arguments.of(
                        join("smiles\nCCO\n".getBytes(UTF_16LE), new byte[] {'C'}),
                        "cannot be read: it is not valid UTF-16LE or is truncated: save it as UTF-8"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatWouldLoseRowsOrIsSomethingElseIsNamedWithWhatMendsIt(byte[] bytes, String message) {
        assertThat(refusal(bytes)).isEqualTo(message);
    }

    @Test
    void partsOfAGzipAreReadWhateverTheStreamSaysIsAvailable() throws IOException {
        Random random = new Random(3);
        StringBuilder beyondTheSample = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            beyondTheSample.append("CCC,").append(random.nextLong()).append('\n');
        }
        byte[] bytes = join(gzip(utf8(beyondTheSample.toString())), gzip(utf8("CCO\n")), gzip(utf8("CCN\n")));
        InputStream silent = new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int available() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(length, 7));
            }
        };

        int rows = 0;
        try (GivenFile file = GivenFile.open(silent, "lib", LibraryLayout.shown(SCREENING::isSmiles))) {
            while (file.next()) {
                rows++;
            }
        }

        assertThat(rows).isEqualTo(20_002);
    }

    @Test
    void aDamagedGzipIsSaidToBeDamaged() {
        byte[] bytes = gzip(utf8(THREE.repeat(100)));
        bytes[bytes.length - 6] ^= 1; // its checksum

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(MalformedCsvException.class)
                .hasMessageStartingWith("its gzip data is damaged");
    }

    /** The JDK's decoder takes such bytes for the end of the file. */
    @Test
    void whatIsLeftOfADamagedOrTruncatedPartOfAGzipIsRefused() {
        byte[] first = gzip(utf8(THREE));
        byte[] second = gzip(utf8(THREE));
        for (int length = 1; length < second.length; length++) {
            byte[] truncated = join(first, Arrays.copyOf(second, length));
            assertThatThrownBy(() -> read(truncated))
                    .isInstanceOf(MalformedCsvException.class)
                    .hasMessageStartingWith("its gzip data is ");
        }
        for (int place = 0; place < 3; place++) {
            byte[] damaged = join(first, second);
            damaged[first.length + place] ^= 1;
            assertThatThrownBy(() -> read(damaged))
                    .isInstanceOf(MalformedCsvException.class)
                    .hasMessageStartingWith("its gzip data is damaged (not gzip from byte %d on)", first.length);
        }
        assertThatThrownBy(() -> read(join(first, utf8("CCCC\n")))).isInstanceOf(MalformedCsvException.class);
    }

    @Test
    void zerosBehindAGzipAreOnlyPadding() throws IOException {
        assertThat(read(join(gzip(utf8(THREE)), new byte[100_000]))).isEqualTo(read(gzip(utf8(THREE))));
    }

    /** Some molecules and names that are hard to write, as one person or another would save them. */
    private static byte[] written(List<List<String>> rows, Random random) {
        char delimiter = ",;\t ".charAt(random.nextInt(4));
        String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
        StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "\uFEFF" : "");
        if (random.nextInt(5) == 0 && delimiter != ' ') {
            text.append("sep=").append(delimiter).append(end);
        }
        if (random.nextBoolean()) {
            text.append("Smiles").append(delimiter).append("Name").append(end);
        }
        for (List<String> row : rows) {
            String name = row.get(1);
            boolean quoted = delimiter != ' ' && (name.indexOf(delimiter) >= 0 || name.startsWith("\""));
            text.append(row.get(0)).append(delimiter);
            text.append(quoted ? '"' + name.replace("\"", "\"\"") + '"' : name).append(end);
        }
        byte[] bytes =
                text.toString().getBytes(List.of(UTF_8, UTF_16LE, UTF_16BE).get(random.nextInt(3)));
        return random.nextBoolean() ? gzip(bytes) : bytes;
    }

    @Test
    void whateverIsSavedInAnyDialectIsReadBackEqual() throws IOException {
        List<String> smiles = List.of("CCO", "F/C=C\\F", "C[C@@H](N)C(=O)O", "[Na+].[Cl-]", "c1ccccc1", "N#N", "C");
        List<String> names = List.of(
                "ethanol",
                "1,2-x",
                "a;b",
                "x \"y\" z",
                "caf\u00e9",
                "\ud83d\ude00",
                "two words",
                "5\" disk",
                "\u4e2d\u6587");
        Random random = new Random(14);
        for (int i = 0; i < 500; i++) {
            List<List<String>> rows = new ArrayList<>();
            for (int j = 1 + random.nextInt(200); j > 0; j--) {
                rows.add(List.of(smiles.get(random.nextInt(smiles.size())), names.get(random.nextInt(names.size()))));
            }
            byte[] bytes = written(rows, random);

            List<List<String>> read = read(bytes);
            assertThat(read.subList(read.size() - rows.size(), read.size()))
                    .as("file %d", i)
                    .isEqualTo(rows);
            assertThat(read.size() - rows.size()).isBetween(0, 1);
            assertThat(readPlain(bytes)).isEqualTo(read);
        }
    }
}
