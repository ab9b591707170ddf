package io.ersilia.precalc.aws;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * DynamoDB Local in this process, on a free port of the loopback: started once, shared by all test classes that
 * register it as a static field, stopped with the last of them.
 */
public final class DynamoDbServer implements BeforeAllCallback {

    private @Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getStore(StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Running.class, type -> new Running(), Running.class);
    }

    public URI endpoint() {
        return URI.create("http://localhost:" + running().port);
    }

    /** What a process needs to find the server, and nothing that leads it to AWS. */
    public Map<String, String> environment() {
        return environment(endpoint());
    }

    /** A client, shared by all tests: nobody closes it. */
    public DynamoDbClient client() {
        return running().client;
    }

    /** The name of an empty table with the keys that predictions need. */
    public String freshTable() {
        return freshTable(client());
    }

    /** Makes a table of that form wherever the client leads to. */
    public static String freshTable(DynamoDbClient client) {
        String table = "test-" + UUID.randomUUID();
        makeTable(client, table);
        return table;
    }

    /** Makes a table of that form and name. */
    public static void makeTable(DynamoDbClient client, String table) {
        client.createTable(create -> create.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("PK", KeyType.HASH), key("SK", KeyType.RANGE))
                .attributeDefinitions(text("PK"), text("SK")));
        client.waiter().waitUntilTableExists(request -> request.tableName(table));
    }

    /** An attribute of the primary key. */
    public static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    /** An attribute that is a string. */
    public static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    /** What a program is told that shall use the service at that endpoint. */
    public static Map<String, String> environment(URI endpoint) {
        return Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB", endpoint.toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_EC2_METADATA_DISABLED", "true");
    }

    private Running running() {
        return Objects.requireNonNull(running, "register DynamoDbServer as a static field");
    }

    private static final class Running implements AutoCloseable {
        private final int port = freePort();
        private final DynamoDBProxyServer server;
        private final DynamoDbClient client;

        Running() {
            try {
                server = ServerRunner.createServerFromCommandLineArgs(
                        new String[] {"-inMemory", "-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)});
                server.start();
            } catch (Exception e) {
                throw new IllegalStateException("DynamoDB Local does not start", e);
            }
            client = new AwsSettings(environment(URI.create("http://localhost:" + port)))
                    .prepare(DynamoDbClient.builder(), AwsApi.DYNAMODB)
                    .build();
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new IllegalStateException("no free port", e);
            }
        }

        @Override
        public void close() {
            client.close();
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException("DynamoDB Local does not stop", e);
            }
        }
    }
}
