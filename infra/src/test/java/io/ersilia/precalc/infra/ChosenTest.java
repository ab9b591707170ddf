package io.ersilia.precalc.infra;

import static io.ersilia.precalc.infra.Synthesized.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the context changes. */
class ChosenTest {

    private static final String PROVIDER =
            "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";

    private static final Synthesized IMPORTED = Synthesized.with(Map.of(
            "importBucket", "my-bucket",
            "importTable", "my-table",
            "importProvider", PROVIDER,
            "storePrefix", "a/b",
            "refs", "refs/heads/main, refs/tags/v1.2.3",
            "libraries", "s3://our-libraries/2026/"));

    @Test
    void whatExistsIsNotCreated() {
        assertThat(IMPORTED.all("AWS::S3::Bucket")).isEmpty();
        assertThat(IMPORTED.all("AWS::DynamoDB::Table")).isEmpty();
        assertThat(IMPORTED.all("AWS::IAM::OIDCProvider")).isEmpty();
        assertThat(IMPORTED.template().at("/Outputs/PRECALCSTORE/Value").asText())
                .isEqualTo("s3://my-bucket/a/b");
        assertThat(IMPORTED.template().at("/Outputs/PRECALCTABLE/Value").asText())
                .isEqualTo("dynamodb:my-table");
        IMPORTED.cdkNagFindsNothing();
    }

    @Test
    void rightsAreOnWhatExists() {
        assertThat(IMPORTED.statements())
                .filteredOn(statement -> texts(statement.path("Action")).anyMatch("dynamodb:Query"::equals))
                .hasSize(2)
                .allSatisfy(statement ->
                        assertThat(statement.path("Resource").toString()).contains(":table/my-table\""));
        assertThat(IMPORTED.statements())
                .filteredOn(statement -> texts(statement.path("Action")).anyMatch("s3:GetObject"::equals))
                .extracting(statement -> statement.path("Resource").toString())
                .satisfiesExactlyInAnyOrder(
                        store -> assertThat(store).endsWith(":s3:::my-bucket/a/b/*\"]]}"),
                        library -> assertThat(library).endsWith(":s3:::our-libraries/2026/*\"]]}"),
                        store -> assertThat(store).endsWith(":s3:::my-bucket/a/b/*\"]]}"),
                        library -> assertThat(library).endsWith(":s3:::our-libraries/2026/*\"]]}"));
    }

    @Test
    void severalRefsMayLogInToTheExistingProvider() {
        JsonNode trust = IMPORTED.all("AWS::IAM::Role").stream()
                .map(role -> role.at("/Properties/AssumeRolePolicyDocument/Statement/0"))
                .filter(statement -> statement.at("/Principal").has("Federated"))
                .findFirst()
                .orElseThrow();

        assertThat(trust.at("/Principal/Federated").asText()).isEqualTo(PROVIDER);
        assertThat(texts(trust.at("/Condition/StringEquals/token.actions.githubusercontent.com:sub")))
                .containsExactly(
                        "repo:some-owner/some.name:ref:refs/heads/main",
                        "repo:some-owner/some.name:ref:refs/tags/v1.2.3");
    }

    @Test
    void aRepositoryThatSendsIdsIsTrustedByThemAndByNothingElse() {
        Synthesized stack = Synthesized.with(Map.of("repository", "some-owner@123/some.name@456"));

        assertThat(stack.all("AWS::IAM::Role"))
                .map(role -> role.at("/Properties/AssumeRolePolicyDocument/Statement/0/Condition"))
                .filteredOn(condition -> !condition.isMissingNode())
                .hasSize(2)
                .allSatisfy(condition -> assertThat(
                                texts(condition.at("/StringEquals/token.actions.githubusercontent.com:sub")))
                        .containsExactly("repo:some-owner@123/some.name@456:ref:refs/heads/main"));
    }

    @Test
    void aSecondStackHasNamesOfItsOwnAndTakesNothingFromTheFirst() {
        Synthesized first = Synthesized.with(Map.of());
        Synthesized second = Synthesized.with(
                Map.of("stack", "PrecalcTest", "importProvider", PROVIDER, "createApiLogRole", "false"));

        assertThat(names(second)).isNotEmpty().doesNotContainAnyElementsOf(names(first));
        assertThat(second.all("AWS::IAM::OIDCProvider")).isEmpty();
        assertThat(second.all("AWS::ApiGateway::Account")).isEmpty();
        for (String shared : List.of("AWS::IAM::OIDCProvider", "AWS::ApiGateway::Account")) {
            assertThat(first.all(shared))
                    .singleElement()
                    .satisfies(one ->
                            assertThat(one.path("DeletionPolicy").asText()).isEqualTo("Retain"));
        }
        second.cdkNagFindsNothing();
    }

    /** The names that the template itself gives: CloudFormation makes the others different. */
    private static List<String> names(Synthesized stack) {
        return List.of(
                        stack.the("AWS::DynamoDB::Table").path("TableName"),
                        stack.the("AWS::ApiGateway::RestApi").path("Name"))
                .stream()
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void eachConsumerHasAKeyOfItsOwnInThePlan() {
        Synthesized stack = Synthesized.with(Map.of("consumers", "lab-a,lab-b"));

        assertThat(stack.all("AWS::ApiGateway::ApiKey"))
                .extracting(key -> key.at("/Properties/Name").asText())
                .containsExactlyInAnyOrder("Precalc-lab-a", "Precalc-lab-b");
        assertThat(stack.all("AWS::ApiGateway::UsagePlanKey")).hasSize(2);
        assertThat(stack.template().path("Outputs"))
                .extracting(output -> output.path("Description").asText())
                .contains("PRECALC_API_KEY_ID of lab-a", "PRECALC_API_KEY_ID of lab-b");
    }

    @Test
    void aKeyIsReplacedByTwoDeploymentsThatLeaveEveryOtherKeyAsItIs() {
        Map<String, JsonNode> before = keys("lab-a,lab-b");
        Map<String, JsonNode> both = keys("lab-a,lab-a-2026,lab-b");
        Map<String, JsonNode> after = keys("lab-a-2026,lab-b");

        assertThat(both).hasSize(before.size() + 2).containsAllEntriesOf(before).containsAllEntriesOf(after);
        assertThat(after).hasSameSizeAs(before);
    }

    /** The keys and their places in the plan, by the names by which CloudFormation tells them apart. */
    private static Map<String, JsonNode> keys(String consumers) {
        return Synthesized.with(Map.of("consumers", consumers)).template().path("Resources").properties().stream()
                .filter(one -> one.getValue().path("Type").asText().matches("AWS::ApiGateway::(ApiKey|UsagePlanKey)"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void writesAreCapped() {
        assertThat(Synthesized.with(Map.of("maxWriteUnits", "500"))
                        .the("AWS::DynamoDB::Table")
                        .at("/OnDemandThroughput/MaxWriteRequestUnits")
                        .asInt())
                .isEqualTo(500);
    }

    @Test
    void aPersonIsToldOfThrottlingFailuresAndCosts() {
        Synthesized stack = Synthesized.with(Map.of("alarmEmail", "ops@example.org", "budget", "30"));

        assertThat(stack.all("AWS::CloudWatch::Alarm"))
                .extracting(alarm -> alarm.at("/Properties/MetricName").asText())
                .containsExactlyInAnyOrder("WriteThrottleEvents", "5XXError", "Errors");
        assertThat(stack.all("AWS::CloudWatch::Alarm"))
                .allSatisfy(alarm -> assertThat(
                                alarm.at("/Properties/AlarmActions/0/Ref").asText())
                        .startsWith("Alarms"));
        assertThat(stack.the("AWS::SNS::Subscription").path("Endpoint").asText())
                .isEqualTo("ops@example.org");
        JsonNode budget = stack.the("AWS::Budgets::Budget");
        assertThat(budget.at("/Budget/BudgetLimit/Amount").asInt()).isEqualTo(30);
        assertThat(budget.at("/Budget/CostFilters/TagKeyValue/0").asText()).isEqualTo("user:precalc-stack$Precalc");
        assertThat(stack.all("AWS::CloudWatch::Dashboard")).hasSize(1);
        assertThat(stack.the("AWS::Lambda::Function").path("Tags").toString())
                .contains("{\"Key\":\"precalc-stack\",\"Value\":\"Precalc\"}");
        stack.cdkNagFindsNothing();
    }

    @Test
    void theRestIsByContextToo() {
        Map<String, Object> context = new HashMap<>(Map.of(
                "pointInTimeRecovery",
                true,
                "tableName",
                "other-table",
                "concurrency",
                7,
                "tracing",
                "true",
                "memory",
                "2048",
                "createApiLogRole",
                "false",
                "throttleRate",
                3,
                "quotaPerDay",
                55,
                "refs",
                List.of("refs/heads/other")));
        context.put("storePrefix", "deep");
        Synthesized stack = Synthesized.with(context);

        JsonNode function = stack.the("AWS::Lambda::Function");
        assertThat(function.path("ReservedConcurrentExecutions").asInt()).isEqualTo(7);
        assertThat(function.at("/TracingConfig/Mode").asText()).isEqualTo("Active");
        assertThat(function.path("MemorySize").asInt()).isEqualTo(2_048);
        assertThat(stack.all("AWS::ApiGateway::Account")).isEmpty();
        assertThat(stack.the("AWS::ApiGateway::UsagePlan")
                        .at("/Throttle/RateLimit")
                        .asInt())
                .isEqualTo(3);
        assertThat(stack.the("AWS::ApiGateway::UsagePlan").at("/Quota/Limit").asInt())
                .isEqualTo(55);
        JsonNode table = stack.the("AWS::DynamoDB::Table");
        assertThat(table.path("TableName").asText()).isEqualTo("other-table");
        assertThat(table.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                        .asBoolean())
                .isTrue();
        stack.cdkNagFindsNothing();
    }
}
