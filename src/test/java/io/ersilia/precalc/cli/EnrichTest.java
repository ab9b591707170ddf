package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.opencsv.CSVReaderHeaderAware;
import com.opencsv.exceptions.CsvValidationException;
import io.ersilia.precalc.enrich.MoleculeFile;
import io.ersilia.precalc.enrich.MoleculeFiles;
import io.ersilia.precalc.molecule.Screening;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of molecules given back in its own form, with predictions added. */
class EnrichTest {

    private static final String QUERY = "query --model eos3b5e --store {dir}/store ";
    private static final Path REFERENCE = Path.of("src/test/resources/reference");

    @TempDir
    private static Path folder = Path.of("");

    private final Scene scene = new Scene(folder);

    @BeforeAll
    static void predictTheReference() throws IOException {
        Files.copy(REFERENCE.resolve("test_input.sdf"), folder.resolve("in.sdf"));
        new Scene(folder)
                .file("library.csv", "smiles", "CCO", "c1ccccc1")
                .after("run --model eos3b5e --runner embedded --store {dir}/store --library "
                        + Path.of("test_input.csv").toAbsolutePath());
    }

    private static Map<String, String> weights() throws IOException, CsvValidationException {
        Map<String, String> weights = new HashMap<>();
        try (CSVReaderHeaderAware rows =
                new CSVReaderHeaderAware(Files.newBufferedReader(REFERENCE.resolve("test_input_expected.csv")))) {
            int number = 0;
            for (Map<String, String> row = rows.readMap(); row != null; row = rows.readMap()) {
                weights.put(
                        "" + number++,
                        new BigDecimal(row.get("mol_weight"))
                                .stripTrailingZeros()
                                .toPlainString());
            }
        }
        return weights;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anSdFileGetsTheWeightOfEachStructureAndKeepsAllElse(boolean zipped) throws Exception {
        byte[] given = Files.readAllBytes(folder.resolve("in.sdf"));
        String input = zipped ? "in.sdf.gz" : "in.sdf";
        Files.write(folder.resolve(input), zipped ? gzip(given) : given);

        Precalc.Result result = scene.run(QUERY + "--input {dir}/" + input + " --output {dir}/out.sdf");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).contains("eos3b5e: 30 stored");
        String out = scene.text("out.sdf");
        Map<String, String> expected = weights();
        String[] records = out.split("\\$\\$\\$\\$\n", -1);
        assertThat(records).hasSize(31);
        for (int i = 0; i < 30; i++) {
            assertThat(records[i])
                    .contains(">  <number>\n" + i + "\n\n>  <eos3b5e.mol_weight>\n" + expected.get("" + i) + "\n\n")
                    .contains(">  <eos3b5e.status>\nstored\n\n");
        }
        assertThat(out.replaceAll(">  <eos3b5e[^\n]*\n[^\n]*\n\n", ""))
                .isEqualTo(new String(given, StandardCharsets.UTF_8));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    @Test
    void aRecordThatIsNoStructureIsGivenBackAsInvalid() {
        scene.bytes(
                "odd.sdf", "no molecule\r\n\r\n\r\nM  END\r\n$$$$\r\n\n  RDKit\n\n  1  0  0\nlast, without an end\n");

        Precalc.Result result = scene.run(QUERY + "--input {dir}/odd.sdf --output {dir}/odd_out.sdf");

        assertThat(result.code()).isEqualTo(3);
        assertThat(scene.text("odd_out.sdf").split("the structure cannot be read", -1))
                .hasSize(3);
        assertThat(scene.text("odd_out.sdf"))
                .startsWith("no molecule\r\n\r\n\r\nM  END\r\n>  <eos3b5e.status>\r\ninvalid\r\n");
        assertThat(scene.text("odd_out.sdf")).endsWith("$$$$\n").contains("last, without an end\n");
    }

    @Test
    void aTableGetsColumnsAtItsEndForEachModel() {
        scene.file(
                "list.csv",
                "name,smiles,note",
                "aspirin,CC(=O)Oc1ccccc1C(=O)O,\"a, b\"",
                "none,CCCCCCCCCC",
                "bad,C(,x");

        Precalc.Result result = scene.run(QUERY + "--input {dir}/list.csv --enrich --output {dir}/list_out.csv");

        assertThat(result.code()).isEqualTo(3);
        assertThat(scene.text("list_out.csv").lines())
                .startsWith(
                        "name,smiles,note,eos3b5e.mol_weight,eos3b5e.status,eos3b5e.model_version,eos3b5e.reason",
                        "aspirin,CC(=O)Oc1ccccc1C(=O)O,\"a, b\",180.159,stored,v1.0.0,",
                        "none,CCCCCCCCCC,,,missing,,")
                .hasSize(4)
                .last()
                .asString()
                .startsWith("bad,C(,x,,invalid,,");
        assertThat(scene.run(QUERY + "--input {dir}/list.csv --enrich --allow-missing --output {dir}/list_out.csv")
                        .code())
                .isZero();
    }

    @Test
    void anExcelFileKeepsItsCellsAndGetsNumbers() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "test", null)) {
            Worksheet sheet = workbook.newWorksheet("hits");
            List.of("Name", "SMILES", "dose", "tested", "active")
                    .forEach(title -> sheet.value(0, sheetColumn(title), title));
            sheet.value(1, 0, "aspirin");
            sheet.value(1, 1, "CC(=O)Oc1ccccc1C(=O)O");
            sheet.value(1, 2, 0.1);
            sheet.value(1, 3, LocalDate.of(2026, 11, 27));
            sheet.style(1, 3).format("yyyy-mm-dd").set();
            sheet.value(1, 4, true);
            sheet.value(2, 1, "CCCCCCCCCC");
        }
        Files.write(folder.resolve("hits.xlsx"), bytes.toByteArray());

        Precalc.Result result = scene.run(QUERY + "--input {dir}/hits.xlsx --output {dir}/out.xlsx");

        assertThat(result.code()).as(result.err()).isEqualTo(3);
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(folder.resolve("out.xlsx")));
                ReadableWorkbook workbook = new ReadableWorkbook(in)) {
            List<Row> rows = workbook.getFirstSheet().read();
            assertThat(workbook.getFirstSheet().getName()).isEqualTo("hits");
            assertThat(rows.get(0).getCellText(5)).isEqualTo("eos3b5e.mol_weight");
            Row aspirin = rows.get(1);
            assertThat(aspirin.getCellAsNumber(2)).contains(new BigDecimal("0.1"));
            assertThat(aspirin.getCellAsDate(3)).contains(LocalDateTime.of(2026, 11, 27, 0, 0));
            assertThat(aspirin.getCellAsBoolean(4)).contains(true);
            assertThat(aspirin.getCellAsNumber(5)).contains(new BigDecimal("180.159"));
            assertThat(aspirin.getCellText(6)).isEqualTo("stored");
            assertThat(rows.get(2).getCellText(6)).isEqualTo("missing");
            assertThat(rows.get(2).getOptionalCell(5)).isEmpty();
        }
    }

    private static int sheetColumn(String title) {
        return List.of("Name", "SMILES", "dose", "tested", "active").indexOf(title);
    }

    @Test
    void aTextThatIsTooLongForExcelIsRefused() throws IOException {
        excel("small.xlsx", 2, "xl/workbook.xml", "", "");
        try (MoleculeFile file = MoleculeFiles.EXCEL.open(
                folder.resolve("small.xlsx"), OutputStream.nullOutputStream(), Screening::new)) {
            file.begin(List.of("text"));
            file.next();

            assertThatThrownBy(() -> file.write(List.of("x".repeat(32_768))))
                    .hasMessageContaining("a text of 32,768 characters, but a cell of Excel has at most 32,767");
        }
    }

    /** With so many columns, and this put in the place of that in one of its parts. */
    private static void excel(String name, int columns, String part, String that, String with) throws IOException {
        Path file = folder.resolve(name);
        try (Workbook workbook = new Workbook(Files.newOutputStream(file), "test", null)) {
            Worksheet sheet = workbook.newWorksheet("hits");
            for (int i = 0; i < columns; i++) {
                sheet.value(0, i, i == 0 ? "smiles" : "c" + i);
            }
            sheet.value(1, 0, "CCO");
            sheet.value(1, 1, 7);
        }
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Path xml = zip.getPath(part);
            Files.writeString(xml, Files.readString(xml).replace(that, with));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--input {dir}/in.sdf | 2 | in.sdf is given back with columns added: name where with --output",
                "--input {dir}/in.sdf --output {dir}/x.csv | 2 | as an SD file: let the name end in .sdf",
                "--input {dir}/none.sdf --output {dir}/x.sdf | 65 | no file at {dir}/none.sdf",
                "--enrich --smiles CCO --output {dir}/x.csv | 2 | need the molecules in a file: name it with --input",
                "--enrich --input {dir}/in.sdf --output {dir}/x.sdf --percentile | 2 | leave out --percentile",
                "--model eos9zzz --input {dir}/in.sdf --output {dir}/x.sdf | 65 | has no predictions of eos9zzz",
                "--enrich --input {dir}/twice.csv --output {dir}/x.csv | 65 | has a column eos3b5e.status already",
                "--enrich --input {dir}/wide.csv --output {dir}/x.csv | 65 | has 3 cells below a header of 1",
                "--input {dir}/text.xlsx --output {dir}/x.xlsx | 65 | is not an Excel file that can be read",
                "--input {dir}/odd.xlsx --output {dir}/x.xlsx | 65 | is not an Excel file that can be read",
                "--input {dir}/apple.xlsx --output {dir}/x.xlsx | 65 | counts its dates from 1904",
                "--input {dir}/full.xlsx --output {dir}/x.xlsx | 65 | would get 16,387 columns, but Excel has at most 16,384",
                "--input {dir}/again.sdf --output {dir}/x.sdf | 65 | record 2 of {dir}/again.sdf has this data item already: >  <eos3b5e.status>",
                "--input {dir}/wide.sdf --output {dir}/x.sdf | 65 | is not text of one byte a character",
                "--enrich --input {dir}/latin.csv --output {dir}/x.csv | 65 | latin.csv has characters that are not UTF-8",
                "--input {dir}/latin.csv --output {dir}/x.csv | 65 | latin.csv has characters that are not UTF-8",
                "--input {dir}/cr.sdf --output {dir}/x.sdf | 65 | ends its lines with carriage returns alone",
                "--enrich --input {dir}/cut.csv.gz --output {dir}/x.csv | 65 | its gzip data is truncated",
                "--input {dir}/cut.sdf.gz --output {dir}/x.sdf | 65 | its gzip data is truncated",
                "--input {dir}/in.sdf --output {dir}/nowhere/x.sdf | 69 | cannot write"
            })
    void whatCannotBeGivenBackIsToldAndNothingIsWritten(String options, int code, String message) throws IOException {
        byte[] whole = gzip("smiles\nCCO\n".getBytes(StandardCharsets.UTF_8));
        for (String name : List.of("cut.csv.gz", "cut.sdf.gz")) {
            Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length - 9));
        }
        scene.file("twice.csv", "smiles,eos3b5e.status", "CCO,x")
                .file("wide.csv", "smiles", "CCO,x,y")
                .file("text.xlsx", "smiles", "CCO")
                .file(
                        "again.sdf",
                        "a",
                        "",
                        "",
                        "M  END",
                        "$$$$",
                        "b",
                        "",
                        "",
                        "M  END",
                        ">  <eos3b5e.status>",
                        "",
                        "$$$$")
                .bytes("cr.sdf", "a\r\r\rM  END\r$$$$\r");
        Files.write(folder.resolve("wide.sdf"), "a\n\n\nM  END\n".getBytes(StandardCharsets.UTF_16));
        Files.write(folder.resolve("latin.csv"), "smiles,n\nC,caf\u00E9\n".getBytes(StandardCharsets.ISO_8859_1));
        excel("odd.xlsx", 2, "xl/worksheets/sheet1.xml", "t=\"n\"", "t=\"d\"");
        excel("apple.xlsx", 2, "xl/workbook.xml", "date1904=\"false\"", "date1904=\"1\"");
        excel("full.xlsx", 16_383, "xl/workbook.xml", "", "");

        Precalc.Result result = scene.run(
                options.contains("--model") ? "query --store {dir}/store " + options.strip() : QUERY + options.strip());

        assertThat(result.code()).as(result.err()).isEqualTo(code);
        assertThat(scene.steady(result.err())).contains(message.strip());
        assertThat(scene.listing()).noneMatch(file -> file.startsWith("x.") || file.contains(".precalc-"));
    }
}
