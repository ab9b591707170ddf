package io.ersilia.precalc.table;

import static io.ersilia.precalc.table.Items.predictions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.run.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The writer's real client against connections that break: the writer repeats a call, and nobody else does. */
@Timeout(60)
class BulkClientTest {

    private final AtomicInteger sleeps = new AtomicInteger();
    private final Patience patience =
            new Patience(BackoffStrategy.retryImmediately(), duration -> sleeps.incrementAndGet());

    @Test
    void repeatsCallsWhoseConnectionIsDropped() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread dropping = new Thread(() -> dropAll(server, connections));
            dropping.setDaemon(true);
            dropping.start();

            assertThatThrownBy(() -> write("http://localhost:" + server.getLocalPort()))
                    .isInstanceOf(Failure.class)
                    .hasMessageStartingWith("cannot write dynamodb:predictions: ")
                    .hasMessageEndingWith(" (3 of the 3 items given so far are not in the table)");
        }
        assertThat(connections).hasValue(Patience.MAX_ATTEMPTS);
        assertThat(sleeps).hasValue(Patience.MAX_ATTEMPTS - 1);
    }

    @Test
    void repeatsCallsThatFindNoServer() throws Exception {
        int closed;
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            closed = server.getLocalPort();
        }

        assertThatThrownBy(() -> write("http://localhost:" + closed))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("cannot write dynamodb:predictions: no connection (");
        assertThat(sleeps).hasValue(Patience.MAX_ATTEMPTS - 1);
    }

    private void write(String endpoint) throws InterruptedException {
        AwsSettings settings = new AwsSettings(Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB", endpoint,
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test"));
        try (DynamoDbClient client = DynamoDbTables.bulk(settings);
                BulkWriter writer = new BulkWriter(client, "predictions", patience)) {
            for (Item item : predictions(0, 3)) {
                writer.write(item);
            }
            writer.finish();
        }
    }

    private static void dropAll(ServerSocket server, AtomicInteger connections) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connections.incrementAndGet();
                connection.getInputStream().read();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
