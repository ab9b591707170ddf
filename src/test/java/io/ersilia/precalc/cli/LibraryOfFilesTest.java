package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** A library of several files, and a run of thousands of slices. */
class LibraryOfFilesTest {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    private static final String E = " --model eos3b5e --runner embedded --store {dir}/store";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void files() throws IOException {
        scene = new Scene(folder)
                .file("lib/a.csv", "smiles,id", "CCO,1", "C1,2")
                .file("lib/c.csv", "smiles,id", "C,5", "nothing,6", "CCC,7");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(scene.path("lib/b.csv.gz")))) {
            out.write("smiles,id\nCCN,3\nCC,4\n".getBytes(StandardCharsets.UTF_8));
        }
        scene.file("lib/_SUCCESS", "");
    }

    private JsonNode plan(String command) throws JsonProcessingException {
        Precalc.Result result = scene.run("plan" + E + " --format json " + command);
        assertThat(result.code()).as(result.err()).isZero();
        return Json.MAPPER.readTree(result.out());
    }

    @Test
    void aFolderIsRunAsOneLibraryAndRejectsNameTheFile() {
        Precalc.Result run = scene.run("run" + E + " --max-reject-rate 1 --run r --workers 3 --library {dir}/lib");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "%s/lib is read as one library of 3 files, in the order of their names; some are read as: gzip"
                                .formatted(folder));
        assertThat(scene.text("store/out/eos3b5e/r/part-0002.csv")).contains(",CCN,", ",CC,");
        Precalc.Result rejects = scene.run("rejects --model eos3b5e --store {dir}/store");
        assertThat(rejects.out().lines())
                .satisfiesExactly(
                        header -> assertThat(header).isEqualTo("row,key,input,stage,reason,detail,file,file_row,id"),
                        first -> assertThat(first).startsWith("2,,C1,").endsWith(",a.csv,2,2"),
                        second -> assertThat(second).startsWith("6,,nothing,").endsWith(",c.csv,2,6"));
    }

    @ParameterizedTest
    @CsvSource({"{dir}/lib/, 7, 3", "{dir}/lib/*.csv, 5, 2", "{dir}/lib/?.csv.gz, 2, 1"})
    void aPatternChoosesFiles(String library, long rows, int files) throws JsonProcessingException {
        JsonNode plan = plan("--run r --library " + library);

        assertThat(plan.at("/library/rows").asLong()).isEqualTo(rows);
        assertThat(plan.at("/library/files").asInt()).isEqualTo(files);
        assertThat(plan.at("/slices")).hasSize(1);
        assertThat(plan.at("/slices/0/to").asLong()).isEqualTo(rows);
        assertThat(plan.at("/slices/0/pieces").isMissingNode()).isTrue();
    }

    @Test
    void aPrefixOnS3IsALibraryToo() {
        String store = "s3://" + S3.freshBucket();
        for (String name : List.of("a.csv", "b.csv.gz", "c.csv")) {
            S3.client()
                    .putObject(
                            put -> put.bucket(store.substring(5)).key("lib/" + name),
                            RequestBody.fromFile(scene.path("lib/" + name)));
        }
        String run =
                "run --model eos3b5e --runner embedded --max-reject-rate 1 --table sqlite:{dir}/t.db --run r --workers 2 --store "
                        + store + " --library " + store + "/lib/";

        Precalc.Result result = scene.run(S3.environment(), run);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("7");
        assertThat(scene.run(
                                S3.environment(),
                                "plan --model eos3b5e --runner embedded --store " + store + " --library " + store
                                        + "/none/")
                        .err())
                .contains("no file in " + store + "/none/: put the library's files there");
    }

    private void assertRefused(int code, String command, String message) {
        Precalc.Result result = scene.run(command);
        assertThat(result.err()).contains(message.replace("{dir}", folder.toString()));
        assertThat(result.code()).isEqualTo(code);
    }

    @Test
    void whatIsNoLibraryIsRefusedByName() throws IOException {
        Files.createDirectory(scene.path("empty"));
        scene.file("mixed/a.csv", "smiles", "C").bytes("mixed/b.csv", "%PDF-1.4\n");

        assertRefused(
                65,
                "plan" + E + " --library {dir}/empty",
                "no file in {dir}/empty/: put the library's files there, or name another with --library");
        assertRefused(
                65,
                "plan" + E + " --library {dir}/lib/*.txt",
                "no file matches {dir}/lib/*.txt: correct the pattern, or name another library with --library");
        assertRefused(2, "plan" + E + " --library {dir}/*/a.csv", "expected * and ? only behind the last /");
        assertRefused(65, "plan" + E + " --library {dir}/mixed", "{dir}/mixed/b.csv is ");
        assertThat(scene.path("store")).doesNotExist();
    }

    @Test
    void aFileThatIsAddedChangesTheLibrary() {
        String plan = "plan" + E + " --run r --workers 2 --library {dir}/lib";
        scene.after(plan).after(plan).file("lib/d.csv", "smiles,id", "CCCC,8");

        assertRefused(
                65,
                plan,
                "{dir}/lib has changed since run r was planned: d.csv was added; plan a new run with --new-run");
        scene.after("predict" + E
                + " --max-reject-rate 1 --run r --worker 2 --workers 2 --library {dir}/lib"); // its own rows
        // are the planned
        // ones
    }

    @Test
    void thousandsOfSlicesAreNotListedInThePlanAndEachWorkerFindsItsOwn() throws JsonProcessingException {
        JsonNode plan = plan("--run r --workers 9999 --library {dir}/lib");

        assertThat(plan.at("/slices")).isEmpty();
        assertThat(plan.at("/matrix/include")).hasSize(7);
        assertThat(scene.text("store/out/eos3b5e/r/plan.json")).hasSizeLessThan(2000);
        int worker = plan.at("/matrix/include/6/worker").asInt();
        scene.after("predict" + E + " --run r --workers 9999 --worker " + worker);
        assertThat(worker).isEqualTo(9999);
        assertThat(scene.text("store/out/eos3b5e/r/part-9999.csv")).contains(",CCC,");
        Precalc.Result status = scene.run("status --model eos3b5e --store {dir}/store --run r");
        assertThat(status.out()).contains("9,992 empty, 6 missing, 1 predicted");
    }
}
