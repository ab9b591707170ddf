package io.ersilia.precalc.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** The lookup function: reads only the table, and starts from a SnapStart snapshot. */
final class LookupFunction {

    /** API Gateway waits 29 s for an answer. */
    private static final Duration TIMEOUT = Duration.seconds(28);

    private LookupFunction() {}

    /** The alias that receives requests; only published versions have a snapshot. */
    static Alias in(Construct scope, Settings.Lookup settings, ITable table) {
        LogGroup logs = LogGroup.Builder.create(scope, "LookupLogs")
                .retention(RetentionDays.THREE_MONTHS)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Role role = role(scope, table, logs);
        Function function = Function.Builder.create(scope, "Lookup")
                .description("Looks up predictions of hub models for molecules")
                .runtime(Runtime.JAVA_21)
                .architecture(settings.processor().architecture())
                .code(Code.fromAsset(settings.jar().file().toString()))
                .handler(LookupJar.HANDLER + "::handleRequest")
                .role(role)
                .environment(Map.of("PRECALC_TABLE", "dynamodb:" + table.getTableName()))
                .memorySize(settings.megabytes())
                .timeout(TIMEOUT)
                .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                .reservedConcurrentExecutions(settings.concurrency().orElse(null))
                .tracing(settings.tracing() ? Tracing.ACTIVE : Tracing.DISABLED)
                .logGroup(logs)
                .build();
        Nag.excuse(
                function,
                "AwsSolutions-L1",
                "java21 is a supported runtime with SnapStart, and the native libraries of precalc.jar are tested against"
                        + " its C library.");
        if (settings.tracing()) {
            Nag.excuse(
                    role,
                    "AwsSolutions-IAM5",
                    "Resource::*",
                    "X-Ray has no resources: its two actions for writing traces can only be allowed on all.");
        }
        Annotations.of(function)
                .acknowledgeWarning(
                        "@aws-cdk/aws-lambda:snapStartRequirePublish", "The alias publishes the version it points to.");
        return Alias.Builder.create(scope, "LookupAlias")
                .aliasName("live")
                .version(function.getCurrentVersion())
                .build();
    }

    /** Lists each action, because the managed policy for functions allows more, on every resource. */
    private static Role role(Construct scope, ITable table, LogGroup logs) {
        Role role = Role.Builder.create(scope, "LookupRole")
                .description("Permissions of the precalc lookup function")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        role.addToPolicy(PolicyStatement.Builder.create()
                .sid("Read")
                .actions(List.of("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"))
                .resources(List.of(table.getTableArn()))
                .build());
        logs.grantWrite(role);
        return role;
    }
}
