package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.aws.LocalStack;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.PredictionTableContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The table on a second implementation of DynamoDB's protocol; skipped where no Docker engine is. */
@Testcontainers(disabledWithoutDocker = true)
class LocalStackTableTest implements PredictionTableContract {

    @Container
    static final LocalStackContainer LOCALSTACK = LocalStack.with("dynamodb");

    private DynamoDbTable table;
    private DynamoDbClient client;
    private String name;

    @BeforeEach
    void makeTable() {
        Map<String, String> environment = Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB", LOCALSTACK.getEndpoint().toString(),
                "AWS_REGION", LOCALSTACK.getRegion(),
                "AWS_ACCESS_KEY_ID", LOCALSTACK.getAccessKey(),
                "AWS_SECRET_ACCESS_KEY", LOCALSTACK.getSecretKey());
        client = new AwsSettings(environment)
                .prepare(DynamoDbClient.builder(), AwsApi.DYNAMODB)
                .build();
        name = DynamoDbServer.freshTable(client);
        table = DynamoDbTables.open(name, environment, WritePace.UNLIMITED);
    }

    @AfterEach
    void closeTable() {
        table.close();
        client.close();
    }

    @Override
    public PredictionTable table() {
        return table;
    }

    @Override
    public void makeAnew() {
        client.deleteTable(delete -> delete.tableName(name));
        client.waiter().waitUntilTableNotExists(request -> request.tableName(name));
        DynamoDbServer.makeTable(client, name);
    }
}
