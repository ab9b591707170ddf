package io.ersilia.precalc.infra;

import static io.ersilia.precalc.infra.Synthesized.stream;
import static io.ersilia.precalc.infra.Synthesized.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the stack promises of the lookup function and the API before it; over 100 lines, one test for each promise. */
class LookupTest {

    private static final Synthesized STACK = Synthesized.with(Map.of());

    /** The sources of the program that the function runs. */
    private static final Path PROGRAM = Path.of("../src/main");

    @Test
    void theFunctionIsTheHandlerOnARuntimeWithSnapStart() {
        JsonNode function = STACK.the("AWS::Lambda::Function");

        assertThat(function.path("Runtime").asText()).isEqualTo("java21");
        assertThat(function.path("Handler").asText()).isEqualTo("io.ersilia.precalc.api.LambdaHandler::handleRequest");
        assertThat(function.at("/SnapStart/ApplyOn").asText()).isEqualTo("PublishedVersions");
        assertThat(function.path("Timeout").asInt()).isLessThan(29);
        assertThat(function.at("/Environment/Variables/PRECALC_TABLE/Fn::Join/1/0")
                        .asText())
                .isEqualTo("dynamodb:");
        assertThat(STACK.all("AWS::Lambda::Version")).hasSize(1);
        assertThat(STACK.the("AWS::Lambda::Alias").path("Name").asText()).isEqualTo("live");
    }

    @Test
    void everyRequestGoesToTheAlias() {
        assertThat(STACK.all("AWS::ApiGateway::Method"))
                .allSatisfy(method -> assertThat(
                                method.at("/Properties/Integration/Uri").toString())
                        .contains("\"Ref\":\"LookupAlias"));
    }

    @Test
    void theFunctionReadsTheTableAndWritesItsLogAndNothingElse() {
        assertThat(STACK.verbs("LookupRole"))
                .containsExactly(
                        "dynamodb:BatchGetItem",
                        "dynamodb:GetItem",
                        "dynamodb:Query",
                        "logs:CreateLogStream",
                        "logs:PutLogEvents");
    }

    @Test
    void everyMethodButThoseOfThePageAsksForAKeyAndIsValidated() {
        List<JsonNode> methods = STACK.all("AWS::ApiGateway::Method");

        assertThat(methods)
                .hasSize(8)
                .allSatisfy(method -> assertThat(
                                method.at("/Properties/RequestValidatorId").isMissingNode())
                        .isFalse());
        assertThat(methods)
                .filteredOn(method -> !method.at("/Properties/ApiKeyRequired").asBoolean())
                .extracting(method -> method.at("/Properties/ResourceId").toString())
                .hasSize(2)
                .allMatch(resource -> resource.contains("RootResourceId") || resource.contains("Apipagefile"));
        JsonNode validator = STACK.the("AWS::ApiGateway::RequestValidator");
        assertThat(validator.path("ValidateRequestBody").asBoolean()).isTrue();
        assertThat(validator.path("ValidateRequestParameters").asBoolean()).isTrue();
        assertThat(STACK.all("AWS::ApiGateway::Resource"))
                .extracting(resource -> resource.at("/Properties/PathPart").asText())
                .containsExactlyInAnyOrder(
                        "predictions",
                        "{inputKey}",
                        "models",
                        "{modelId}",
                        "distributions",
                        "openapi.json",
                        "page",
                        "{file}");
    }

    @Test
    void theHandlerIsAClassOfTheProgram() {
        assertThat(PROGRAM.resolve("java").resolve(LookupJar.HANDLER.replace('.', '/') + ".java"))
                .exists();
    }

    @Test
    void theGatewayTakesWhatTheProgramsOwnDocumentSays() throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(PROGRAM.resolve("resources/openapi.json").toFile());
        JsonNode said = document.at("/components/schemas/Lookup");
        ObjectNode schema = STACK.the("AWS::ApiGateway::Model").path("Schema").deepCopy();

        assertThat(schema.remove("$schema").asText()).contains("draft-04");
        assertThat(schema.remove("title").asText()).isEqualTo("Lookup");
        ObjectNode model = (ObjectNode) schema.path("properties").path("modelId");
        assertThat(model).isEqualTo(withoutWords(document.at("/components/schemas/ModelId")));
        model.removeAll();
        model.put("$ref", "#/components/schemas/ModelId");
        assertThat(schema).isEqualTo(withoutWords(said));
    }

    /** A gateway has no use for them. */
    private static JsonNode withoutWords(JsonNode schema) {
        ObjectNode copy = schema.deepCopy();
        copy.findParents("description").forEach(one -> ((ObjectNode) one).remove("description"));
        copy.findParents("default").forEach(one -> ((ObjectNode) one).remove("default"));
        return copy;
    }

    @Test
    void whateverIsPostedIsComparedWithTheSchema() {
        JsonNode post = STACK.all("AWS::ApiGateway::Method").stream()
                .filter(method -> method.at("/Properties/HttpMethod").asText().equals("POST"))
                .findFirst()
                .orElseThrow();
        assertThat(post.at("/Properties/RequestModels").has("application/json")).isTrue();
        assertThat(post.at("/Properties/RequestModels").has("$default")).isTrue();
    }

    @Test
    void theKeyIsBoundToAPlanWithThrottleAndQuotaOnTheStage() {
        JsonNode plan = STACK.the("AWS::ApiGateway::UsagePlan");

        assertThat(plan.at("/Throttle/RateLimit").asInt()).isEqualTo(10);
        assertThat(plan.at("/Throttle/BurstLimit").asInt()).isEqualTo(20);
        assertThat(plan.at("/Quota/Limit").asInt()).isEqualTo(10_000);
        assertThat(plan.at("/Quota/Period").asText()).isEqualTo("DAY");
        assertThat(plan.at("/ApiStages/0/Stage/Ref").asText()).startsWith("ApiDeploymentStage");
        JsonNode bound = STACK.the("AWS::ApiGateway::UsagePlanKey");
        assertThat(bound.at("/KeyId/Ref").asText()).startsWith("ApiKey");
        assertThat(bound.at("/UsagePlanId/Ref").asText()).startsWith("ApiPlan");
    }

    @Test
    void theApiIsRegionalAndItsAccessLogHasNoKeys() {
        assertThat(texts(STACK.the("AWS::ApiGateway::RestApi").at("/EndpointConfiguration/Types")))
                .containsExactly("REGIONAL");
        JsonNode stage = STACK.the("AWS::ApiGateway::Stage");
        assertThat(stage.at("/AccessLogSetting/DestinationArn").isMissingNode()).isFalse();
        assertThat(stage.at("/AccessLogSetting/Format").asText())
                .contains("$context.requestId", "$context.status")
                .doesNotContainIgnoringCase("apikey")
                .doesNotContainIgnoringCase("api-key")
                .doesNotContain("$context.path");
        assertThat(stream(stage.path("MethodSettings")))
                .allSatisfy(
                        settings -> assertThat(settings.path("DataTraceEnabled").asBoolean(true))
                                .isFalse());
    }

    @Test
    void noLogIsKeptForEver() {
        assertThat(STACK.all("AWS::Logs::LogGroup"))
                .hasSize(2)
                .allSatisfy(group -> assertThat(
                                group.at("/Properties/RetentionInDays").asInt())
                        .isPositive());
    }

    @Test
    void theGatewaysOwnRefusalsAreProblems() {
        assertThat(STACK.all("AWS::ApiGateway::GatewayResponse")).hasSize(4).allSatisfy(response -> {
            assertThat(response.at("/Properties/ResponseParameters/gatewayresponse.header.Content-Type")
                            .asText())
                    .isEqualTo("'application/problem+json'");
            assertThat(response.at("/Properties/ResponseTemplates/application~1json")
                            .asText())
                    .contains("\"status\":"
                            + response.at("/Properties/StatusCode").asText());
        });
    }
}
