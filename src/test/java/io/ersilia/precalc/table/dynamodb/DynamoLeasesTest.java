package io.ersilia.precalc.table.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.aws.StandInDynamoDb;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

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
