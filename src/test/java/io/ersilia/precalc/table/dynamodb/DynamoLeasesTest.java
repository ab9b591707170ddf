package io.ersilia.precalc.table.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.aws.StandInDynamoDb;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoLeasesTest {

    @RegisterExtension
    static final DynamoDbServer SERVER = new DynamoDbServer();

    @Test
    void areAddedRenewedReadAndRemovedInDynamoDb() {
        String table = SERVER.freshTable();

        areAddedRenewedReadAndRemoved(SERVER.client(), table);

        assertThat(SERVER.client().scan(scan -> scan.tableName(table)).items()).hasSize(1);
    }

    @Test
    void areSoInTheStandInThatOtherTestsUse() throws Exception {
        try (StandInDynamoDb service = new StandInDynamoDb();
                DynamoDbClient client = DynamoDbClient.builder()
                        .endpointOverride(URI.create(service.environment().get("AWS_ENDPOINT_URL_DYNAMODB")))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .build()) {
            areAddedRenewedReadAndRemoved(client, "predictions");
        }
    }

    @ParameterizedTest
    @CsvSource({"Renewals, x", "Budget, -5", "Budget, NaN", "Budget, 0", "Else, 1"})
    void whatIsNoneIsOneThatNobodyRenews(String attribute, String garbage) {
        String table = SERVER.freshTable();
        DynamoLeases leases = new DynamoLeases(SERVER.client(), table);
        Map<String, AttributeValue> item = new HashMap<>(
                Map.of("PK", fromS("WRITERS"), "SK", fromS("odd"), "Renewals", fromS("3"), "Budget", fromS("7")));
        if (item.replace(attribute, fromS(garbage)) == null) {
            item.remove("Budget");
        }
        SERVER.client().putItem(put -> put.tableName(table).item(item));

        assertThat(leases.all()).containsExactly(new Lease("odd", 0, Double.POSITIVE_INFINITY));
    }

    private static void areAddedRenewedReadAndRemoved(DynamoDbClient client, String table) {
        DynamoLeases leases = new DynamoLeases(client, table);
        assertThat(leases.all()).isEmpty();

        leases.put(new Lease("a", 1, 0.5));
        leases.put(new Lease("b", 1, 1e9));
        leases.put(new Lease("a", 2, 0.5));
        assertThat(leases.all()).containsExactlyInAnyOrder(new Lease("a", 2, 0.5), new Lease("b", 1, 1e9));

        List<String> many = IntStream.range(0, BatchWrite.MAX_ITEMS - 2)
                .mapToObj(Integer::toString)
                .toList();
        many.forEach(writer -> leases.put(new Lease(writer, 1, 1)));
        leases.remove(many);
        leases.remove(List.of("b", "never was"));
        assertThat(leases.all()).containsExactly(new Lease("a", 2, 0.5));
    }
}
