package io.ersilia.precalc.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.apigateway.Integration;
import software.amazon.awscdk.services.apigateway.JsonSchema;
import software.amazon.awscdk.services.apigateway.JsonSchemaType;
import software.amazon.awscdk.services.apigateway.JsonSchemaVersion;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.Model;
import software.amazon.awscdk.services.apigateway.ModelOptions;
import software.amazon.awscdk.services.apigateway.RequestValidator;
import software.amazon.awscdk.services.apigateway.RequestValidatorOptions;
import software.amazon.awscdk.services.apigateway.Resource;
import software.amazon.awscdk.services.apigateway.RestApi;

/** The requests that the API accepts; others are refused before the function runs. */
final class LookupRoutes {

    private static final int MAX_INPUTS = 1_000;

    private LookupRoutes() {}

    static void of(RestApi api, Integration lookup) {
        RequestValidator validator = api.addRequestValidator(
                "Validator",
                RequestValidatorOptions.builder()
                        .validateRequestBody(true)
                        .validateRequestParameters(true)
                        .build());
        Model request = api.addModel(
                "LookupRequest",
                ModelOptions.builder()
                        .contentType("application/json")
                        .schema(request())
                        .build());

        Resource predictions = api.getRoot().addResource("predictions");
        predictions.addMethod(
                "POST",
                lookup,
                // $default: otherwise other content types would not be validated
                withKey(validator)
                        .requestModels(Map.of("application/json", request, "$default", request))
                        .build());
        predictions.addResource("{inputKey}").addMethod("GET", lookup, withPath(validator, "inputKey"));
        Resource models = api.getRoot().addResource("models");
        models.addMethod("GET", lookup, withKey(validator).build());
        Resource model = models.addResource("{modelId}");
        model.addMethod("GET", lookup, withPath(validator, "modelId"));
        model.addResource("distributions").addMethod("GET", lookup, withPath(validator, "modelId"));
        page(api, lookup, validator);
        api.getRoot()
                .addResource("openapi.json")
                .addMethod("GET", lookup, withKey(validator).build());
    }

    /** The page itself asks for the key, so it comes without one. */
    private static void page(RestApi api, Integration lookup, RequestValidator validator) {
        MethodOptions open = MethodOptions.builder()
                .apiKeyRequired(false)
                .requestValidator(validator)
                .build();
        api.getRoot().addMethod("GET", lookup, open);
        api.getRoot().addResource("page").addResource("{file}").addMethod("GET", lookup, open);
    }

    private static MethodOptions withPath(RequestValidator validator, String parameter) {
        return withKey(validator)
                .requestParameters(Map.of("method.request.path." + parameter, true))
                .build();
    }

    private static MethodOptions.Builder withKey(RequestValidator validator) {
        return MethodOptions.builder().apiKeyRequired(true).requestValidator(validator);
    }

    /** One model, and molecules given either by key or by SMILES; {@code from} continues a long answer. */
    private static JsonSchema request() {
        return JsonSchema.builder()
                .schema(JsonSchemaVersion.DRAFT4)
                .title("Lookup")
                .type(JsonSchemaType.OBJECT)
                .properties(Map.of(
                        "modelId", text().pattern("^eos[0-9][a-z0-9]{3}$").build(),
                        "inputKeyArray", inputs(),
                        "smilesArray", inputs(),
                        "percentiles", toggle(),
                        "nearest", toggle(),
                        "from",
                                JsonSchema.builder()
                                        .type(JsonSchemaType.INTEGER)
                                        .minimum(0)
                                        .maximum(MAX_INPUTS - 1)
                                        .build()))
                .required(List.of("modelId"))
                .oneOf(List.of(having("inputKeyArray"), having("smilesArray")))
                .additionalProperties(false)
                .build();
    }

    private static JsonSchema having(String field) {
        return JsonSchema.builder().required(List.of(field)).build();
    }

    private static JsonSchema toggle() {
        return JsonSchema.builder().type(JsonSchemaType.BOOLEAN).build();
    }

    private static JsonSchema inputs() {
        return JsonSchema.builder()
                .type(JsonSchemaType.ARRAY)
                .items(text().build())
                .minItems(1)
                .maxItems(MAX_INPUTS)
                .build();
    }

    private static JsonSchema.Builder text() {
        return JsonSchema.builder().type(JsonSchemaType.STRING);
    }
}
