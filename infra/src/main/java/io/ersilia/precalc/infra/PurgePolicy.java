package io.ersilia.precalc.infra;

import java.util.List;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/** The permission to remove predictions. No role has it until someone attaches it, since no workflow runs {@code purge}. */
final class PurgePolicy {

    private PurgePolicy() {}

    static void in(Construct scope, ITable table) {
        ManagedPolicy.Builder.create(scope, "Purge")
                .description("Allows deleting precalc predictions; purge also needs to read the store and the table")
                .statements(List.of(PolicyStatement.Builder.create()
                        .sid("Purge")
                        .actions(List.of("dynamodb:DeleteItem"))
                        .resources(List.of(table.getTableArn()))
                        .build()))
                .build();
    }
}
