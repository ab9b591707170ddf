package io.ersilia.precalc.infra;

import java.util.Map;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.ResponseType;
import software.amazon.awscdk.services.apigateway.RestApi;

/** The gateway's own error responses, in the same form as the function's: {@code application/problem+json}. */
final class ProblemAnswers {

    private ProblemAnswers() {}

    static void of(RestApi api) {
        add(api, ResponseType.BAD_REQUEST_BODY, 400, "Bad Request", "$context.error.validationErrorString");
        add(api, ResponseType.INVALID_API_KEY, 403, "Forbidden", "send an API key in the header x-api-key");
        add(
                api,
                ResponseType.THROTTLED,
                429,
                "Too Many Requests",
                "too many requests per second: wait, then send the request again");
        add(api, ResponseType.QUOTA_EXCEEDED, 429, "Too Many Requests", "today's quota for this key is used up");
    }

    private static void add(RestApi api, ResponseType type, int status, String title, String detail) {
        api.addGatewayResponse(
                "Problem" + type.getResponseType(),
                GatewayResponseOptions.builder()
                        .type(type)
                        .statusCode(String.valueOf(status))
                        .responseHeaders(Map.of("Content-Type", "'application/problem+json'"))
                        .templates(Map.of(
                                "application/json",
                                "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                                        .formatted(title, status, detail)))
                        .build());
    }
}
