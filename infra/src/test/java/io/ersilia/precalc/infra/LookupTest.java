package io.ersilia.precalc.infra;

import static io.ersilia.precalc.infra.Synthesized.stream;
import static io.ersilia.precalc.infra.Synthesized.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the stack promises of the lookup function and the API before it; over 100 lines, one test for each promise. */
class LookupTest {

    private static final Synthesized STACK = Synthesized.with(Map.of());

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
    void everyMethodAsksForAKeyAndIsValidated() {
        List<JsonNode> methods = STACK.all("AWS::ApiGateway::Method");

        assertThat(methods).hasSize(4).allSatisfy(method -> {
            assertThat(method.at("/Properties/ApiKeyRequired").asBoolean()).isTrue();
            assertThat(method.at("/Properties/RequestValidatorId").isMissingNode())
                    .isFalse();
        });
        JsonNode validator = STACK.the("AWS::ApiGateway::RequestValidator");
        assertThat(validator.path("ValidateRequestBody").asBoolean()).isTrue();
        assertThat(validator.path("ValidateRequestParameters").asBoolean()).isTrue();
        assertThat(STACK.all("AWS::ApiGateway::Resource"))
                .extracting(resource -> resource.at("/Properties/PathPart").asText())
                .containsExactlyInAnyOrder("predictions", "{inputKey}", "models", "{modelId}", "openapi.json");
    }

    @Test
    void aLookupIsAModelAndOneToAThousandInputsOfOneKind() {
        JsonNode schema = STACK.the("AWS::ApiGateway::Model").path("Schema");

        assertThat(schema.path("$schema").asText()).contains("draft-04");
        assertThat(schema.path("type").asText()).isEqualTo("object");
        assertThat(texts(schema.path("required"))).containsExactly("modelId");
        assertThat(schema.at("/properties/modelId/pattern").asText()).isEqualTo("^eos[a-z0-9]{4}$");
        assertThat(schema.path("oneOf").toString())
                .isEqualTo("[{\"required\":[\"inputKeyArray\"]},{\"required\":[\"smilesArray\"]}]");
        for (String field : List.of("inputKeyArray", "smilesArray")) {
            JsonNode inputs = schema.path("properties").path(field);
            assertThat(inputs.path("minItems").asInt()).isEqualTo(1);
            assertThat(inputs.path("maxItems").asInt()).isEqualTo(1_000);
            assertThat(inputs.at("/items/type").asText()).isEqualTo("string");
        }
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
