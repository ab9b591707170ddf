package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.flow.Laptop;
import io.ersilia.precalc.flow.Walk;
import io.ersilia.precalc.flow.Workflow;
import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The workflows themselves, walked from dispatch to the end, with the packaged jar, on S3 and DynamoDB. */
class WorkflowsIT {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    private static final String WORKFLOW = "predict-parallel.yml";
    private static final String RUN = "4711";
    private static final String PREFIX = "hub/";

    @TempDir
    private Path folder = Path.of("");

    private String bucket = "";
    private String table = "";

    @BeforeEach
    void anEmptyStoreAndTable() {
        bucket = S3.freshBucket();
        table = DYNAMODB.freshTable();
    }

    private Map<String, String> variables() {
        return Map.of(
                "PRECALC_STORE",
                "s3://%s/hub".formatted(bucket),
                "PRECALC_TABLE",
                "dynamodb:" + table,
                "AWS_REGION",
                "us-east-1",
                "AWS_ROLE_ARN",
                "arn:aws:iam::123456789012:role/precalc");
    }

    private Laptop laptop(String name) throws IOException {
        return laptop(name, variables());
    }

    private Laptop laptop(String name, Map<String, String> variables) throws IOException {
        Map<String, String> login = new HashMap<>(S3.environment());
        login.putAll(DYNAMODB.environment());
        return new Laptop(Files.createDirectories(folder.resolve(name)), variables, login, RUN);
    }

    /** Distinct molecules, in the library of the store. */
    private void library(int rows) {
        String lines = "smiles\n"
                + IntStream.rangeClosed(1, rows)
                        .mapToObj(row -> molecule(row) + "\n")
                        .collect(Collectors.joining());
        S3.client()
                .putObject(
                        put -> put.bucket(bucket).key(PREFIX + "reference_library.csv"), RequestBody.fromString(lines));
    }

    private static String molecule(int row) {
        return "C".repeat(row) + "O";
    }

    @Test
    void halfOfTheWorkersAreKilledAndTheNextRoundMakesTheResultEqualByteForByte()
            throws IOException, InterruptedException {
        Map<String, String> inputs = Map.of("model-id", "eos3b5e", "workers", "4", "max-parallel", "02");
        everyMoleculeIsInTheTable(inputs, 100);
        Map<String, String> store = store();
        Set<Map<String, AttributeValue>> items = items();
        anEmptyStoreAndTable();
        library(100);
        Laptop laptop = laptop("disturbed");

        Walk first = laptop.killing(cell -> Set.of("2", "4").contains(cell.getOrDefault("worker", "")))
                .dispatch(WORKFLOW, inputs);
        Map<String, String> next = laptop.dispatchedByGh();

        assertThat(first.job("predict").legs())
                .as(first.log("predict"))
                .extracting(Walk.Leg::succeeded)
                .containsExactly(true, false, true, false);
        assertThat(first.log("predict")).contains("Killed", "exit code 137");
        assertThat(results(first))
                .containsEntry("serve", "success")
                .containsEntry("finish", "success")
                .containsEntry("go-on", "success");
        assertThat(store().keySet()).anyMatch(key -> key.contains("/checkpoints/0002/"));
        assertThat(values()).hasSize(50);
        assertThat(next)
                .containsAllEntriesOf(inputs)
                .containsEntry("run", RUN)
                .containsEntry("continuation", "1")
                .containsEntry("sample-only", "")
                .containsOnlyKeys(
                        Workflow.named(WORKFLOW).inputs("workflow_dispatch").keySet());

        Walk second = laptop.killing(cell -> false).dispatch(WORKFLOW, next);

        assertThat(second.job("predict").legs())
                .extracting(leg -> leg.cell().get("worker"))
                .containsExactly("2", "4");
        assertThat(second.log("predict")).contains("are kept");
        assertThat(results(second).values()).doesNotContain("failure");
        assertThat(laptop.dispatchedByGh()).isEmpty();
        assertThat(predictions(store())).isEqualTo(predictions(store)).hasSizeGreaterThanOrEqualTo(8);
        assertThat(items()).isEqualTo(items);
        assertThat(values()).isEqualTo(truth(100));
    }

    private void everyMoleculeIsInTheTable(Map<String, String> inputs, int rows)
            throws IOException, InterruptedException {
        library(rows);
        Laptop laptop = laptop("undisturbed");

        Walk walk = laptop.dispatch(WORKFLOW, inputs);

        assertThat(results(walk))
                .isEqualTo(Map.of(
                        "plan", "success",
                        "warm-up", "success",
                        "predict", "success",
                        "servable", "success",
                        "serve", "success",
                        "finish", "success",
                        "go-on", "skipped",
                        "tell", "skipped"));
        assertThat(walk.job("predict").legs()).hasSize(4);
        assertThat(values()).isEqualTo(truth(rows));
        assertThat(laptop.calls("mvn")).hasSize(1);
        assertThat(laptop.calls("pip"))
                .containsOnly("install --no-input --require-hashes --only-binary :all: --requirement"
                        + " ersilia-requirements.txt")
                .hasSize(5);
        assertThat(laptop.calls("sudo"))
                .filteredOn(call -> call.startsWith("useradd"))
                .containsOnly("useradd --create-home --groups docker model")
                .hasSize(5);
        assertThat(laptop.calls("sudo"))
                .filteredOn(call -> call.endsWith(" precalc.jar predict"))
                .hasSize(5)
                .allMatch(call -> call.matches("--preserve-env=(?!\\S*(AWS_[^R]|TOKEN|ACTIONS_[^=])).*"));
        assertThat(laptop.dispatchedByGh()).isEmpty();
    }

    @Test
    void aModelThatDoesNotAnswerStartsNoWorker() throws IOException, InterruptedException {
        library(3);
        Laptop laptop = laptop("laptop").killing(cell -> !cell.containsKey("worker"));

        Walk walk = laptop.dispatch(WORKFLOW, Map.of("model-id", "eos3b5e", "workers", "3"));

        assertThat(results(walk))
                .containsEntry("warm-up", "failure")
                .containsEntry("predict", "skipped")
                .containsEntry("serve", "skipped");
        assertThat(laptop.calls("pip")).hasSize(1);
        assertThat(laptop.dispatchedByGh())
                .as("tried once more, as after any round without progress")
                .containsEntry("continuation", "1");
    }

    @Test
    void nothingLeftToDoIsSuccessAndAnotherTableIsServedAgain() throws IOException, InterruptedException {
        library(1);
        Laptop laptop = laptop("laptop");
        Walk first = laptop.dispatch(WORKFLOW, Map.of("model-id", "eos3b5e"));
        Map<String, String> partitions = partitions();

        Walk again = laptop.dispatch(WORKFLOW, Map.of("model-id", "eos3b5e", "run", RUN));

        assertThat(first.job("predict").legs()).hasSize(1);
        assertThat(results(again))
                .isEqualTo(Map.of(
                        "plan", "success",
                        "warm-up", "skipped",
                        "predict", "skipped",
                        "servable", "success",
                        "serve", "skipped",
                        "finish", "success",
                        "go-on", "skipped",
                        "tell", "skipped"));
        assertThat(partitions()).isEqualTo(partitions);
        assertThat(values()).isEqualTo(truth(1));

        table = DYNAMODB.freshTable();
        Walk served = laptop("again").dispatch("serve-parallel.yml", Map.of("model-id", "eos3b5e", "run", RUN));

        assertThat(results(served)).isEqualTo(Map.of("servable", "success", "serve", "success", "finish", "success"));
        assertThat(values()).isEqualTo(truth(1));
    }

    @Test
    void aCampaignStartsWhatIsMissingOnceAndItsRunBringsTheModelUpToDate() throws IOException, InterruptedException {
        library(2);
        Path file = Files.writeString(folder.resolve("campaign.yml"), "models: [eos3b5e]\nbudget: {hours: 9}\n");
        Map<String, String> variables = new HashMap<>(variables());
        variables.put("PRECALC_CAMPAIGN", file.toString());
        Laptop laptop = laptop("laptop", variables);

        Walk first = laptop.dispatch("campaign.yml", Map.of());
        Map<String, String> inputs = laptop.dispatchedByGh();

        assertThat(results(first)).isEqualTo(Map.of("next", "success", "start", "success"));
        assertThat(inputs)
                .containsEntry("model-id", "eos3b5e")
                .containsEntry("workers", "1")
                .containsEntry("max-parallel", "1")
                .containsEntry("run", "campaign-1");
        assertThat(Workflow.named(WORKFLOW).inputs("workflow_dispatch").keySet())
                .containsAll(inputs.keySet());
        assertThat(results(laptop.dispatch("campaign.yml", Map.of())))
                .isEqualTo(Map.of("next", "success", "start", "skipped"));

        assertThat(results(laptop.dispatch(WORKFLOW, inputs)).values()).doesNotContain("failure");
        assertThat(results(laptop.dispatch("campaign.yml", Map.of()))).containsEntry("start", "skipped");

        assertThat(values()).isEqualTo(truth(2));
        assertThat(folder.resolve("laptop/artifacts/campaign/campaign.html"))
                .content()
                .contains("<strong>1 of 1 model</strong>");
    }

    @Test
    void aRepositoryWithoutACampaignStartsNothing() throws IOException, InterruptedException {
        assertThat(results(laptop("laptop").dispatch("campaign.yml", Map.of())))
                .isEqualTo(Map.of("next", "skipped", "start", "skipped"));
    }

    @ParameterizedTest(name = "{0} rows, {1} workers asked for: {2} jobs")
    @CsvSource({
        "1, '', 1",
        "1, 1, 1",
        "1, 50, 1",
        "1, 256, 1",
        "30, '', 1",
        "30, 1, 1",
        "30, 50, 30",
        "30, 256, 30",
        "100, '', 1",
        "100, 1, 1",
        "100, 50, 50",
        "100, 256, 100",
        "2000000, '', 50",
        "2000000, 1, 1",
        "2000000, 50, 50",
        "2000000, 256, 256"
    })
    void theMatrixFollowsTheInput(int rows, String workers, int jobs) throws IOException, InterruptedException {
        Path library = folder.resolve("library.csv");
        try (BufferedWriter out = Files.newBufferedWriter(library)) {
            out.write("smiles\n");
            for (int row = 0; row < rows; row++) {
                out.write("CCO\n");
            }
        }
        Map<String, String> inputs = Map.of("model-id", "eos3b5e", "workers", workers, "library", library.toString());
        Map<String, String> onThisMachine = new HashMap<>(variables());
        onThisMachine.put("PRECALC_STORE", folder.resolve("store").toString());
        onThisMachine.put("PRECALC_TABLE", "sqlite:" + folder.resolve("predictions.db"));

        Walk walk = laptop("laptop", onThisMachine).dispatch(WORKFLOW, inputs, "plan");

        assertThat(walk.result("plan")).as(walk.log("plan")).isEqualTo("success");
        List<Map<String, String>> legs = walk.legs(Workflow.named(WORKFLOW), "predict");
        assertThat(legs).hasSize(jobs).doesNotHaveDuplicates();
        String total = workers.isEmpty() ? String.valueOf(jobs) : workers;
        assertThat(legs).allSatisfy(leg -> assertThat(leg).containsEntry("workers", total));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "model-id | eos3b5e; rm -rf / | not a model id: 'eos3b5e; rm -rf /'",
                "model-id | $(touch /tmp/x) | not a model id",
                "sample-only | ten | ten: expected a whole number",
                "sample-only | 0 | 0",
                "workers | 0 | 0",
                "workers | 999 | 999",
                "run | ../other | ../other",
                "library | s3:// | s3://"
            })
    void aBadInputFailsInThePlanJobInOneClearLine(String input, String value, String said)
            throws IOException, InterruptedException {
        library(1);
        Map<String, String> inputs = new HashMap<>(Map.of("model-id", "eos3b5e"));
        inputs.put(input, value);

        Walk walk = laptop("laptop").dispatch(WORKFLOW, inputs);

        assertThat(results(walk))
                .isEqualTo(Map.of(
                        "plan", "failure",
                        "warm-up", "skipped",
                        "predict", "skipped",
                        "servable", "skipped",
                        "serve", "skipped",
                        "finish", "skipped",
                        "go-on", "skipped",
                        "tell", "skipped"));
        assertThat(said(walk)).singleElement().asString().contains(said);
        assertThat(store()).doesNotContainKey("out");
    }

    @Test
    void aRepositoryWithoutAStoreOrWithoutARoleIsToldSoInThePlanJob() throws IOException, InterruptedException {
        Map<String, String> noStore = new HashMap<>(variables());
        noStore.remove("PRECALC_STORE");
        Map<String, String> noRole = new HashMap<>(variables());
        noRole.remove("AWS_ROLE_ARN");

        Walk withoutStore = laptop("store", noStore).dispatch(WORKFLOW, Map.of("model-id", "eos3b5e"));
        Walk withoutRole = laptop("role", noRole).dispatch(WORKFLOW, Map.of("model-id", "eos3b5e"));

        assertThat(withoutStore.result("plan")).isEqualTo("failure");
        assertThat(said(withoutStore)).singleElement().asString().contains("PRECALC_STORE", "repository variable");
        assertThat(withoutRole.result("plan")).isEqualTo("failure");
        assertThat(said(withoutRole)).singleElement().asString().contains("refs/heads/main", "role");
    }

    @Test
    void theRehearsalDoesOnAFolderWhatTheJobsDo() throws IOException, InterruptedException {
        Map<String, String> loses = Map.of("LOSE", "2");

        Rehearsal undisturbed = rehearse("undisturbed", Map.of());
        Rehearsal disturbed = rehearse("disturbed", loses);

        assertThat(undisturbed.jobs())
                .containsExactly(
                        "plan",
                        "predict, worker 1 of 3",
                        "predict, worker 2 of 3",
                        "predict, worker 3 of 3",
                        "what can be served",
                        "serve, group 1",
                        "serve, group 2",
                        "serve, group 3",
                        "finish");
        assertThat(undisturbed.code()).as(undisturbed.log()).isZero();
        assertThat(disturbed.jobs())
                .containsSequence("finish", "next round: run=4711 continuation=1", "plan", "predict, worker 2 of 3");
        assertThat(disturbed.code()).as(disturbed.log()).isZero();
        for (int partition = 1; partition <= 3; partition++) {
            String name = "store/out/eos3b5e/4711/part-%04d.csv".formatted(partition);
            assertThat(folder.resolve("disturbed").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("undisturbed").resolve(name));
        }
        assertThat(folder.resolve("disturbed/summary.md")).isNotEmptyFile();
    }

    private record Rehearsal(int code, String log) {
        List<String> jobs() {
            return log.lines()
                    .filter(line -> line.startsWith("== "))
                    .map(line -> line.substring(3))
                    .toList();
        }
    }

    private Rehearsal rehearse(String name, Map<String, String> variables) throws IOException, InterruptedException {
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of("docs/rehearse").toAbsolutePath().toString(), name)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(variables);
        builder.environment().merge("PATH", QuickJava.folder().toString(), (path, quick) -> quick + ":" + path);
        builder.environment().put("JAR", PackagedPrecalc.jar().toString());
        builder.environment().put("GITHUB_RUN_ID", RUN);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Rehearsal(process.waitFor(), Files.readString(log));
    }

    @ParameterizedTest
    @CsvSource({
        "test_input_expected.csv, 180.159, 180.259",
        "hub_eos9ei3.csv, 1.580040, 1.680040",
        "hub_eos8ioa.csv, 0.960000, 0.860000"
    })
    void valuesThatDifferFromTheReferenceAreSaid(String name, String value, String wrong)
            throws IOException, InterruptedException {
        Path reference = Path.of("src/test/resources/reference").resolve(name);
        String answer = Files.readAllLines(reference).stream()
                .map(line -> line.split(",", 3))
                .map(cells -> cells[0].equals("smiles")
                        ? "key,input,%s,status,smiles,model_version\n".formatted(cells[2])
                        : "%s,%s,%s,stored,%2$s,v1\n".formatted(cells[1], cells[0], cells[2]))
                .collect(Collectors.joining());
        Path same = Files.writeString(folder.resolve("same.csv"), answer);
        Path other = Files.writeString(folder.resolve("other.csv"), answer.replaceFirst(value, wrong));
        Path empty = Files.writeString(folder.resolve("empty.csv"), answer.replaceFirst(value, ""));
        Path shorter = Files.writeString(folder.resolve("shorter.csv"), answer.substring(0, answer.length() / 2));

        assertThat(sameValues(same, reference)).isZero();
        assertThat(List.of(sameValues(other, reference), sameValues(empty, reference), sameValues(shorter, reference)))
                .containsOnly(1);
    }

    private static int sameValues(Path answer, Path reference) throws IOException, InterruptedException {
        return new ProcessBuilder(".github/same-values", answer.toString(), reference.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** What the plan job says, but for GitHub's own lines. */
    private static List<String> said(Walk walk) {
        return walk.log("plan")
                .lines()
                .filter(line -> !line.startsWith("Error: ") && !line.startsWith("::"))
                .toList();
    }

    private static Map<String, String> results(Walk walk) {
        Map<String, String> results = new TreeMap<>();
        walk.jobs().keySet().forEach(job -> {
            results.put(job, walk.result(job));
            assertThat(walk.log(job)).as("log of " + job).doesNotContain("a bug: ");
        });
        return results;
    }

    /** The store's objects and what is in them, as characters of one byte. */
    private Map<String, String> store() {
        Map<String, String> objects = new TreeMap<>();
        S3.client()
                .listObjectsV2Paginator(list -> list.bucket(bucket))
                .contents()
                .forEach(object -> {
                    String key = object.key();
                    if (!key.endsWith("/eos3b5e.json")) { // written by every finish
                        objects.put(
                                key,
                                S3.client()
                                        .getObjectAsBytes(
                                                get -> get.bucket(bucket).key(key))
                                        .asString(java.nio.charset.StandardCharsets.ISO_8859_1));
                    }
                });
        return objects;
    }

    /** All files of the partitions, as they were written once. */
    private Map<String, String> partitions() {
        Map<String, String> partitions = store();
        partitions.keySet().removeIf(key -> !key.contains("/part-"));
        return partitions;
    }

    private static Map<String, String> predictions(Map<String, String> store) {
        Map<String, String> predictions = new TreeMap<>(store);
        predictions.keySet().removeIf(key -> !key.matches(".*/(part|rejects|serve-rejects)-\\d{4}\\.csv"));
        return predictions;
    }

    /** The table's predictions, but for the time at which they were written. */
    private Set<Map<String, AttributeValue>> items() {
        return DYNAMODB.client().scanPaginator(scan -> scan.tableName(table)).items().stream()
                .filter(item -> String.valueOf(item.get("PK")).contains("INPUTKEY#"))
                .map(item -> {
                    Map<String, AttributeValue> timeless = new HashMap<>(item);
                    timeless.remove("Timestamp");
                    return timeless;
                })
                .collect(Collectors.toSet());
    }

    /** Each molecule of the table with its values. */
    private Map<String, List<Double>> values() {
        Map<String, List<Double>> values = new TreeMap<>();
        items().forEach(item -> values.put(
                item.getOrDefault("Smiles", AttributeValue.fromS("")).s(),
                item.getOrDefault("Precalculation", AttributeValue.fromL(List.of())).l().stream()
                        .map(value -> Double.valueOf(value.n()))
                        .toList()));
        return values;
    }

    private static Map<String, List<Double>> truth(int rows) {
        Map<String, List<Double>> truth = new TreeMap<>();
        for (String smiles : IntStream.rangeClosed(1, rows)
                .mapToObj(WorkflowsIT::molecule)
                .collect(Collectors.toCollection(TreeSet::new))) {
            truth.put(
                    smiles,
                    FakeModel.cells(smiles).stream().map(Double::valueOf).toList());
        }
        return truth;
    }
}
