package io.ersilia.precalc.infra;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.ApiKeyOptions;
import software.amazon.awscdk.services.apigateway.ApiKeySourceType;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.IApiKey;
import software.amazon.awscdk.services.apigateway.LambdaIntegration;
import software.amazon.awscdk.services.apigateway.LambdaIntegrationOptions;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.Period;
import software.amazon.awscdk.services.apigateway.QuotaSettings;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.apigateway.ThrottleSettings;
import software.amazon.awscdk.services.apigateway.UsagePlan;
import software.amazon.awscdk.services.apigateway.UsagePlanPerApiStage;
import software.amazon.awscdk.services.apigateway.UsagePlanProps;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * The public lookup API: its URL, and its keys with a plan that limits the use of each.
 *
 * @param keys one for each consumer, by its name; with no consumers, one under an empty name
 */
record LookupApi(RestApi api, Map<String, IApiKey> keys) {

    LookupApi {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    /** Contains neither the key, nor its id, nor a molecule: the path is that of the route. */
    private static final String ACCESS_LOG = """
            {"requestId":"$context.requestId","time":"$context.requestTime","ip":"$context.identity.sourceIp",\
            "method":"$context.httpMethod","path":"$context.resourcePath","status":"$context.status",\
            "bytes":"$context.responseLength","ms":"$context.responseLatency","error":"$context.error.responseType"}""";

    static LookupApi in(Construct scope, Settings.Usage usage, Alias function, boolean tracing) {
        ThrottleSettings throttle = ThrottleSettings.builder()
                .rateLimit(usage.requestsPerSecond())
                .burstLimit(usage.burst())
                .build();
        RestApi api = RestApi.Builder.create(scope, "Api")
                .restApiName(Stack.of(scope).getStackName())
                .description("Looks up predictions of Ersilia Model Hub models")
                .endpointTypes(List.of(EndpointType.REGIONAL))
                .apiKeySourceType(ApiKeySourceType.HEADER)
                .binaryMediaTypes(List.of("application/wasm")) // the page asks for the chemistry kit by this type
                .minCompressionSize(Size.kibibytes(1))
                .cloudWatchRole(!usage.accountLogs())
                .cloudWatchRoleRemovalPolicy(usage.accountLogs() ? null : RemovalPolicy.RETAIN)
                .deployOptions(stage(scope, usage, tracing))
                .build();
        api.getNode().tryRemoveChild("Endpoint"); // the stack has its own output for the URL
        LookupRoutes.of(api, integration(function));
        ProblemAnswers.of(api);

        Map<String, IApiKey> keys = new LinkedHashMap<>();
        if (usage.consumers().isEmpty()) {
            keys.put("", api.addApiKey("Key"));
        }
        for (String consumer : usage.consumers()) {
            keys.put(
                    consumer,
                    api.addApiKey(
                            "Key-" + consumer,
                            ApiKeyOptions.builder()
                                    .apiKeyName(Stack.of(scope).getStackName() + "-" + consumer)
                                    .build()));
        }
        UsagePlan plan = api.addUsagePlan(
                "Plan",
                UsagePlanProps.builder()
                        .throttle(throttle)
                        .quota(QuotaSettings.builder()
                                .limit(usage.requestsPerDay())
                                .period(Period.DAY)
                                .build())
                        .build());
        keys.values().forEach(plan::addApiKey);
        plan.addApiStage(
                UsagePlanPerApiStage.builder().stage(api.getDeploymentStage()).build());
        excuse(api, !usage.accountLogs());
        return new LookupApi(api, keys);
    }

    private static LambdaIntegration integration(Alias function) {
        return new LambdaIntegration(
                function,
                LambdaIntegrationOptions.builder().allowTestInvoke(false).build());
    }

    private static StageOptions stage(Construct scope, Settings.Usage usage, boolean tracing) {
        LogGroup logs = LogGroup.Builder.create(scope, "AccessLogs")
                .retention(RetentionDays.THREE_MONTHS)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        return StageOptions.builder()
                .stageName("v1")
                .throttlingRateLimit(usage.requestsPerSecond())
                .throttlingBurstLimit(usage.burst())
                .accessLogDestination(new LogGroupLogDestination(logs))
                .accessLogFormat(AccessLogFormat.custom(ACCESS_LOG))
                .loggingLevel(MethodLoggingLevel.OFF)
                .dataTraceEnabled(false)
                .tracingEnabled(tracing)
                .build();
    }

    private static void excuse(RestApi api, boolean logRole) {
        Nag.excuse(
                api,
                "AwsSolutions-APIG3",
                "A web firewall costs more per month than the API. The key, the throttle and the daily quota limit"
                        + " requests, which can only read.");
        Nag.excuse(
                api,
                "AwsSolutions-APIG4",
                "Every method requires an API key with a usage plan, except those that serve the page. The predictions are"
                        + " public, so there is no need to distinguish users.");
        Nag.excuse(
                api,
                "AwsSolutions-COG4",
                "Lookups come from programs and from the page, which send an API key; there are no users to log in to a pool.");
        Nag.excuse(
                api,
                "AwsSolutions-APIG6",
                "Execution logs contain requests with parts of their keys; the access log has what is needed and no keys.");
        if (logRole) {
            Nag.excuse(
                    api,
                    "AwsSolutions-IAM4",
                    "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
                    "API Gateway can write an access log only if the account has a role with this managed policy.");
        }
    }
}
