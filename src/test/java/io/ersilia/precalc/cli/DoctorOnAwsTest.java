package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.aws.LoopbackEndpoint;
import io.ersilia.precalc.aws.LoopbackEndpoint.Answer;
import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.aws.StandInIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** What {@code doctor} finds in the cloud, by the protocols of S3, DynamoDB, STS and IAM. */
class DoctorOnAwsTest {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    private final Path folder;
    private final Scene scene;
    private final Map<String, String> environment = new HashMap<>();

    DoctorOnAwsTest(@TempDir Path folder) {
        this.folder = folder;
        scene = new Scene(folder).file("lib.csv", "smiles,key", "CCO," + Scene.ETHANOL);
    }

    private Examined doctor(String options) throws IOException {
        return Examined.by(scene, environment, options);
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

            Examined seen = doctor(options);

            assertThat(seen.code()).isZero();
            assertThat(seen.found("credentials"))
                    .isEqualTo(
                            "access key …test from AWS_ACCESS_KEY_ID in us-east-1, account 123456789012, arn:aws:sts::123456789012:assumed-role/precalc-worker/job");
            assertThat(seen.found("role")).isEqualTo("role precalc-worker, sessions of at most 12 h");
            assertThat(seen.found("store"))
                    .isEqualTo("s3://%s/precalc can be listed and holds nothing yet; writing was not tested"
                            .formatted(bucket));
            assertThat(seen.found("table"))
                    .contains(" is ACTIVE, on demand: about 4,000 small rows a second at once; 0 items in 0 bytes");
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
        Examined seen = doctor(options);

        assertThat(seen.code()).isZero();
        assertThat(seen.status("library")).isEqualTo("ok");
        assertThat(seen.found("keys")).startsWith("keys that do not match their SMILES: 0 of 1");
        assertThat(seen.found("store")).contains("holds files");
    }

    @Test
    void keysForAServerOfOnesOwnAreNotShownToAws() throws IOException {
        Examined seen = doctor(cloud(S3.freshBucket(), DYNAMODB.freshTable()));

        assertThat(seen.code()).isZero();
        assertThat(seen.status("credentials")).isEqualTo("ok");
        assertThat(seen.found("credentials"))
                .endsWith(
                        "the identity was not checked: S3 has an endpoint of its own, and AWS_ENDPOINT_URL_STS names none");
        assertThat(seen.status("role")).isEqualTo("skipped");
    }

    @ParameterizedTest
    @CsvSource({"1, false, 0, warning", "1, true, 69, error", "6, true, 0, ok"})
    void workersNeedSessionsOfSixHours(long hours, boolean onGitHub, int code, String status) throws IOException {
        String options = cloud(S3.freshBucket(), DYNAMODB.freshTable());
        environment.put("GITHUB_ACTIONS", Boolean.toString(onGitHub));
        try (StandInIdentity identity = StandInIdentity.ofRole(Duration.ofHours(hours))) {
            environment.putAll(identity.environment());

            Examined seen = doctor(options);

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

            Examined seen = doctor(options);

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

            Examined seen = doctor(options);

            assertThat(seen.status("role")).isEqualTo(status);
            assertThat(seen.found("role")).startsWith("no role: " + arn);
        }
    }

    @Test
    void anEndpointThatIsNoStsIsAWarning() throws IOException {
        String options = cloud(S3.freshBucket(), DYNAMODB.freshTable());
        environment.put("AWS_ENDPOINT_URL", DYNAMODB.endpoint().toString());

        Examined seen = doctor(options);

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

            Examined expired = doctor(options);

            assertThat(expired.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(expired.found("credentials")).endsWith("the AWS credentials have expired (ExpiredToken)");
            assertThat(expired.remedy("credentials")).startsWith("log in again");
            assertThat(expired.status("role")).isEqualTo("skipped");
        }
        environment.remove("AWS_ACCESS_KEY_ID");
        Examined none = doctor(options);

        assertThat(none.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(none.found("credentials")).isEqualTo("cannot log in to AWS: no AWS credentials");
        assertThat(none.remedy("credentials")).contains("AWS_PROFILE");
    }

    @Test
    void withoutRegionAndLoginEveryCheckIsMadeAllTheSame() throws IOException {
        Examined seen = doctor("--runner embedded --store s3://bucket/precalc");

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
        Examined seen = doctor(cloud("no-such-bucket-here", "no-such-table"));

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
                        .keySchema(DynamoDbServer.key("PK", KeyType.HASH), DynamoDbServer.key(sortKey, KeyType.RANGE))
                        .attributeDefinitions(DynamoDbServer.text("PK"), DynamoDbServer.text(sortKey)));
        return table;
    }

    @Test
    void aTableOfOtherKeysIsAnErrorAndOneOfLittleCapacityAWarning() throws IOException {
        Examined other = doctor(cloud(S3.freshBucket(), tableWith("Sort", 5)));
        Examined slow = doctor(cloud(S3.freshBucket(), tableWith("SK", 5)));
        Examined fast = doctor(cloud(S3.freshBucket(), tableWith("SK", 500)));

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

            Examined seen = doctor(options);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
            assertThat(seen.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(seen.found("table")).isEqualTo("cannot describe dynamodb:some-table: no answer in time");
            assertThat(seen.status("credentials")).isEqualTo("warning");
            assertThat(seen.status("store")).isEqualTo("ok");
            assertThat(seen.status("library")).isEqualTo("ok");
        }
    }
}
