package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every command takes and says, as the contract has it. */
class CommandLineTest {

    private static final String E = " --model eos3b5e --runner embedded --store {dir}/store --library {dir}/lib.csv ";
    private static final String RUN = "run" + E + "--run r ";
    private static final String STORE = " --model eos3b5e --store {dir}/store ";
    private static final String BENZENE = "UHOVQNZJYSORNB-UHFFFAOYSA-N";
    private static final String ABSENT = "RYYVLZVUVIJVGH-UHFFFAOYSA-N";
    private static final String EVERYWHERE = " -h -V --format -o --output -q --quiet -v --verbose --help --version";
    private static final String RUNNER =
            " --runner --model-version --batch-size --ersilia --fetch-from --serve-args --model-url --in-flight --docker"
                    + " --model-memory --model-user --network";
    private static final String KNOWN = " --known-from --known-by-key --retry-rejects";
    private static final String LIBRARY = " -i --library --input -n --sample";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void aLibraryOfThreeMoleculesAndARejectedOne() {
        scene = new Scene(folder).file("lib.csv", "smiles", "CCO", "CCN", "c1ccccc1");
    }

    private JsonNode json(String command) throws JsonProcessingException {
        Precalc.Result result = scene.run(command.strip() + " --format json -q");
        assertThat(result.err()).isEmpty();
        return Json.MAPPER.readTree(result.out());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "plan, '-m --model --workers --run --new-run --store --table --max-parallel --prices --stage --force" + KNOWN
                + LIBRARY + RUNNER + "'",
        "predict, '-m --model --deadline --worker --array-workers --workers --run --new-run --max-reject-rate --store --force --trust-keys"
                + KNOWN + LIBRARY + RUNNER + "'",
        "serve, -m --model --deadline --worker --array-workers --workers --partitions --run --max-reject-rate --store --table --force"
                + " --dry-run --prices --allow-wide --stage --verify --write-budget",
        "finish, -m --model --run --continuation --max-reject-rate --verify --nearest --store --table --prices",
        "status, -m --model --campaign --run --store --table",
        "campaign, --campaign -m --model --dry-run --store --table --stage --prices",
        "run, '-m --model --deadline --workers --run --new-run --max-reject-rate --store --table --dry-run --max-parallel"
                + " --prices --allow-wide --stage --write-budget --force --trust-keys" + KNOWN + LIBRARY
                + RUNNER + "'",
        "submit, '-m --model --on --dry-run --yes --at-once --with --program --batch-queue --batch-job --batch-predict-job"
                + " --image --service-account --workers --run --new-run --max-reject-rate"
                + " --allow-wide --stage --write-budget --trust-keys --store --table" + KNOWN + LIBRARY + RUNNER + "'",
        "query, '-m --model --enrich --smiles -i --input --allow-missing --percentile --nearest --missing --api --from --fill --write --force --store --table"
                + RUNNER + "'",
        "models, -m --model --store --table",
        "api, --open --port --store --table",
        "report, -m --model --run --store --table --prices",
        "publish, -m --model --run --back --max-drift --force --store --table",
        "purge, -m --model --run --model-version --yes --store --table --prices",
        "doctor, '-m --model --store --table" + LIBRARY + RUNNER + "'"
    })
    void helpListsTheOptionsThatAreThere(String command, String options) {
        Precalc.Result result = scene.run(command + " --help all");

        TreeSet<String> listed = new TreeSet<>();
        Matcher option =
                Pattern.compile("(?m)(?:^ {2,6}|, )(--?[a-zA-Z][a-z-]*)").matcher(result.out());
        while (option.find()) {
            listed.add(option.group(1));
        }
        assertThat(listed)
                .containsExactlyElementsOf(new TreeSet<>(
                        Arrays.asList((options + EVERYWHERE).strip().split("\\s+", -1))));
        assertThat(result.out()).startsWith("Usage: precalc " + command);
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theProgramsHelpListsTheCommandsThatAreThere() {
        assertThat(scene.run("--help").out())
                .contains(
                        "plan", "predict", "serve", "finish", "run", "status", "query", "models", "report", "publish",
                        "purge", "doctor");
    }

    @Test
    void theVersionNamesTheCommitThatItWasBuiltFrom() {
        assertThat(scene.run("--version").out())
                .matches("precalc \\d+\\.\\d+\\.\\d+\\S*( \\(commit [0-9a-f]{7,} of \\d{4}-\\d\\d-\\d\\d\\))?\\n");
    }

    @Test
    void noColorIsHonoured() {
        assertThat(scene.run(Map.of("NO_COLOR", "1"), "run --help").out()).doesNotContain("\u001b");
    }

    @Test
    void aFlagBeatsTheEnvironment() throws JsonProcessingException {
        Map<String, String> three = Map.of("PRECALC_WORKERS", "3", "PRECALC_FORMAT", "json", "PRECALC_QUIET", "true");

        JsonNode environment =
                Json.MAPPER.readTree(scene.run(three, "plan" + E + "--run a").out());
        JsonNode flag = Json.MAPPER.readTree(
                scene.run(three, "plan" + E + "--run b --workers 2").out());

        assertThat(environment.get("workers").asInt()).isEqualTo(3);
        assertThat(flag.get("workers").asInt()).isEqualTo(2);
    }

    @Test
    void anEmptyVariableIsNone() {
        assertThat(scene.run(Map.of("PRECALC_SAMPLE", "", "PRECALC_MODEL_VERSION", " "), "plan" + E + "--run a")
                        .code())
                .isZero();
    }

    @Test
    void planAsJson() throws JsonProcessingException {
        JsonNode plan = json("plan" + E + "--run r --workers 2");

        assertThat(names(plan))
                .containsExactly(
                        "run",
                        "model",
                        "model_version",
                        "created",
                        "workers",
                        "rows",
                        "sample",
                        "library",
                        "slices",
                        "controls",
                        "matrix",
                        "estimate");
        assertThat(names(plan.get("library"))).contains("uri", "sha256", "column");
        assertThat(names(plan.get("slices").get(0)))
                .containsExactly("worker", "from", "to", "byte_from", "byte_to", "sha256");
        assertThat(plan.get("matrix"))
                .hasToString("{\"include\":[{\"worker\":1,\"workers\":2},{\"worker\":2,\"workers\":2}]}");
        assertThat(scene.run("predict" + E + "--run r --worker 1 --workers 2").code())
                .isZero();
        assertThat(json("plan" + E + "--run r").get("matrix"))
                .hasToString("{\"include\":[{\"worker\":2,\"workers\":2}]}");
        assertThat(json("plan" + E + "--run r --force").at("/matrix/include")).hasSize(2);
    }

    @Test
    void predictServeFinishAndRunAsJson() throws JsonProcessingException {
        JsonNode predicted = json("predict" + E + "--run r");
        assertThat(names(predicted))
                .contains(
                        "run",
                        "model",
                        "worker",
                        "from",
                        "to",
                        "rows_in",
                        "predicted",
                        "rejected",
                        "sha256",
                        "columns",
                        "model_version",
                        "runner",
                        "runner_version",
                        "deterministic",
                        "started",
                        "seconds");
        JsonNode served = json("serve" + STORE);
        assertThat(names(served.get(0)))
                .containsExactly(
                        "table",
                        "table_id",
                        "partition_sha256",
                        "rows",
                        "items",
                        "duplicates",
                        "rejected",
                        "capacity",
                        "started",
                        "seconds");
        assertThat(json("serve" + STORE)).isEmpty();
        List<String> account = List.of(
                "run",
                "rows_in",
                "predicted",
                "served",
                "duplicates",
                "rejected",
                "unaccounted",
                "seconds",
                "verified",
                "verifiable",
                "replaced_by",
                "checked_again",
                "differing");
        assertThat(names(json("finish" + STORE))).containsExactlyElementsOf(account);
        JsonNode run = json("run" + E);
        assertThat(names(run)).containsExactlyElementsOf(account);
        assertThat(run.get("rows_in").asInt()).isEqualTo(3);
        assertThat(run.get("served").asInt()).isEqualTo(3);
        assertThat(run.get("unaccounted").asInt()).isZero();
    }

    @Test
    void modelsAsJsonAndAsText() throws JsonProcessingException {
        assertThat(scene.run("models --store {dir}/store"))
                .isEqualTo(new Precalc.Result(
                        0,
                        "no run was finished in %s/store yet: precalc run, or plan, predict, serve and finish, make one\n"
                                .formatted(folder),
                        ""));
        scene.run(RUN);

        assertThat(names(json("models --store {dir}/store").get(0)))
                .contains(
                        "model_id",
                        "preds_in_store",
                        "total_unique_preds",
                        "preds_last_updated",
                        "pipeline_latest_start_time",
                        "pipeline_latest_duration",
                        "pipeline_meta_s3_uri",
                        "seconds_per_molecule",
                        "model_version");
        assertThat(scene.run("models --store {dir}/store").out())
                .containsPattern("eos3b5e  Molecular weight +1 +3  v1.0.0 +[-0-9]{10} +100.0 % +0.0 % ");
    }

    @Test
    void dataGoesToAFileInPlaceOfStdout() throws IOException {
        Precalc.Result result = scene.run(RUN + "--format json --output {dir}/run.json");

        assertThat(result.out()).isEmpty();
        assertThat(Json.MAPPER
                        .readTree(Files.readAllBytes(folder.resolve("run.json")))
                        .get("rows_in")
                        .asInt())
                .isEqualTo(3);
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("lib.csv", "store", "run.json");
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("run.json")))
                .isEqualTo(Files.getPosixFilePermissions(folder.resolve("lib.csv")));
    }

    /** The driver of a device takes what is written; replacing it by a file would harm the whole machine. */
    @Test
    void aPipeIsWrittenIntoAndNotReplaced() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path said = folder.resolve("said");
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(scene.run(RUN + "-o {dir}/pipe").code()).isZero();
            assertThat(reader.waitFor(10, TimeUnit.SECONDS))
                    .as("somebody wrote into the pipe")
                    .isTrue();
        } finally {
            reader.destroy();
        }
        assertThat(said).content().startsWith("run r: 3 rows in, 3 predicted, 3 served,");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @Test
    void quietSaysNothingThatIsNoWarning() {
        assertThat(scene.run(RUN).err()).isEqualTo("""
                        precalc: planned run r: 3 rows for 1 worker
                        precalc: report of run r: %1$s/store/out/eos3b5e/r/report.html
                        precalc: 3 rows in: 3 stored; next: precalc query --model eos3b5e --input %1$s/lib.csv --store %1$s/store
                        precalc: look at it: ./precalc api --open --store %1$s/store
                        """.formatted(folder));
        assertThat(scene.run(RUN + "-q").err()).isEmpty();
        assertThat(scene.run(RUN).err())
                .startsWith("precalc: predicted already and kept: 1 of 1 slice (--force predicts again)\n")
                .hasLineCount(4);
        assertThat(scene.run(RUN + "--force").err())
                .startsWith("precalc: report of run r: ")
                .hasLineCount(3);
    }

    @Test
    void resumingSaysInOneLineHowManySlicesAreKept() {
        scene.run("predict" + E + "--run r --worker 1 --workers 3");
        scene.run("predict" + E + "--run r --worker 3 --workers 3");

        assertThat(scene.run(RUN).err())
                .startsWith("precalc: predicted already and kept: 2 of 3 slices (--force predicts again)\n")
                .hasLineCount(4);
    }

    @Test
    void onlyVerboseShowsTheStackTrace() {
        String command = "plan --model eos3b5e --runner embedded --store /proc/x --library {dir}/lib.csv ";

        assertThat(scene.run(command).err()).hasLineCount(1);
        assertThat(scene.run(command + "--verbose").err()).contains("\tat io.ersilia.precalc.");
        assertThat(scene.run(command + "-qv").err()).contains("\tat io.ersilia.precalc.");
        assertThat(scene.run(Map.of("PRECALC_VERBOSE", "true"), command).err()).contains("\tat io.ersilia.precalc.");
    }

    @Test
    void aPartitionIsJudgedFromAHundredRowsOnAndTheRunAlways() {
        scene.file("lib.csv", "smiles", "CCO", "C1", "CCN");

        assertThat(scene.run("predict" + E + "--run r").code()).isZero();
        assertThat(scene.run("serve" + STORE).code()).isZero();
        assertThat(scene.run("finish" + STORE).code()).isEqualTo(3);
        assertThat(scene.run("finish" + STORE + "--max-reject-rate 0.34").code())
                .isZero();
        assertThat(scene.run(RUN).code()).isEqualTo(3);
        assertThat(scene.run(RUN + "--max-reject-rate 0.33").code()).isEqualTo(3);
        assertThat(scene.run(RUN + "--max-reject-rate 0.34").code()).isZero();
    }

    @Test
    void serveJudgesItsOwnRejects() {
        List<String> lines = new ArrayList<>(List.of("key,input,mw"));
        for (int i = 0; i < 100; i++) {
            lines.add("%s,C,1"
                    .formatted(
                            i < 11 ? "no key" : "AAAAAAAAAAAA%c%c-UHFFFAOYSA-N".formatted('A' + i / 26, 'A' + i % 26)));
        }
        scene.imported(lines.toArray(String[]::new));

        assertThat(scene.run("serve" + STORE).code()).isEqualTo(3);
        assertThat(scene.run("serve" + STORE + "--max-reject-rate 0.11").code()).isZero();
    }

    @Test
    void aKeptPartitionEndsAsItEndedFirst() {
        List<String> lines = new ArrayList<>(List.of("smiles"));
        for (int i = 0; i < 100; i++) {
            lines.add(i < 11 ? "C1" : "C".repeat(i));
        }
        scene.file("lib.csv", lines.toArray(String[]::new));

        assertThat(scene.run("predict" + E + "--run r").code()).isEqualTo(3);
        assertThat(scene.run("predict" + E + "--run r").code()).isEqualTo(3);
    }

    @Test
    void finishNamesThePartitionsToBlame() {
        scene.run("plan" + E + "--run r --workers 3");
        scene.run("predict" + E + "--run r --worker 2 --workers 3");

        Precalc.Result result = scene.run("finish" + STORE + "-q");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err())
                .isEqualTo("precalc: 3 rows are unaccounted for in run r: not predicted: part-0001, part-0003;"
                        + " not served: part-0002; run the same command again, or predict and serve them\n");
    }

    @Test
    void queryTellsWhatBecameOfEachInput() throws SQLException {
        scene.file("lib.csv", "smiles,inchikey", "CCO,", "CCN,", "C1,%s".formatted(BENZENE));
        scene.run(RUN);
        execute("INSERT INTO models (model_id, model_version, columns, run_id, created, sample, deterministic)"
                + " VALUES ('eos3b5e', 'v0.9', '[\"older\"]', 'r0', '2020-01-01T00:00:00Z', 0, 1)");
        execute("UPDATE predictions SET model_version = 'v0.9' WHERE input_key = '" + Scene.ETHYLAMINE + "'");
        String keys = String.join(" ", Scene.ETHANOL, Scene.ETHYLAMINE, BENZENE, ABSENT, "nokey", Scene.ETHANOL);

        Precalc.Result result = scene.run("query" + STORE + keys);

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .containsExactly(
                        "key,input,mol_weight,status,smiles,model_version,reason",
                        "%s,%1$s,46.069,stored,CCO,v1.0.0,".formatted(Scene.ETHANOL),
                        "%s,%1$s,,stale,CCN,v0.9,".formatted(Scene.ETHYLAMINE),
                        "%s,%1$s,,rejected,,,invalid_smiles".formatted(BENZENE),
                        "%s,%1$s,,missing,,,no prediction is stored".formatted(ABSENT),
                        ",nokey,,invalid,,,not a standard InChIKey",
                        "%s,%1$s,46.069,stored,CCO,v1.0.0,".formatted(Scene.ETHANOL));
        assertThat(scene.run("query" + STORE + "--allow-missing " + keys).code())
                .isZero();
        assertThat(scene.run("query" + STORE + Scene.ETHANOL).code()).isZero();
    }

    @Test
    void queryBySmilesFindsOtherSpellings() {
        scene.run(RUN);

        assertThat(scene.run("query" + STORE + "--smiles OCC C1").out().lines())
                .containsExactly(
                        "key,input,mol_weight,status,smiles,model_version,reason",
                        "%s,OCC,46.069,stored,CCO,v1.0.0,".formatted(Scene.ETHANOL),
                        ",C1,,invalid,,,\"invalid_smiles: could not parse 'C1', Unclosed ring detected, SMILES may be truncated\"");
    }

    @Test
    void queryOfAFileKeepsItsOtherColumns() {
        scene.run(RUN);
        scene.file("ask.csv", "name,smiles,note", "ethanol,OCC,\"a, b\"", "nobody,CCCCCCCCCl,");

        Precalc.Result result = scene.run("query" + STORE + "--input {dir}/ask.csv");

        assertThat(result.out().lines())
                .containsExactly(
                        "key,input,mol_weight,status,smiles,model_version,name,note,reason",
                        "%s,OCC,46.069,stored,CCO,v1.0.0,ethanol,\"a, b\",".formatted(Scene.ETHANOL),
                        "CNDHHGUSRIZDSL-UHFFFAOYSA-N,CCCCCCCCCl,,missing,,,nobody,,no prediction is stored");
        assertThat(result.err())
                .isEqualTo(
                        ("precalc: 2 in: 1 stored, 1 missing; exit code 3: 1 input has no prediction, the answer says why;"
                                        + " next: precalc query --model eos3b5e --input %1$s/ask.csv --missing missing.csv"
                                        + " --store %1$s/store\n")
                                .formatted(folder));
        assertThat(scene.run("query" + STORE + "--input {dir}/ask.csv --allow-missing -q")
                        .err())
                .isEmpty();
    }

    @Test
    void queryOfAllModels() {
        scene.run(RUN);

        assertThat(scene.run("query --store {dir}/store " + Scene.ETHANOL).out().lines())
                .containsExactly(
                        "key,input,model_id,column,value,status,model_version",
                        "%s,%1$s,eos3b5e,mol_weight,46.069,stored,v1.0.0".formatted(Scene.ETHANOL));
    }

    @Test
    void inAllModelsEveryInputHasItsRowWithStatusAndReason() throws SQLException {
        scene.file("lib.csv", "smiles,inchikey", "CCO,", "CCN,", "C1,%s".formatted(BENZENE));
        scene.run(RUN);
        execute("UPDATE predictions SET model_version = 'v0.9' WHERE input_key = '" + Scene.ETHYLAMINE + "'");

        Precalc.Result result = scene.run("query --store {dir}/store --smiles CCO CCN c1ccccc1 CCCCCCCCCl C1");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out().lines())
                .containsExactly(
                        "key,input,model_id,column,value,status,model_version,reason",
                        "%s,CCO,eos3b5e,mol_weight,46.069,stored,v1.0.0,".formatted(Scene.ETHANOL),
                        "%s,CCN,eos3b5e,mol_weight,45.085,stale,v0.9,".formatted(Scene.ETHYLAMINE),
                        "%s,c1ccccc1,eos3b5e,,,rejected,v1.0.0,invalid_smiles".formatted(BENZENE),
                        "CNDHHGUSRIZDSL-UHFFFAOYSA-N,CCCCCCCCCl,,,,missing,,no prediction is stored",
                        ",C1,,,,invalid,,\"invalid_smiles: could not parse 'C1', Unclosed ring detected, SMILES may be truncated\"");
    }

    @Test
    void whereTheShapeHasNoPlaceForThemInputsWithoutAPredictionAreNamed() {
        scene.run(RUN);

        assertThat(scene.run("query --store {dir}/store --format json --smiles CCO CCCCCCCCCl")
                        .err())
                .isEqualTo("precalc: 1 of 2 inputs have no prediction: CCCCCCCCCl\n");
    }

    @Test
    void aSmilesInPlaceOfAKeyIsToldToBeOne() {
        scene.run(RUN);

        for (String query : List.of("query --store {dir}/store ", "query" + STORE)) {
            Precalc.Result result = scene.run(query + "CCO nokey");

            assertThat(result.code()).isEqualTo(3);
            assertThat(result.err()).isEqualTo("precalc: CCO is not an InChIKey: for SMILES use --smiles\n");
            assertThat(result.out())
                    .contains("\n,CCO,")
                    .contains("\n,nokey,")
                    .contains(",invalid,")
                    .contains(",not a standard InChIKey\n");
        }
    }

    @Test
    void aRunSaysAtItsEndWhatCameOfItsRowsWhyItFailsAndWhatIsNext() {
        scene.file("lib.csv", "smiles", "CCO", "C1");

        Precalc.Result result = scene.run(RUN);

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .endsWith(
                        ("precalc: 2 rows in: 1 stored, 1 rejected; exit code 3: 50.0 %% of rows were rejected, 10 %% are"
                                        + " allowed; next: precalc rejects --model eos3b5e --run r --store %s/store\n")
                                .formatted(folder));
        assertThat(scene.run("finish" + STORE).err())
                .contains("exit code 3: 50.0 % of rows were rejected, 10 % are allowed");
    }

    @Test
    void aRunOfWorkThatIsCompletePredictsNothingAgain() throws JsonProcessingException {
        String work = "run" + E + "--workers 2 ";
        scene.run(work + "--run r");
        String before = scene.listing().toString();

        Precalc.Result again = scene.run(work);

        assertThat(again.code()).isZero();
        assertThat(again.err())
                .isEqualTo(
                        "precalc: run r of the same work is complete (3 rows): nothing to do; --new-run repeats it\n");
        assertThat(again.out()).startsWith("run r: 3 rows in, 3 predicted, 3 served");
        assertThat(scene.run(work + "--dry-run").err()).contains("nothing to do; --new-run repeats it");
        assertThat(scene.listing().toString()).isEqualTo(before);

        scene.run("plan" + E + "--workers 2 --run empty");
        assertThat(scene.run(work).err()).contains("run r of the same work is complete");
        assertThat(json(work + "--new-run").get("run").asText()).isNotEqualTo("r");
    }

    @Test
    void aRunThatIsCompleteIsOnlyServedToAnotherTable() throws IOException {
        String work = "run" + E + "--workers 2 --table sqlite:{dir}/";
        scene.run(work + "a.db --run r");
        String elsewhere = "precalc: run r of the same work is complete (3 rows) but not served to sqlite:%s/b.db:"
                        .formatted(folder)
                + " only that is left to do; --new-run predicts it again\n";

        assertThat(scene.run(work + "b.db --dry-run").err()).contains(elsewhere);
        Precalc.Result other = scene.run(work + "b.db");

        assertThat(other.code()).isZero();
        assertThat(other.err())
                .startsWith(elsewhere + "precalc: predicted already and kept: 2 of 2 slices")
                .contains("precalc: 3 rows in: 3 stored; next: precalc query");
        assertThat(scene.run("query --table sqlite:{dir}/b.db --model eos3b5e " + Scene.ETHANOL)
                        .code())
                .isZero();
        assertThat(scene.run(work + "b.db").err()).endsWith("nothing to do; --new-run repeats it\n");
        try (Stream<Path> runs = Files.list(folder.resolve("store/out/eos3b5e"))) {
            assertThat(runs).hasSize(1);
        }
    }

    @Test
    void aCompleteRunEndsWith0WhenItIsRepeatedThoughTooManyRowsWereRejected() {
        scene.file("lib.csv", "smiles", "CCO", "C1");
        assertThat(scene.run(RUN).code()).isEqualTo(3);

        Precalc.Result again = scene.run("run" + E);

        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("1 rejected (1 invalid_smiles)");
        assertThat(again.err())
                .isEqualTo(
                        "precalc: run r of the same work is complete (2 rows): nothing to do; --new-run repeats it\n");
    }

    @Test
    void workThatWasBegunAgainGoesOn() {
        String work = "run" + E + "--workers 2 ";
        scene.run(work + "--run r");
        scene.run("predict" + E + "--run again --worker 1 --workers 2");

        assertThat(scene.run(work).err()).contains("continuing unfinished run again (--new-run begins another)");
        assertThat(scene.run(work).err()).contains("run again of the same work is complete (3 rows): nothing to do");
    }

    @Test
    void queryOfAllModelsAsJsonIsTheApisObjectForOneMoleculeAndAnArrayForSeveral() throws JsonProcessingException {
        scene.run(RUN);

        JsonNode one = json("query --store {dir}/store " + Scene.ETHANOL);
        JsonNode several = Json.MAPPER.readTree(
                scene.run("query --store {dir}/store --format json " + Scene.ETHANOL + " " + ABSENT)
                        .out());

        assertThat(one.at("/predictions/0/model_id").asText()).isEqualTo("eos3b5e");
        assertThat(several).hasSize(2);
        assertThat(several.get(0)).isEqualTo(one);
        assertThat(several.at("/1/predictions")).isEmpty();
    }

    @Test
    void queryAsJsonPutsEachPositionInOneList() throws JsonProcessingException {
        scene.run(RUN);

        JsonNode answer = json("query" + STORE + String.join(" ", Scene.ETHANOL, ABSENT, "nokey"));

        assertThat(names(answer)).contains("model_id", "columns", "output", "missing", "invalid", "rejected");
        assertThat(names(answer.at("/output/0")))
                .contains("index", "input", "key", "smiles", "value", "model_version", "stale");
        assertThat(answer.at("/output/0/value")).hasToString("[46.069]");
        assertThat(answer.at("/missing/0")).hasToString("{\"index\":1,\"input\":\"%s\"}".formatted(ABSENT));
        assertThat(names(answer.at("/invalid/0"))).containsExactly("index", "input", "reason");
    }

    @Test
    void aModelThatIsNotDeterministicIsMarkedWhereverItIsShown() throws SQLException, JsonProcessingException {
        scene.run(RUN);
        String one = "query" + STORE + Scene.ETHANOL;
        String all = "query --store {dir}/store " + Scene.ETHANOL;
        assertThat(names(json(one))).doesNotContain("deterministic");
        assertThat(names(json(all).at("/predictions/0"))).doesNotContain("deterministic");
        assertThat(scene.run("models --store {dir}/store").out()).doesNotContain("deterministic");

        execute("UPDATE models SET deterministic = 0");
        execute("UPDATE current_models SET deterministic = 0");

        String notice =
                "precalc: eos3b5e is not deterministic: its predictions may differ next time" + System.lineSeparator();
        assertThat(scene.run(one))
                .extracting(Precalc.Result::err, Precalc.Result::code)
                .containsExactly(notice, 0);
        assertThat(scene.run(all))
                .extracting(Precalc.Result::err, Precalc.Result::code)
                .containsExactly(notice, 0);
        assertThat(scene.run(one + " --format json").out()).contains("\"deterministic\" : false");
        assertThat(scene.run(all + " --format json").out()).contains("\"deterministic\" : false");
        assertThat(scene.run("models --store {dir}/store").out()).contains(", not deterministic\n");
        assertThat(json("models --store {dir}/store")
                        .at("/0/in_table/deterministic")
                        .asText())
                .isEqualTo("false");
    }

    @Test
    void finishSaysWhichPartitionsContradictEachOther() {
        scene.run(RUN + "--workers 2");
        for (int worker = 1; worker <= 2; worker++) {
            String manifest = "store/out/eos3b5e/r/part-000%d.json".formatted(worker);
            scene.bytes(
                    manifest,
                    scene.text(manifest)
                            .replaceFirst(
                                    "(?s)\"controls\" : \\[.*?\\],\\s*\"started\"",
                                    "\"controls\" : [{\"smiles\": \"CCO\", \"cells\": [\"%d\"]}], \"started\""
                                            .formatted(worker)));
        }

        Precalc.Result result = scene.run("finish" + STORE + "-q");

        assertThat(result.code()).isZero();
        assertThat(result.err().lines())
                .containsExactly(
                        "precalc: run r: part-0002 says 2 for control CCO in column mol_weight, others say 1",
                        "precalc: run r: the model gives a different answer each time: it is marked as not deterministic");
        assertThat(scene.run("models --store {dir}/store").out()).contains(", not deterministic\n");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder + "/store/predictions.db");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
