package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Libraries and lists as people save them, by the command line. */
class FilesFromPeopleTest {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    private static final String E = "--model eos3b5e --runner embedded ";
    private static final String RUN = "run " + E + "--store {dir}/store --library {dir}/lib ";
    private static final String PLAIN =
            "smiles,name\nCCO,ethanol\nCCC,\"propane, n\"\nc1ccccc1,benzene\nCC(,broken\nCCN,amine\n";
    private static final String ISSUE = "CCO,ethanol\rCCC,propane\rCCN,ethylamine\r";

    private Scene scene = new Scene(Path.of(""));

    @BeforeEach
    void folder(@TempDir Path folder) {
        scene = new Scene(folder);
    }

    private void library(byte[] bytes) throws IOException {
        Files.write(scene.path("lib"), bytes);
    }

    private void library(String text) throws IOException {
        library(text.getBytes(StandardCharsets.UTF_8));
    }

    private String partition(String store, int worker) {
        return scene.text("%s/out/eos3b5e/r/part-000%d.csv".formatted(store, worker))
                + scene.text("%s/out/eos3b5e/r/rejects-000%d.csv".formatted(store, worker));
    }

    private List<String> copies() {
        return scene.listing().stream()
                .filter(file -> file.startsWith("store/libraries/"))
                .toList();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    static Stream<Arguments> dialects() throws IOException {
        String semicolons = PLAIN.replace(',', ';').replace("\"propane; n\"", "propane, n");
        String tabs = semicolons.replace(';', '\t');
        String blanks = semicolons.replace(';', ' ');
        return Stream.of(
                Arguments.of("cells separated by semicolons", semicolons.getBytes(StandardCharsets.UTF_8)),
                Arguments.of("cells separated by tabs", tabs.getBytes(StandardCharsets.UTF_8)),
                Arguments.of("SMILES followed by a blank and a name", blanks.getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "SMILES followed by a blank and a name",
                        blanks.replace("smiles name\n", "").getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "a first line that names the separator, cells separated by semicolons",
                        ("\uFEFFsep=;\r\n" + semicolons.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("UTF-16LE", PLAIN.getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of("UTF-16BE", ("\uFEFF" + PLAIN).getBytes(StandardCharsets.UTF_16BE)),
                Arguments.of("gzip", gzip(PLAIN.getBytes(StandardCharsets.UTF_8))),
                Arguments.of(
                        "lines that end in CR alone", PLAIN.replace('\n', '\r').getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "gzip, UTF-16LE, cells separated by tabs, lines that end in CR alone, SMILES in column 'Canonical SMILES'",
                        gzip(tabs.replace("smiles", "Canonical SMILES")
                                .replace('\n', '\r')
                                .getBytes(StandardCharsets.UTF_16LE))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void aLibraryInAnyDialectGivesThePartitionsOfThePlainOne(String words, byte[] bytes) throws IOException {
        scene.bytes("plain.csv", PLAIN)
                .after("run " + E
                        + "--store {dir}/plain --library {dir}/plain.csv --run r --workers 2 --max-reject-rate 1");
        library(bytes);

        Precalc.Result result = scene.run(RUN + "--run r --workers 2 --max-reject-rate 1");

        assertThat(result.code()).as(result.err()).isEqualTo(0);
        assertThat(scene.steady(result.err()))
                .contains("precalc: {dir}/lib is read as: " + words
                        + "; its plain copy for all workers is {dir}/store/libraries/{sha}.csv\n");
        assertThat(partition("store", 1)).isEqualTo(partition("plain", 1));
        assertThat(partition("store", 2)).isEqualTo(partition("plain", 2));
        assertThat(copies()).hasSize(1);
    }

    @Test
    void theSameFileIsTheSameWorkAndIsCopiedOnce() throws IOException {
        library(ISSUE);
        scene.run("plan " + E + "--store {dir}/store --library {dir}/lib --workers 2");
        List<String> before = List.copyOf(scene.listing());

        Precalc.Result again = scene.run("plan " + E + "--store {dir}/store --library {dir}/lib --workers 2");

        assertThat(again.err()).contains("continuing unfinished run");
        assertThat(scene.listing()).containsExactlyElementsOf(before);
        assertThat(copies()).hasSize(1);
    }

    @Test
    void aPlannedRunKnowsTheFileThatWasGivenAndNoticesItsChange() throws IOException {
        library(ISSUE);
        String command = E + "--store {dir}/store --library {dir}/lib --run r --workers 2 ";
        scene.run("plan " + command);

        assertThat(scene.run("predict " + command + "--worker 2").code()).isEqualTo(0);
        assertThat(scene.run("plan " + command + "--format json").out())
                .contains("\"read_from\" : \"" + scene.path("lib") + "\"");

        scene.delete(copies().get(0)); // made again from the file
        assertThat(scene.run("plan " + command).code()).isEqualTo(0);
        assertThat(copies()).hasSize(1);

        library(ISSUE.replace("CCC", "CCS"));
        Precalc.Result changed = scene.run("plan " + command);
        assertThat(changed.code()).isEqualTo(65);
        assertThat(changed.err()).contains("has changed since run r was planned");
        Precalc.Result other = scene.run("predict " + command.replace("/lib ", "/other ") + "--worker 1");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("--library " + scene.path("other") + " contradicts run r");
    }

    @Test
    void aDryRunWritesNoCopy() throws IOException {
        library(ISSUE);

        Precalc.Result result = scene.run(RUN + "--dry-run");

        assertThat(result.err()).contains("is read as: lines that end in CR alone\n");
        assertThat(scene.listing()).containsExactly("lib");
    }

    @Test
    void onlyThePlainCopyIsReadByWorkersOnS3() throws IOException {
        String bucket = S3.freshBucket();
        Map<String, String> environment = new HashMap<>(S3.environment());
        library(gzip(PLAIN.replace(',', '\t').getBytes(StandardCharsets.UTF_8)));
        S3.client().putObject(put -> put.bucket(bucket).key("lib.tsv.gz"), scene.path("lib"));
        String command =
                E + "--store s3://%s/store --library s3://%1$s/lib.tsv.gz --run r --workers 2".formatted(bucket);
        assertThat(scene.run(environment, "plan " + command).code()).isEqualTo(0);

        S3.client().deleteObject(delete -> delete.bucket(bucket).key("lib.tsv.gz"));
        Precalc.Result result = scene.run(environment, "predict " + command + " --worker 2");

        assertThat(result.code()).as(result.err()).isEqualTo(0);
        assertThat(result.out()).contains("3 rows in = 2 predicted + 1 rejected");
        assertThat(S3.client()
                        .listObjectsV2(list -> list.bucket(bucket).prefix("store/libraries/"))
                        .contents())
                .extracting(S3Object::key)
                .singleElement()
                .asString()
                .matches("store/libraries/[0-9a-f]{64}\\.csv");
    }

    @Test
    void linesThatEndInCrAloneAreRowsForPredictAndQuery() throws IOException {
        library(ISSUE);

        Precalc.Result predicted = scene.run("predict " + E + "--store {dir}/store --library {dir}/lib --run r");
        Precalc.Result asked = scene.run("query --model eos3b5e --store {dir}/store --input {dir}/lib --allow-missing");

        assertThat(predicted.out()).contains("3 rows in = 3 predicted + 0 rejected");
        assertThat(asked.err()).contains("lib is read as: lines that end in CR alone\n");
        assertThat(asked.out().lines().skip(1))
                .hasSize(3)
                .first()
                .isEqualTo("LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,missing,,,ethanol,no prediction is stored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CCO,a\nCCC,b\rCCN,c\n", "CCO,a\nCCC,b\u2028CCN,c\n", "CCO,a\nCCC,b\u0085CCN,c\n"})
    void aSeparatorWithinACellIs65ForEveryReader(String text) throws IOException {
        library(text);

        for (String command : List.of(
                RUN,
                "plan " + E + "--store {dir}/store --library {dir}/lib",
                "predict " + E + "--store {dir}/store --library {dir}/lib",
                "query --store {dir}/store --input {dir}/lib")) {
            Precalc.Result result = scene.run(command);
            assertThat(result.code()).as(command).isEqualTo(65);
            assertThat(result.err())
                    .contains("/lib is not CSV: record 2 contains ", "in line 2, byte ", " > mended.csv");
        }
        assertThat(scene.run("doctor --runner embedded --store {dir}/store --library {dir}/lib")
                        .out())
                .contains("/lib is not CSV: record 2 contains ");
    }

    @Test
    void aQueryKeepsTheOtherColumnsOfAnyDialect() throws IOException {
        library(
                "\uFEFFid;Canonical SMILES;remark\n1;CCO;a, b\n2;\u00a0CC |c:0|\u200b;\"x;y\"\n3;C[N+](=O)[O\u2212];\u00e9\n");

        Precalc.Result result =
                scene.run("query --model eos3b5e --store {dir}/store --input {dir}/lib --allow-missing");

        assertThat(result.err())
                .contains(
                        "lib is read as: cells separated by semicolons\n",
                        "lib: in 1 SMILES, the extension |…| is ignored; in 1 SMILES, another dash is read as '-'\n");
        assertThat(result.out()).isEqualTo("""
                        key,input,status,smiles,model_version,id,remark,reason
                        LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,missing,,,1,"a, b",no prediction is stored
                        OTMSDBZUPAUEDD-UHFFFAOYSA-N,\u00a0CC |c:0|\u200b,missing,,,2,x;y,no prediction is stored
                        LYGJENNIWJXYER-UHFFFAOYSA-N,C[N+](=O)[O\u2212],missing,,,3,\u00e9,no prediction is stored
                        """);
    }

    @Test
    void aQueryOfKeysIsReadInAnyDialectToo() throws IOException {
        for (String text :
                List.of("InChI Key;name\nLFQSCWFLJHTTHZ-UHFFFAOYSA-N;a, b\n", "LFQSCWFLJHTTHZ-UHFFFAOYSA-N\ta, b\n")) {
            library(text);

            assertThat(scene.run("query --model eos3b5e --store {dir}/store --input {dir}/lib --allow-missing")
                            .out())
                    .contains(
                            "\nLFQSCWFLJHTTHZ-UHFFFAOYSA-N,LFQSCWFLJHTTHZ-UHFFFAOYSA-N,missing,,,\"a, b\",no prediction is stored\n");
        }
    }

    @Test
    void cellsAreReadAsTheyAreMeantAndWhatWasLeftAwayIsCounted() throws IOException {
        library("smiles\n\u00a0CCO\u00a0\n\u200bCCC\uFEFF\nCC |$a;b$|\nC[N+](=O)[O\u2212]\nC\u200bCN\nCC N\n");

        Precalc.Result result = scene.run(RUN + "--run r");

        assertThat(result.err())
                .contains("in 1 SMILES, the extension |…| is ignored; in 1 SMILES, another dash is read as '-'\n");
        assertThat(partition("store", 1))
                .contains(",CCO,", ",CCC,", ",CC,", ",C[N+](=O)[O-],", ",CCN,")
                .contains("6,,CC N,screen,invalid_smiles,white space within");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id,parent smiles,Isomeric SMILES | SMILES columns, 'parent smiles' and 'Isomeric SMILES': give only the one to use the name smiles
            smiles,id,SMILES                 | SMILES columns, 'smiles' and 'SMILES': give only the one to use the name smiles
            input,id,input                   | SMILES columns, 'input' and 'input': give only the one to use the name smiles
            smiles,inchikey,InChIKey         | columns of keys, 'inchikey' and 'InChIKey': give only the one to use the name key
            """)
    void twoColumnsThatCouldHoldTheMoleculeAre65AndBothAreNamed(String header, String told) throws IOException {
        library(header + "\nCCO,CCO,CCN\n");

        for (String command : List.of(
                RUN, "query --store {dir}/store --input {dir}/lib", "doctor --runner embedded --library {dir}/lib")) {
            Precalc.Result result = scene.run(command);

            assertThat(result.code()).isEqualTo(65);
            assertThat(result.out() + result.err()).contains("lib has several " + told + "\n");
        }
    }

    @Test
    void twoColumnsOfKeysAreNoQuery() throws IOException {
        library("key,name,Key\nLFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,QUSNBJAOOMFDIB-UHFFFAOYSA-N\n");

        Precalc.Result result = scene.run("query --store {dir}/store --input {dir}/lib");

        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err())
                .contains("lib has several columns of keys, 'key' and 'Key': give only the one to use the name key\n");
    }

    @Test
    void aHeaderThatIsAMoleculeBesideAColumnOfMoleculesIsWarnedOf() throws IOException {
        library("I,structure\n1,CCO\n2,CCC\n3,CCN\n");

        assertThat(scene.run("plan " + E + "--store {dir}/store --library {dir}/lib")
                        .err())
                .contains(
                        "which begins with 'I' (0 % of its first rows are SMILES); column 2, which begins with 'structure', looks more like SMILES (100 %): name it smiles\n");
        assertThat(scene.run("doctor --runner embedded --store {dir}/store --library {dir}/lib")
                        .out())
                .contains("warning  library ", "looks more like SMILES (100 %)");
    }

    @Test
    void keysThatAreNotThoseOfTheirSmilesAreWarnedOfUnlessTheyAreTrusted() throws IOException {
        library("""
                smiles,inchikey
                CCO,QUSNBJAOOMFDIB-UHFFFAOYSA-N
                CCN,QUSNBJAOOMFDIB-UHFFFAOYSA-N
                CCC,
                """);

        Precalc.Result warned = scene.run(RUN + "--run r");
        assertThat(warned.code()).isEqualTo(0);
        assertThat(warned.err())
                .contains(
                        "keys that do not match their SMILES: 1 of 2 (row 1 'CCO' has LFQSCWFLJHTTHZ-UHFFFAOYSA-N, not QUSNBJAOOMFDIB-UHFFFAOYSA-N); the library's keys are kept: put each key beside its own molecule, or confirm them with --trust-keys\n");
        assertThat(partition("store", 1)).contains("\nQUSNBJAOOMFDIB-UHFFFAOYSA-N,CCO,");

        assertThat(scene.run(RUN + "--run r --force --trust-keys").err()).doesNotContain("recomputed");
    }

    @Test
    void doctorTellsHowTheLibraryIsRead() throws IOException {
        library("SMILES\tname\nCCO\tethanol\n");

        assertThat(scene.run("doctor --runner embedded --store {dir}/store --library {dir}/lib")
                        .out())
                .contains("ok       library ", "is read as: cells separated by tabs\n");
    }
}
