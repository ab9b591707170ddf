package io.ersilia.precalc.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

/** The table of predictions: paid per request, protected from deletion, kept when the stack is deleted. */
final class PredictionTable {

    private PredictionTable() {}

    static ITable in(Construct scope, Settings.Predictions settings) {
        return settings.created()
                .map(created -> create(scope, settings.name(), created))
                .orElseGet(() -> Table.fromTableName(scope, "Predictions", settings.name()));
    }

    private static ITable create(Construct scope, String name, Settings.NewTable settings) {
        Table table = Table.Builder.create(scope, "Predictions")
                .tableName(name)
                .partitionKey(text("PK"))
                .sortKey(text("SK"))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .maxWriteRequestUnits(settings.writeUnits().orElse(null))
                .deletionProtection(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(settings.pointInTimeRecovery())
                        .build())
                .build();
        if (!settings.pointInTimeRecovery()) {
            Nag.excuse(
                    table,
                    "AwsSolutions-DDB3",
                    "precalc serve can rebuild the table from the store; -c pointInTimeRecovery=true turns recovery on.");
        }
        return table;
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }
}
