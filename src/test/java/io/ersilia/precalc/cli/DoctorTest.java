package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.aws.LoopbackEndpoint;
import io.ersilia.precalc.aws.LoopbackEndpoint.Answer;
import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.aws.StandInIdentity;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.model.ersilia.fake.FakeModelServer;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Every check in both outcomes, by the real command line and the real protocols. One file, as it is one command. */
class DoctorTest {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    private static final String HERE = " --runner embedded --store {dir}/store --library {dir}/lib.csv ";
    private static final String BENZENE = "UHOVQNZJYSORNB-UHFFFAOYSA-N";

    private final Path folder;
    private final Scene scene;
    private final FakeErsiliaHome home;
    private final Map<String, String> environment = new HashMap<>();

    DoctorTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        scene = new Scene(folder).file("lib.csv", "smiles,key", "CCO," + Scene.ETHANOL, "c1ccccc1," + BENZENE);
        home = FakeErsiliaHome.in(folder);
    }

    @AfterEach
    void endWhatIsLeft() {
        home.close();
    }

    /** What one call found, by check. */
    private record Seen(int code, Map<String, JsonNode> checks) {
        String status(String check) {
            return checks.get(check).get("status").asText();
        }

        String found(String check) {
            return checks.get(check).get("found").asText();
        }

        String remedy(String check) {
            return checks.get(check).get("remedy").asText();
        }
    }

    private Seen doctor(String options) throws IOException {
        Precalc.Result result = scene.run(environment, "doctor --format json -q " + options.strip());
        Map<String, JsonNode> checks = new LinkedHashMap<>();
        JsonNode array = Json.MAPPER.readTree(result.out());
        assertThat(array.isArray()).as(result.err()).isTrue();
        array.forEach(one -> checks.put(one.get("check").asText(), one));
        return new Seen(result.code(), checks);
    }

    /** Every file with its bytes, and every folder. */
    private Map<String, String> everything() {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                all.put(path.toString(), Files.isDirectory(path) ? "folder" : hash(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static String hash(Path file) throws IOException {
        var digest = Sha256.digest();
        digest.update(Files.readAllBytes(file));
        return Sha256.hex(digest) + Files.getLastModifiedTime(file);
    }

    @Test
    void aFolderAndAFileAskAwsForNothingAndAreLeftAsTheyAre() throws IOException {
        environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
        Map<String, String> before = everything();

        Seen seen = doctor(HERE);

        assertThat(seen.code()).isZero();
        assertThat(seen.checks().keySet())
                .containsExactly(
                        "java",
                        "chemistry",
                        "disk",
                        "memory",
                        "credentials",
                        "role",
                        "store",
                        "table",
                        "library",
                        "keys",
                        "runner");
        assertThat(seen.status("credentials")).isEqualTo("skipped");
        assertThat(seen.status("role")).isEqualTo("skipped");
        assertThat(seen.found("store"))
                .isEqualTo("the folder %s/store is made when something is first written".formatted(folder));
        assertThat(seen.found("table"))
                .isEqualTo("sqlite:%s/store/predictions.db is made by the first serve".formatted(folder));
        assertThat(seen.found("library"))
                .isEqualTo("%s/lib.csv: 2 rows, SMILES in column smiles, keys in column 2".formatted(folder));
        assertThat(seen.found("keys"))
                .isEqualTo("0 of 2 keys recomputed from SMILES are others than the library's (0.0 %);"
                        + " 0 of 2 rows looked at would be rejected (0.0 %)");
        assertThat(seen.found("runner")).isEqualTo("embedded: nothing is needed");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void whatIsThereIsLeftAsItIsAlsoWhereAWriterWasKilled() throws Exception {
        scene.after("run --model eos3b5e --run r" + HERE);
        Path table = folder.resolve("store/predictions.db");
        Path killed = Files.createDirectory(folder.resolve("killed"));
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + table);
                var statement = writer.createStatement()) {
            statement.executeUpdate("UPDATE predictions SET smiles = 'OCC'");
            for (String name : new String[] {"predictions.db", "predictions.db-wal"}) {
                Files.copy(table.resolveSibling(name), killed.resolve(name));
            }
        }
        Map<String, String> before = everything();

        Seen whole = doctor(HERE);
        Seen half = doctor(HERE + "--table sqlite:{dir}/killed/predictions.db");

        assertThat(everything()).isEqualTo(before);
        assertThat(whole.found("store"))
                .isEqualTo("the folder %s/store can be written; that was not tried".formatted(folder));
        assertThat(whole.found("table"))
                .startsWith("sqlite:%s, schema 2, ".formatted(table))
                .endsWith(" KiB");
        assertThat(half.found("table")).endsWith("; somebody writes to it, or was stopped while doing so");
        assertThat(half.code()).isZero();
    }

    @Test
    void asTextEachCheckIsALineWithItsRemedyBelow() {
        Precalc.Result result = scene.run(
                Map.of(),
                "doctor --runner embedded --store {dir}/store --library {dir}/absent.csv --table sqlite:{dir}/lib.csv");

        assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(scene.steady(result.out()).lines())
                .contains(
                        "skipped  credentials  not needed: store, table and library are on this machine",
                        "ok       store        the folder {dir}/store is made when something is first written",
                        "error    library      no library at {dir}/absent.csv",
                        "                      to do: name one with --library",
                        "skipped  keys         no library was read, see library",
                        "ok       runner       embedded: nothing is needed",
                        "error    table        sqlite:{dir}/lib.csv is no SQLite database",
                        "                      to do: move the file away or name another with --table",
                        "6 ok, 2 error, 3 skipped");
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 0, ok", "2, 65, error"})
    void overOnePercentOfWrongKeysMakeTheLibraryUnusable(int wrong, int code, String status) throws IOException {
        StringBuilder rows = new StringBuilder("key,SMILES\n");
        for (int row = 1; row <= 100; row++) {
            boolean slipped = row % 40 == 7 && row / 40 < wrong;
            rows.append(slipped ? BENZENE : Scene.ETHANOL).append(",OCC\n");
        }
        scene.bytes("keys.csv", rows.toString());

        Seen seen = doctor("--runner embedded --store {dir}/store --library {dir}/keys.csv");

        assertThat(seen.code()).isEqualTo(code);
        assertThat(seen.status("library")).isEqualTo("ok");
        assertThat(seen.status("keys")).isEqualTo(status);
        assertThat(seen.found("keys")).startsWith("%d of 100 keys recomputed from SMILES are others".formatted(wrong));
        if (code != 0) {
            assertThat(seen.remedy("keys"))
                    .contains("see rows 7 'OCC' has %s, not %s, 47 'OCC'".formatted(Scene.ETHANOL, BENZENE));
        }
    }

    @Test
    void aThousandRowsAreSpreadOverTheWholeFile() throws IOException {
        StringBuilder rows = new StringBuilder("smiles,key\n");
        for (int row = 0; row < 2500; row++) { // only rows floor(2500*i/1000) are looked at: 0, 2, 5, 7, 10, …
            boolean isLookedAt = row % 5 == 0 || row % 5 == 2;
            rows.append("CCO,").append(isLookedAt ? Scene.ETHANOL : BENZENE).append('\n');
        }
        scene.bytes("many.csv", rows.toString());

        Seen seen = doctor("--runner embedded --store {dir}/store --library {dir}/many.csv");

        assertThat(seen.found("library")).contains("2,500 rows");
        assertThat(seen.found("keys")).startsWith("0 of 1000 keys recomputed");
        assertThat(seen.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smiles,name\\nCCO,a | ok | ok | keys are computed, there is no column of them; 0 of 1 rows looked at",
                "CCO\\nCCN | ok | ok | keys are computed",
                "smiles,key\\nCCO,none | ok | ok | 1 cells of that column are no InChIKey",
                "smiles\\nCCO\\n'' ''x\\nnonsense | ok | warning | 2 of 3 rows looked at would be rejected (66.7 %)",
                "a,b\\nc,d | error | skipped | no library was read",
                "smiles\\n | error | skipped | no library was read",
                "smiles\\nCCO,\"open | error | skipped | no library was read"
            })
    void whatCannotBeReadOrPredictedIsSaid(String text, String library, String keys, String found) throws IOException {
        scene.bytes("odd.csv", text.replace("\\n", "\n").replace("''", "'"));

        Seen seen = doctor("--runner embedded --store {dir}/store --library {dir}/odd.csv");

        assertThat(seen.status("library")).isEqualTo(library);
        assertThat(seen.status("keys")).isEqualTo(keys);
        assertThat(seen.found("keys")).contains(found);
        assertThat(seen.code()).isEqualTo(library.equals("error") ? ExitCode.INPUT : 0);
    }

    @Test
    void theTestInputStandsInForALibraryAndThatIsAWarning() throws IOException {
        Seen seen = doctor("--runner embedded --store {dir}/store");

        assertThat(seen.code()).isZero();
        assertThat(seen.status("library")).isEqualTo("warning");
        assertThat(seen.found("library"))
                .contains("test_input.csv: 30 rows, ")
                .endsWith("it stands in for %s/store/reference_library.csv, which is not there".formatted(folder));
    }

    @Test
    void aFileIsNoStoreAndAFolderNoTable() throws IOException {
        Seen seen =
                doctor("--runner embedded --library {dir}/lib.csv --store {dir}/lib.csv/store --table sqlite:{dir}");

        assertThat(seen.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(seen.found("store")).isEqualTo("%s/lib.csv is a file, not a folder".formatted(folder));
        assertThat(seen.status("table")).isEqualTo("error");
        assertThat(seen.remedy("table")).contains("--table");
    }

    @Test
    void aTableOfALaterPrecalcIsAnError() throws Exception {
        try (Connection later = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("later.db"));
                var statement = later.createStatement()) {
            statement.executeUpdate("CREATE TABLE other (a)");
            statement.executeUpdate("PRAGMA user_version = 99");
        }

        Seen seen = doctor(HERE + "--table sqlite:{dir}/later.db");

        assertThat(seen.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(seen.found("table")).contains("later.db has schema 99");
    }

    @ParameterizedTest
    @CsvSource({
        "doctor --store {dir}/store --table other:x, not a table: 'other:x'",
        "doctor --store {dir}/store --table dynamodb:a, not a table name of DynamoDB: 'a'",
        "doctor --store ftp://x, not a store: 'ftp://x'",
        "doctor --store {dir}/store --runner http, --runner http needs the URL",
        "doctor --store {dir}/store --runner embedded -m eos4e40, --runner embedded knows only eos3b5e",
        "doctor --store {dir}/store --library s3://bucket, not a file: 's3://bucket'"
    })
    void wrongUsageIsNoFinding(String command, String said) {
        Precalc.Result result = scene.run(Map.of(), command);

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("precalc: " + said);
        assertThat(result.out()).isEmpty();
    }

    private String cloud(String bucket, String table) {
        environment.putAll(S3.environment());
        environment.putAll(DYNAMODB.environment());
        return "--runner embedded --library {dir}/lib.csv --store s3://%s/precalc --table dynamodb:%s "
                .formatted(bucket, table);
    }

    @Test
    void bucketTableAndRoleAreFound() throws IOException {
        String bucket = S3.freshBucket();
        String options = cloud(bucket, DYNAMODB.freshTable());
        try (StandInIdentity identity = StandInIdentity.ofRole(Duration.ofHours(12))) {
            environment.putAll(identity.environment());

            Seen seen = doctor(options);

            assertThat(seen.code()).isZero();
            assertThat(seen.found("credentials"))
                    .startsWith("access key …test")
                    .endsWith(
                            "in us-east-1, account 123456789012, arn:aws:sts::123456789012:assumed-role/precalc-worker/job");
            assertThat(seen.found("role")).isEqualTo("role precalc-worker, sessions of at most 12 h");
            assertThat(seen.found("store"))
                    .isEqualTo("s3://%s/precalc can be listed and holds nothing yet; writing was not tried"
                            .formatted(bucket));
            assertThat(seen.found("table"))
                    .contains(" is ACTIVE, on demand: about 4000 small rows a second at once; 0 items in 0 bytes");
            assertThat(identity.requests()).hasSize(2);
            assertThat(identity.requests().get(0).header("authorization")).contains("/us-east-1/sts/aws4_request");
            assertThat(identity.requests().get(1).header("authorization")).contains("/iam/aws4_request");
            assertThat(identity.requests().get(1).body())
                    .isEqualTo("Action=GetRole&Version=2010-05-08&RoleName=precalc-worker");
        }
    }

    @Test
    void theLibraryOfABucketIsReadFromThere() throws IOException {
        String bucket = S3.freshBucket();
        String options = cloud(bucket, DYNAMODB.freshTable()).replace("--library {dir}/lib.csv ", "");

        assertThat(doctor(options).code()).isEqualTo(ExitCode.INPUT);

        S3.client()
                .putObject(
                        put -> put.bucket(bucket).key("precalc/reference_library.csv"),
                        RequestBody.fromString("smiles,key\nCCO,%s\n".formatted(Scene.ETHANOL)));
        Seen seen = doctor(options);

        assertThat(seen.code()).isZero();
        assertThat(seen.status("library")).isEqualTo("ok");
        assertThat(seen.found("keys")).startsWith("0 of 1 keys");
        assertThat(seen.found("store")).contains("holds files");
    }

    @Test
    void keysForAServerOfOnesOwnAreNotShownToAws() throws IOException {
        Seen seen = doctor(cloud(S3.freshBucket(), DYNAMODB.freshTable()));

        assertThat(seen.code()).isZero();
        assertThat(seen.status("credentials")).isEqualTo("ok");
        assertThat(seen.found("credentials"))
                .endsWith(
                        "whose it is was not asked: S3 has an endpoint of its own, and AWS_ENDPOINT_URL_STS names none");
        assertThat(seen.status("role")).isEqualTo("skipped");
    }

    @ParameterizedTest
    @CsvSource({"1, false, 0, warning", "1, true, 69, error", "6, true, 0, ok"})
    void workersNeedSessionsOfSixHours(long hours, boolean onGitHub, int code, String status) throws IOException {
        String options = cloud(S3.freshBucket(), DYNAMODB.freshTable());
        environment.put("GITHUB_ACTIONS", Boolean.toString(onGitHub));
        try (StandInIdentity identity = StandInIdentity.ofRole(Duration.ofHours(hours))) {
            environment.putAll(identity.environment());

            Seen seen = doctor(options);

            assertThat(seen.code()).isEqualTo(code);
            assertThat(seen.status("role")).isEqualTo(status);
            assertThat(seen.found("role")).startsWith("role precalc-worker, sessions of at most %d h".formatted(hours));
            if (!status.equals("ok")) {
                assertThat(seen.remedy("role"))
                        .isEqualTo("aws iam update-role --role-name precalc-worker --max-session-duration 21600");
            }
        }
    }

    @Test
    void aRoleThatMayNotBeLookedUpIsAWarningThatSaysHow() throws IOException {
        String options = cloud(S3.freshBucket(), DYNAMODB.freshTable());
        try (StandInIdentity identity = StandInIdentity.ofDiscreetRole()) {
            environment.putAll(identity.environment());

            Seen seen = doctor(options);

            assertThat(seen.code()).isZero();
            assertThat(seen.status("role")).isEqualTo("warning");
            assertThat(seen.found("role")).contains("access denied (AccessDenied)");
            assertThat(seen.remedy("role")).contains("aws iam get-role --role-name precalc-worker");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::123456789012:user/ann, false, ok",
        "arn:aws:iam::123456789012:user/ann, true, warning",
        "arn:aws:iam::123456789012:root, false, warning"
    })
    void aUserHasNoRole(String arn, boolean onGitHub, String status) throws IOException {
        String options = cloud(S3.freshBucket(), DYNAMODB.freshTable());
        environment.put("GITHUB_ACTIONS", Boolean.toString(onGitHub));
        try (StandInIdentity identity = StandInIdentity.of(arn)) {
            environment.putAll(identity.environment());

            Seen seen = doctor(options);

            assertThat(seen.status("role")).isEqualTo(status);
            assertThat(seen.found("role")).startsWith("no role: " + arn);
        }
    }

    @Test
    void anEndpointThatIsNoStsIsAWarning() throws IOException {
        String options = cloud(S3.freshBucket(), DYNAMODB.freshTable());
        environment.put("AWS_ENDPOINT_URL", DYNAMODB.endpoint().toString());

        Seen seen = doctor(options);

        assertThat(seen.code()).isZero();
        assertThat(seen.status("credentials")).isEqualTo("warning");
        assertThat(seen.remedy("credentials")).contains("AWS_ENDPOINT_URL_STS");
        assertThat(seen.status("role")).isEqualTo("skipped");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T09:00:00Z, ok, in 360 min",
        "2026-11-23T03:30:00Z, warning, in 30 min",
        "2026-11-23T02:00:00Z, error, ended at 2026-11-23T02:00:00Z"
    })
    void theSessionsEndIsSaidWhereItIsKnown(String expires, String status, String found) throws IOException {
        String options = cloud(S3.freshBucket(), DYNAMODB.freshTable());
        Precalc.Result result = new Precalc()
                .with(environment)
                .with("AWS_SESSION_TOKEN", "token")
                .with("AWS_CREDENTIAL_EXPIRATION", expires)
                .at(Clock.fixed(Instant.parse("2026-11-23T03:00:00Z"), ZoneOffset.UTC))
                .run(("doctor " + options.strip().replace("{dir}", folder.toString())).split(" "));

        assertThat(result.out().lines().filter(line -> line.contains(" credentials ")))
                .singleElement()
                .asString()
                .startsWith(status)
                .contains(found);
    }

    @Test
    void anExpiredSessionAndAMissingLoginAreErrors() throws IOException {
        String options = cloud(S3.freshBucket(), DYNAMODB.freshTable());
        try (StandInIdentity identity = StandInIdentity.ofExpired()) {
            environment.putAll(identity.environment());

            Seen expired = doctor(options);

            assertThat(expired.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(expired.found("credentials")).endsWith("the AWS credentials have expired (ExpiredToken)");
            assertThat(expired.remedy("credentials")).startsWith("log in again");
            assertThat(expired.status("role")).isEqualTo("skipped");
        }
        environment.remove("AWS_ACCESS_KEY_ID");
        Seen none = doctor(options);

        assertThat(none.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(none.found("credentials")).isEqualTo("cannot log in to AWS: no AWS credentials");
        assertThat(none.remedy("credentials")).contains("AWS_PROFILE");
    }

    @Test
    void withoutRegionAndLoginEveryCheckIsMadeAllTheSame() throws IOException {
        Seen seen = doctor("--runner embedded --store s3://bucket/precalc");

        assertThat(seen.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(seen.checks()).hasSize(11);
        assertThat(seen.found("credentials")).isEqualTo("cannot log in to AWS: no AWS credentials");
        for (String check : List.of("store", "table", "library")) {
            assertThat(seen.found(check)).isEqualTo("no AWS region");
            assertThat(seen.remedy(check)).isEqualTo("set AWS_REGION, e.g. AWS_REGION=eu-central-1");
        }
        assertThat(seen.status("keys")).isEqualTo("skipped");
    }

    @Test
    void anAbsentBucketAndAnAbsentTableAreErrorsWithWhatMakesThem() throws IOException {
        Seen seen = doctor(cloud("no-such-bucket-here", "no-such-table"));

        assertThat(seen.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(seen.found("store")).contains("s3://no-such-bucket-here/precalc: no such bucket");
        assertThat(seen.found("table")).isEqualTo("there is no table dynamodb:no-such-table in this region");
        assertThat(seen.remedy("table")).startsWith("aws dynamodb create-table --table-name no-such-table ");
        assertThat(seen.status("library")).isEqualTo("ok");
    }

    private static String tableWith(String sortKey, long units) {
        String table = "doctor-%s-%d".formatted(sortKey, units);
        DYNAMODB.client()
                .createTable(create -> create.tableName(table)
                        .provisionedThroughput(
                                capacity -> capacity.readCapacityUnits(5L).writeCapacityUnits(units))
                        .keySchema(key("PK", KeyType.HASH), key(sortKey, KeyType.RANGE))
                        .attributeDefinitions(text("PK"), text(sortKey)));
        return table;
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    @Test
    void aTableOfOtherKeysIsAnErrorAndOneOfLittleCapacityAWarning() throws IOException {
        Seen other = doctor(cloud(S3.freshBucket(), tableWith("Sort", 5)));
        Seen slow = doctor(cloud(S3.freshBucket(), tableWith("SK", 5)));
        Seen fast = doctor(cloud(S3.freshBucket(), tableWith("SK", 500)));

        assertThat(other.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(other.found("table"))
                .endsWith("has the keys [PK (HASH, S), Sort (RANGE, S)], expected PK (HASH, S) and SK (RANGE, S)");
        assertThat(slow.code()).isZero();
        assertThat(slow.status("table")).isEqualTo("warning");
        assertThat(slow.found("table")).contains("5 write units a second provisioned: about 5 small rows a second");
        assertThat(fast.status("table")).isEqualTo("ok");
    }

    @Test
    void aServiceThatNeverAnswersIsAnErrorOfItsCheckAndTheOthersAreMade() throws IOException {
        String options = cloud(S3.freshBucket(), "some-table");
        try (LoopbackEndpoint silent =
                new LoopbackEndpoint(request -> Answer.ok("{}").after(Duration.ofMinutes(10)))) {
            environment.put("AWS_ENDPOINT_URL_DYNAMODB", silent.uri().toString());
            environment.put("AWS_ENDPOINT_URL_STS", silent.uri().toString());
            long begin = System.nanoTime();

            Seen seen = doctor(options);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
            assertThat(seen.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(seen.found("table")).isEqualTo("cannot describe dynamodb:some-table: no answer in time");
            assertThat(seen.status("credentials")).isEqualTo("warning");
            assertThat(seen.status("store")).isEqualTo("ok");
            assertThat(seen.status("library")).isEqualTo("ok");
        }
    }

    @Test
    void theErsiliaCliIsFoundInItsVersionAndItsModelsAre() throws IOException {
        environment.putAll(home.environment());
        home.installed("eos3b5e", "v1.2.3");
        String options = "--store {dir}/store --library {dir}/lib.csv --ersilia " + FakeErsiliaHome.program();

        assertThat(doctor(options + " -m eos3b5e").found("runner"))
                .isEqualTo("ersilia: %s is version 0.1.61; eos3b5e: it is fetched, version v1.2.3"
                        .formatted(FakeErsiliaHome.program()));
        assertThat(doctor(options + " -m eos4e40").found("runner"))
                .endsWith("eos4e40: it is not fetched yet: the first worker on this machine does that");
        assertThat(home.commands()).containsOnly("--version");

        Seen absent = doctor("--store {dir}/store --library {dir}/lib.csv --ersilia {dir}/no-such-program");
        assertThat(absent.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(absent.found("runner")).startsWith("%s/no-such-program cannot be run (".formatted(folder));
        assertThat(absent.remedy("runner")).contains("install the Ersilia CLI");
    }

    @Test
    void dockerIsFoundAndTheModelsImage() throws IOException {
        environment.putAll(home.environment());
        String options = "--runner docker -m eos3b5e --store {dir}/store --library {dir}/lib.csv --docker "
                + FakeErsiliaHome.program().resolveSibling("docker");

        Seen found = doctor(options);

        assertThat(found.code()).isZero();
        assertThat(found.found("runner"))
                .contains(" reaches Docker ")
                .endsWith("no image of it is here yet: the first worker on this machine pulls it");
        Seen absent = doctor(options + "-absent");
        assertThat(absent.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(absent.remedy("runner")).startsWith("install Docker");
    }

    @Test
    void aModelServerIsFoundAndWhatItServes() throws IOException {
        environment.putAll(home.environment());
        String options = "--runner http --store {dir}/store --library {dir}/lib.csv --model-url ";
        try (FakeModelServer server = FakeModelServer.start(home.eos())) {
            assertThat(doctor(options + server.url()).found("runner"))
                    .isEqualTo("http: a model server answers at %s".formatted(server.url()));
            assertThat(doctor(options + server.url() + " -m eos3b5e").found("runner"))
                    .endsWith("; eos3b5e: %s serves it, version v1.0.0".formatted(server.url()));
            Seen other = doctor(options + server.url() + " -m eos4e40");
            assertThat(other.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(other.found("runner")).endsWith("serves eos3b5e, not eos4e40");
        }
        Seen absent = doctor(options + "http://127.0.0.1:1");
        assertThat(absent.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(absent.found("runner"))
                .isEqualTo("no model server answers at http://127.0.0.1:1: connection refused");
        assertThat(absent.remedy("runner")).isEqualTo("start it or correct --model-url");
    }

    @Test
    void onGitHubTheJobsPageShowsWhatIsToBeDone() {
        scene.bytes("summary.md", "");
        Map<String, String> job = Map.of(
                "GITHUB_ACTIONS",
                "true",
                "GITHUB_STEP_SUMMARY",
                folder.resolve("summary.md").toString());

        Precalc.Result result =
                scene.run(job, "doctor --runner embedded --store {dir}/store --library {dir}/absent.csv");

        assertThat(result.out())
                .contains(
                        "::error title=precalc doctor%%3A library::no library at %s/absent.csv; to do: name one with --library"
                                .formatted(folder));
        assertThat(scene.text("summary.md")).startsWith("### Checks: ").contains("| error | library | no library at ");
    }
}
