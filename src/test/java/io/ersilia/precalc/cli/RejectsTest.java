package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All rejects of a run as one list. */
class RejectsTest {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    private static final String MODEL = " --model eos3b5e";
    private static final String STORE = MODEL + " --store {dir}/store";
    private static final String PREDICT =
            "predict --runner embedded --library {dir}/lib.csv --run r --max-reject-rate 1 --workers 2" + STORE;
    private static final String SERVE = "serve --max-reject-rate 1" + STORE;
    private static final String R = "store/out/eos3b5e/r/";
    private static final String HEADER = "row,key,input,stage,reason,detail,id,library_key,batch\n";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void aLibraryOfWhichSomeAreRejected() {
        scene = new Scene(folder)
                .file(
                        "lib.csv",
                        "id,smiles,key,batch",
                        "A1,CCO,,x",
                        "A2,C1,mine,\"a,b\"",
                        "A3,CCN,,x",
                        "A4,CCC,,x",
                        "A5,CCCC",
                        "A6,*,,z");
    }

    /** Both slices, the prediction of row 3 replaced by one that no table takes. */
    private void predicted() throws IOException {
        scene.after(PREDICT + " --worker 1").after(PREDICT + " --worker 2");
        String before = Sha256.hex(scene.path(R + "part-0001.csv"));
        scene.replace(R + "part-0001.csv", "CCN,45.085", "CCN,1e300");
        scene.replace(R + "part-0001.json", before, Sha256.hex(scene.path(R + "part-0001.csv")));
    }

    private void served() throws IOException {
        predicted();
        scene.after(SERVE);
    }

    private String list(String options) {
        Precalc.Result result = scene.run("rejects" + STORE + " " + options);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }

    private static String row(int number, String rest) {
        return "(?m)^%d,%s$".formatted(number, rest);
    }

    @Test
    void whatPredictAndServeRejectedIsOneListInTheOrderOfTheLibraryWithItsOwnColumns() throws IOException {
        served();

        Precalc.Result result = scene.run("rejects" + STORE);

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEqualTo("precalc: run r of eos3b5e: 3 rejected rows%n".formatted());
        assertThat(result.out()).startsWith(HEADER);
        assertThat(result.out().lines().skip(1))
                .satisfiesExactly(
                        line -> assertThat(line).matches(row(2, ",C1,screen,invalid_smiles,.*,A2,mine,\"a,b\"")),
                        line -> assertThat(line)
                                .matches(row(
                                        3,
                                        "QUSNBJAOOMFDIB-UHFFFAOYSA-N,CCN,serve,number_out_of_range,.*1e300.*,A3,,x")),
                        line -> assertThat(line).matches(row(6, ",\\*,screen,no_inchikey,.*,A6,,z")));
    }

    @Test
    void asJsonEachHasTheOwnColumnsByTheirNames() throws IOException {
        served();

        JsonNode all = Json.MAPPER.readTree(list("--format json"));

        assertThat(all).hasSize(3);
        assertThat(all.get(0).path("row").asInt()).isEqualTo(2);
        assertThat(all.get(0).path("key").isNull()).isTrue();
        assertThat(all.get(0).path("library"))
                .isEqualTo(Json.MAPPER
                        .createObjectNode()
                        .put("id", "A2")
                        .put("key", "mine")
                        .put("batch", "a,b"));
        assertThat(all.get(1).path("stage").asText()).isEqualTo("serve");
    }

    @Test
    void aRunWithoutRejectsIsAHeaderOrAnEmptyArray() throws JsonProcessingException {
        scene.file("lib.csv", "smiles", "CCO").after(PREDICT + " --worker 1").after(PREDICT + " --worker 2");

        assertThat(list("-q")).isEqualTo("row,key,input,stage,reason,detail\n");
        assertThat(Json.MAPPER.readTree(list("-q --format json"))).isEmpty();
    }

    @Test
    void itGoesToAFile() throws IOException {
        served();

        assertThat(list("--output {dir}/mine.csv")).isEmpty();
        assertThat(scene.text("mine.csv")).isEqualTo(list(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "changed"})
    void aLibraryThatIsNoLongerThePlannedOneIsToldAndItsColumnsAreLeftOut(String fate) throws IOException {
        served();
        if (fate.equals("gone")) {
            scene.delete("lib.csv");
        } else {
            scene.replace("lib.csv", "A2", "B2");
        }

        Precalc.Result result = scene.run("rejects" + STORE);

        assertThat(result.code()).isZero();
        assertThat(result.err())
                .contains("precalc: %s/lib.csv %s".formatted(folder, fate.equals("gone") ? "is gone" : "has changed"))
                .contains(": the list omits the library's own columns");
        assertThat(result.out())
                .startsWith("row,key,input,stage,reason,detail\n2,,C1,")
                .hasLineCount(4);
    }

    @Test
    void aLibraryThatIsNotPlainCsvKeepsItsColumnsToo() {
        scene.file("lib.csv", "smiles\tname\t", "CCO\tone\t1", "C1\ttwo, or 2\t2")
                .after(PREDICT + " --worker 1");
        scene.after(PREDICT + " --worker 2");

        assertThat(list("")).startsWith("row,key,input,stage,reason,detail,name,column_3\n2,,C1,");
        assertThat(list("").stripTrailing()).endsWith(",\"two, or 2\",2");
    }

    @Test
    void columnsOfALibraryWithoutHeaderAreNumbered() {
        scene.file("lib.csv", "C1CC1,one", "C1,two")
                .after(PREDICT + " --worker 1")
                .after(PREDICT + " --worker 2");

        assertThat(list("")).startsWith("row,key,input,stage,reason,detail,column_2\n2,,C1,");
        assertThat(list("").stripTrailing()).endsWith(",two");
    }

    @Test
    void theRowsOfASampleAreThoseOfItsLibrary() {
        scene.file("lib.csv", "smiles,id", "CCO,1", "CCN,2", "C1,3", "CCC,4")
                .after(PREDICT.replace("--workers 2", "--sample 2 --worker 1 --workers 1"));

        assertThat(list(""))
                .startsWith("row,key,input,stage,reason,detail,id\n3,,C1,")
                .endsWith(",3\n");
    }

    @Test
    void slicesThatAreNotPredictedOrServedAreTold() {
        scene.after(PREDICT + " --worker 1");

        Precalc.Result result = scene.run("rejects" + STORE);

        assertThat(result.code()).isZero();
        assertThat(result.err())
                .contains("run r: 1 slice is not predicted: the list has none of those rows")
                .contains("run r: 1 partition is not served: rejects of serve may be missing");
        assertThat(result.out()).hasLineCount(2);
    }

    @Test
    void partCsvIsPredictionsAloneAndTheNamesOfEarlierVersionsAreRead() throws IOException {
        served();
        TreeSet<String> parts = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(scene.path(R), "part-*.csv*")) {
            found.forEach(file -> parts.add(String.valueOf(file.getFileName())));
        }
        assertThat(parts).containsExactly("part-0001.csv", "part-0002.csv");
        String list = list("");

        for (String part : new String[] {"0001", "0002"}) {
            Files.move(scene.path(R + "rejects-" + part + ".csv"), scene.path(R + "part-" + part + ".rejects.csv"));
            Files.move(
                    scene.path(R + "serve-rejects-" + part + ".csv"),
                    scene.path(R + "part-" + part + ".serve-rejects.csv"));
        }

        assertThat(list("")).isEqualTo(list);
    }

    @Test
    void anImportedRunListsWhatServeRejected() {
        scene.imported("key,input,mw", Scene.ETHANOL + ",CCO,46", "nonsense,CCN,45")
                .after(SERVE + " --run r");

        Precalc.Result result = scene.run("rejects" + STORE);

        assertThat(result.err()).contains("the run was imported: rows are counted within each partition");
        assertThat(result.out()).startsWith("row,key,input,stage,reason,detail\n2,,CCN,serve,invalid_key,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rejects-0001.csv", "serve-rejects-0001.csv"})
    void aFileThatIsNotWhatItsManifestSaysIsRefusedAndNothingIsWritten(String file) throws IOException {
        served();
        scene.cut(R + file, "row,key,input,stage,reason,detail\n".length());

        Precalc.Result result = scene.run("rejects --output {dir}/mine.csv" + STORE);

        assertThat(result.code()).isEqualTo(ExitCode.INPUT);
        assertThat(result.err()).contains(R + file, "with --force");
        assertThat(scene.path("mine.csv")).doesNotExist();
    }

    @Test
    void itIsReadFromS3WithTheLibraryThere() {
        String store = "s3://" + S3.freshBucket();
        S3.client()
                .putObject(
                        put -> put.bucket(store.substring("s3://".length())).key("reference_library.csv"),
                        scene.path("lib.csv"));
        String predict = "predict --runner embedded --force --run r --max-reject-rate 1 --store " + store + MODEL;
        assertThat(scene.run(S3.environment(), predict).code()).isZero();

        Precalc.Result result = scene.run(S3.environment(), "rejects --store " + store + MODEL);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).startsWith(HEADER + "2,,C1,screen,").hasLineCount(3);
    }

    @Test
    void aLibraryThatIsNotUtf8IsListedWithoutItsOwnColumns() throws IOException {
        Files.write(
                folder.resolve("latin.csv"),
                "smiles,id\nC1,one\nCCO,caf\u00E9\n".getBytes(StandardCharsets.ISO_8859_1));
        scene.after("run -q --runner embedded --max-reject-rate 1 --run r --library {dir}/latin.csv" + STORE);

        Precalc.Result list = scene.run("rejects" + STORE);

        assertThat(list.out()).startsWith("row,key,input,stage,reason,detail\n1,,C1,");
        assertThat(list.err())
                .contains("latin.csv has characters that are not UTF-8, in the cell 'caf")
                .contains(
                        "': convert it before its next run, e.g. by iconv -f WINDOWS-1252 -t UTF-8: the list omits the library's own columns");
    }
}
