package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.PackagedPrecalc.Result;
import io.ersilia.precalc.PackagedPrecalc.Running;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.aws.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The packaged jar as a process, on S3 and DynamoDB by their real protocols: it must leave what it leaves in a folder
 * and an SQLite file.
 */
class PackagedOnAwsIT {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    private static final String OUT = "out/eos3b5e/r1/";
    private static final int WORKERS = 3;
    private static final String PARTITIONS = "(part|rejects|serve-rejects)-\\d{4}\\.csv";

    @TempDir
    static Path local;

    /** The thirty molecules, one twice, one in another spelling, one that is none, and one without InChIKey. */
    private static Path library = Path.of("");

    private String bucket = "";
    private String store = "";
    private String table = "";

    @BeforeAll
    static void runInAFolder() throws IOException, InterruptedException {
        library = Files.writeString(
                local.resolve("molecules.csv"),
                Files.readString(Path.of("test_input.csv")) + "OCC\nC1CC\nCCO\n*C\nCCO\n");
        Result run = new PackagedPrecalc(local).run(run(library.toString(), "folder"));
        assertThat(run.code()).as(run.err()).isZero();
    }

    @BeforeEach
    void setUp() {
        bucket = S3.freshBucket();
        store = "s3://%s/hub/predictions".formatted(bucket);
        table = DYNAMODB.freshTable();
    }

    @Test
    void aRunOnAwsLeavesTheFilesOfAFolderAndAnswersAsSqlite() throws IOException, InterruptedException {
        Result run = onAws().run(run(library.toString(), store, "--table", "dynamodb:" + table));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("run r1: 35 rows in, 33 predicted, 31 served, 2 duplicates, "
                        + "2 rejected (1 invalid_smiles, 1 no_inchikey), 0 unaccounted; ");
        assertThat(partitions()).isEqualTo(folderPartitions());
        Set<String> files = objects().keySet();
        assertThat(files).isEqualTo(folderFiles());

        Path asked = Files.writeString(local.resolve("asked.csv"), "id,smiles\n1,OCC\n2,nope(\n3,CCCCCCCCCC\n");
        for (List<String> question : List.of(
                List.of("--model", "eos3b5e", "BSYNRYMUTXBXSQ-UHFFFAOYSA-N", "AAAAAAAAAAAAAA-UHFFFAOYSA-N"),
                List.of("--model", "eos3b5e", "--smiles", "CCO", "--smiles", "C(O)C"),
                List.of("--model", "eos3b5e", "--smiles", "CCO", "--format", "json"),
                List.of("--model", "eos3b5e", "--input", asked.toString()),
                List.of("--model", "eos3b5e", "--input", asked.toString(), "--format", "json"),
                List.of("LFQSCWFLJHTTHZ-UHFFFAOYSA-N"))) {
            Result sqlite = query(new PackagedPrecalc(local), question, "--store", "folder");
            assertThat(query(onAws(), question, "--store", store, "--table", "dynamodb:" + table))
                    .as("answer to %s", question)
                    .isEqualTo(new Result(
                            sqlite.code(),
                            sqlite.out(),
                            sqlite.err()
                                    .replace(
                                            "--store folder",
                                            "--store %s --table dynamodb:%s".formatted(store, table))));
            assertThat(sqlite.out()).as("answer to %s", question).contains("v1.0.0");
        }
    }

    @Test
    void theSameCommandAgainKeepsEverything() throws IOException, InterruptedException {
        String[] command = run(library.toString(), store, "--table", "dynamodb:" + table);
        Result first = onAws().run(command);
        Map<String, String> objects = kept();
        Set<Map<String, AttributeValue>> predictions = predictions();

        Result second = onAws().run(command);

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(counts(second)).isEqualTo(counts(first));
        assertThat(second.err())
                .contains("precalc: predicted already and kept: %1$d of %1$d slices".formatted(WORKERS));
        assertThat(kept()).isEqualTo(objects).isNotEmpty();
        assertThat(predictions()).isEqualTo(predictions).hasSize(31);
    }

    @Test
    void workersOfAMatrixShareALibraryOnS3() throws IOException, InterruptedException {
        put("molecules/library.csv", library);
        PackagedPrecalc precalc = onAws();
        List<String> common = List.of("--model", "eos3b5e", "--run", "r1", "--store", store);
        String source = "s3://%s/molecules/library.csv".formatted(bucket);
        Result plan = precalc.run(arguments(
                "plan",
                common,
                "--library",
                source,
                "--runner",
                "embedded",
                "--workers",
                "" + WORKERS,
                "--format",
                "json"));
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("\"matrix\"");

        List<Running> workers = new ArrayList<>();
        for (int worker = 1; worker <= WORKERS; worker++) {
            workers.add(precalc.start(arguments(
                    "predict", common, "--worker", "" + worker, "--workers", "" + WORKERS, "--runner", "embedded")));
        }
        for (Running worker : workers) {
            Result ended = worker.await();
            assertThat(ended.code()).as(ended.err()).isZero();
        }
        Result serve = precalc.run(arguments("serve", common, "--table", "dynamodb:" + table));
        Result finish = precalc.run(arguments("finish", common, "--table", "dynamodb:" + table, "--format", "json"));

        assertThat(serve.code()).as(serve.err()).isZero();
        assertThat(finish.code()).as(finish.err()).isZero();
        assertThat(finish.out()).contains("\"served\" : 31,", "\"duplicates\" : 2,", "\"unaccounted\" : 0,");
        assertThat(partitions()).isEqualTo(folderPartitions());
        assertThat(predictions()).hasSize(31);
    }

    @Test
    void aStoresOwnLibraryOnS3IsFound() throws IOException, InterruptedException {
        put("hub/predictions/reference_library.csv", library);

        Result run = onAws().run(
                        "run",
                        "--model",
                        "eos3b5e",
                        "--run",
                        "r1",
                        "--runner",
                        "embedded",
                        "--workers",
                        "" + WORKERS,
                        "--store",
                        store,
                        "--table",
                        "dynamodb:" + table);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(partitions()).isEqualTo(folderPartitions());
    }

    @Test
    void anAbsentTableOrBucketIsSaidInOneLine() throws IOException, InterruptedException {
        Result noTable = onAws().run(run(library.toString(), store, "--table", "dynamodb:no-such-table"));
        Result noBucket =
                onAws().run(run(library.toString(), "s3://no-such-bucket-at-all/x", "--table", "dynamodb:" + table));

        assertThat(noTable.code()).as(noTable.err()).isEqualTo(69);
        assertThat(noTable.err().lines().reduce((first, last) -> last).orElse(""))
                .contains("no-such-table");
        assertThat(noBucket.code()).as(noBucket.err()).isEqualTo(69);
        assertThat(noBucket.err().lines()).singleElement().asString().contains("no-such-bucket-at-all");
    }

    private static PackagedPrecalc onAws() {
        return new PackagedPrecalc(local).with(S3.environment()).with(DYNAMODB.environment());
    }

    private static String[] run(String library, String store, String... more) {
        List<String> options = List.of(
                "--model",
                "eos3b5e",
                "--library",
                library,
                "--run",
                "r1",
                "--runner",
                "embedded",
                "--workers",
                "" + WORKERS,
                "--store",
                store);
        return arguments("run", options, more);
    }

    private static String[] arguments(String command, List<String> options, String... more) {
        return Stream.of(Stream.of(command), options.stream(), Stream.of(more))
                .flatMap(words -> words)
                .toArray(String[]::new);
    }

    private static Result query(PackagedPrecalc precalc, List<String> question, String... place)
            throws IOException, InterruptedException {
        return precalc.run(arguments("query", question, place));
    }

    /** Everything but the time it took. */
    private static String counts(Result run) {
        return run.out().replaceAll("; (under )?[0-9.]+ s", ""); // time is no count
    }

    private void put(String key, Path file) {
        S3.client().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromFile(file));
    }

    /** The store's objects with the time of their last change. */
    private Map<String, String> objects() {
        String prefix = "hub/predictions/";
        return S3.client().listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                .filter(object -> !object.key().startsWith(prefix + "meta/")) // written by every finish
                .collect(Collectors.toMap(
                        object -> object.key().substring(prefix.length()),
                        (S3Object object) -> object.eTag() + object.lastModified(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** What no command writes a second time; finish tells anew what it counted, and when. */
    private Map<String, String> kept() {
        Map<String, String> kept = objects();
        kept.keySet().removeAll(List.of(OUT + "account.json", OUT + "keys.csv", OUT + "report.html"));
        return kept;
    }

    private Map<String, String> partitions() {
        Map<String, String> contents = new TreeMap<>();
        for (String name : objects().keySet()) {
            if (name.startsWith(OUT) && name.substring(OUT.length()).matches(PARTITIONS)) {
                contents.put(
                        name.substring(OUT.length()),
                        S3.client()
                                .getObjectAsBytes(get -> get.bucket(bucket).key("hub/predictions/" + name))
                                .asUtf8String());
            }
        }
        return contents;
    }

    private static Map<String, String> folderPartitions() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(local.resolve("folder").resolve(OUT))) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().matches(PARTITIONS)) {
                    contents.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        assertThat(contents).hasSize(3 * WORKERS);
        return contents;
    }

    private static Set<String> folderFiles() throws IOException {
        Path folder = local.resolve("folder");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> name.startsWith("out/"))
                    .collect(Collectors.toSet());
        }
    }

    private Set<Map<String, AttributeValue>> predictions() {
        return DYNAMODB.client().scanPaginator(scan -> scan.tableName(table)).items().stream()
                .filter(item -> String.valueOf(item.get("PK")).contains("INPUTKEY#"))
                .collect(Collectors.toSet());
    }
}
