package io.ersilia.precalc.infra;

import static io.ersilia.precalc.infra.Synthesized.stream;
import static io.ersilia.precalc.infra.Synthesized.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the stack promises when it creates everything; over 100 lines, one test for each promise. */
class PrecalcStackTest {

    private static final Synthesized STACK = Synthesized.with(Map.of());

    @Test
    void nobodyReachesTheBucketFromOutside() {
        JsonNode access = STACK.the("AWS::S3::Bucket").path("PublicAccessBlockConfiguration");

        assertThat(access.path("BlockPublicAcls").asBoolean()).isTrue();
        assertThat(access.path("BlockPublicPolicy").asBoolean()).isTrue();
        assertThat(access.path("IgnorePublicAcls").asBoolean()).isTrue();
        assertThat(access.path("RestrictPublicBuckets").asBoolean()).isTrue();
        assertThat(STACK.statements())
                .filteredOn(statement -> statement.path("Effect").asText().equals("Allow"))
                .noneMatch(statement -> statement.path("Principal").toString().contains("\"*\""));
    }

    @Test
    void theBucketIsEncryptedAndDeniesWhatIsNotTls() {
        assertThat(STACK.the("AWS::S3::Bucket")
                        .at("/BucketEncryption/ServerSideEncryptionConfiguration/0"
                                + "/ServerSideEncryptionByDefault/SSEAlgorithm")
                        .asText())
                .isEqualTo("AES256");
        assertThat(stream(STACK.the("AWS::S3::BucketPolicy").at("/PolicyDocument/Statement")))
                .anySatisfy(statement -> {
                    assertThat(statement.path("Effect").asText()).isEqualTo("Deny");
                    assertThat(statement.path("Action").asText()).isEqualTo("s3:*");
                    assertThat(statement
                                    .at("/Condition/Bool/aws:SecureTransport")
                                    .asText())
                            .isEqualTo("false");
                });
    }

    @Test
    void onlyTaggedObjectsExpireWhileTheyAreCurrent() {
        List<JsonNode> rules = stream(STACK.the("AWS::S3::Bucket").at("/LifecycleConfiguration/Rules"))
                .toList();

        assertThat(rules).hasSize(2);
        assertThat(rules)
                .filteredOn(rule -> rule.has("ExpirationInDays") || rule.has("ExpirationDate"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.at("/TagFilters/0/Key").asText()).isEqualTo("precalc");
                    assertThat(rule.at("/TagFilters/0/Value").asText()).isEqualTo("checkpoint");
                    assertThat(rule.path("ExpirationInDays").asInt()).isEqualTo(90);
                });
    }

    @Test
    void dataStaysWhenTheStackGoes() {
        for (String type : List.of("AWS::S3::Bucket", "AWS::DynamoDB::Table")) {
            assertThat(STACK.all(type)).singleElement().satisfies(resource -> {
                assertThat(resource.path("DeletionPolicy").asText()).isEqualTo("Retain");
                assertThat(resource.path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
            });
        }
        assertThat(STACK.the("AWS::DynamoDB::Table")
                        .path("DeletionProtectionEnabled")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void theTableIsWhatPrecalcWritesTo() {
        JsonNode table = STACK.the("AWS::DynamoDB::Table");

        assertThat(table.path("TableName").asText()).isEqualTo("precalculations-table");
        assertThat(table.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
        assertThat(table.path("KeySchema").toString())
                .isEqualTo(
                        "[{\"AttributeName\":\"PK\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"SK\",\"KeyType\":\"RANGE\"}]");
        assertThat(stream(table.path("AttributeDefinitions"))
                        .map(a -> a.path("AttributeType").asText()))
                .containsExactly("S", "S");
        assertThat(table.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void nothingIsAllowedByAWildcard() {
        assertThat(STACK.statements())
                .filteredOn(statement -> statement.path("Effect").asText().equals("Allow"))
                .isNotEmpty()
                .allSatisfy(statement -> {
                    assertThat(texts(statement.path("Action"))).noneMatch(verb -> verb.contains("*"));
                    assertThat(statement.has("NotAction") || statement.has("NotResource"))
                            .isFalse();
                    assertThat(texts(statement.path("Resource"))).doesNotContain("*");
                });
    }

    @Test
    void workersHaveTheVerbsOfTheirCommandsAndNoOthers() {
        assertThat(STACK.verbs("Worker"))
                .containsExactly(
                        "dynamodb:BatchGetItem",
                        "dynamodb:BatchWriteItem",
                        "dynamodb:DescribeTable",
                        "dynamodb:GetItem",
                        "dynamodb:PutItem",
                        "dynamodb:Query",
                        "iam:GetRole",
                        "s3:DeleteObject",
                        "s3:GetObject",
                        "s3:ListBucket",
                        "s3:PutObject",
                        "s3:PutObjectTagging");
    }

    @Test
    void jobsThatRunModelsKnowNoTableAndWriteOnlyBelowOut() {
        assertThat(STACK.verbs("Predict"))
                .containsExactly(
                        "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:PutObjectTagging");
        assertThat(STACK.statements("Predict"))
                .filteredOn(statement -> texts(statement.path("Action")).anyMatch("s3:PutObject"::equals))
                .singleElement()
                .satisfies(statement ->
                        assertThat(statement.path("Resource").toString()).endsWith("\"/precalc/out/*\"]]}"));
    }

    @Test
    void whoPurgesIsGivenThatRightByHand() {
        JsonNode policy = STACK.the("AWS::IAM::ManagedPolicy");

        assertThat(texts(policy.at("/PolicyDocument/Statement/0/Action"))).containsExactly("dynamodb:DeleteItem");
        assertThat(policy.has("Roles") || policy.has("Users") || policy.has("Groups"))
                .isFalse();
    }

    @Test
    void workersLookUpNoRoleButTheirOwn() {
        assertThat(STACK.statements())
                .filteredOn(statement -> texts(statement.path("Action")).anyMatch("iam:GetRole"::equals))
                .singleElement()
                .satisfies(statement -> assertThat(
                                statement.at("/Resource/Fn::GetAtt/0").asText())
                        .startsWith("Worker"));
    }

    @Test
    void workersWriteOnlyBelowTheStore() {
        assertThat(STACK.statements("Worker"))
                .filteredOn(statement -> texts(statement.path("Action")).anyMatch("s3:PutObject"::equals))
                .singleElement()
                .satisfies(statement ->
                        assertThat(statement.path("Resource").toString()).endsWith("\"/precalc/*\"]]}"));
    }

    @Test
    void onlyTheNamedRefOfTheRepositoryMayLogIn() {
        assertThat(workers(STACK)).hasSize(2).allSatisfy(PrecalcStackTest::trustsTheNamedRefOfTheRepository);
    }

    private static void trustsTheNamedRefOfTheRepository(JsonNode role) {
        JsonNode trust = role.at("/Properties/AssumeRolePolicyDocument/Statement");

        assertThat(trust).hasSize(1);
        assertThat(trust.at("/0/Action").asText()).isEqualTo("sts:AssumeRoleWithWebIdentity");
        JsonNode condition = trust.at("/0/Condition");
        assertThat(condition).hasSize(1);
        assertThat(condition.path("StringEquals")).hasSize(2);
        assertThat(condition
                        .at("/StringEquals/token.actions.githubusercontent.com:aud")
                        .asText())
                .isEqualTo("sts.amazonaws.com");
        assertThat(texts(condition.at("/StringEquals/token.actions.githubusercontent.com:sub")))
                .containsExactly("repo:some-owner/some.name:ref:refs/heads/main");
    }

    @Test
    void aLoginMayLastTwelveHours() {
        assertThat(workers(STACK))
                .allSatisfy(role -> assertThat(
                                role.at("/Properties/MaxSessionDuration").asInt())
                        .isEqualTo(12 * 60 * 60));
    }

    @Test
    void theProviderTakesTokensForAwsOnly() {
        JsonNode provider = STACK.the("AWS::IAM::OIDCProvider");

        assertThat(provider.path("Url").asText()).isEqualTo("https://token.actions.githubusercontent.com");
        assertThat(texts(provider.path("ClientIdList"))).containsExactly("sts.amazonaws.com");
    }

    @Test
    void cdkNagFindsNothing() {
        STACK.cdkNagFindsNothing();
    }

    @Test
    void everyRuleThatIsSetAsideSaysWhy() {
        List<JsonNode> excuses = stream(STACK.template().path("Resources"))
                .flatMap(resource -> stream(resource.at("/Metadata/cdk_nag/rules_to_suppress")))
                .toList();

        assertThat(excuses).isNotEmpty().allSatisfy(excuse -> {
            assertThat(excuse.path("reason").asText().split(" ")).hasSizeGreaterThan(8);
            if (excuse.path("id").asText().startsWith("AwsSolutions-IAM")) {
                assertThat(excuse.path("applies_to")).isNotEmpty(); // never the whole rule
            }
        });
    }

    @Test
    void outputsFillTheRepositoryVariables() {
        assertThat(stream(STACK.template().path("Outputs"))
                        .map(output -> output.path("Description").asText()))
                .containsExactlyInAnyOrder(
                        "PRECALC_STORE",
                        "PRECALC_TABLE",
                        "AWS_REGION",
                        "AWS_ROLE_ARN",
                        "AWS_PREDICT_ROLE_ARN",
                        "PRECALC_API_URL",
                        "PRECALC_API_KEY_ID");
        JsonNode outputs = STACK.template().path("Outputs");
        assertThat(outputs.at("/PRECALCSTORE/Value").toString())
                .startsWith("{\"Fn::Join\":[\"\",[\"s3://\"")
                .endsWith("\"/precalc\"]]}");
        assertThat(outputs.at("/PRECALCTABLE/Value").toString()).startsWith("{\"Fn::Join\":[\"\",[\"dynamodb:\"");
        assertThat(outputs.at("/AWSREGION/Value/Ref").asText()).isEqualTo("AWS::Region");
    }

    @Test
    void nothingIsHardCodedToAnAccountOrRegion() {
        assertThat(STACK.template().toString())
                .doesNotContainPattern("\\b\\d{12}\\b") // whole, as hashes have digits in a row
                .doesNotContainPattern("(us|eu|ap)-[a-z]+-\\d");
    }

    private static List<JsonNode> workers(Synthesized stack) {
        return stack.all("AWS::IAM::Role").stream()
                .filter(role -> role.at("/Properties/MaxSessionDuration").isInt())
                .toList();
    }
}
