package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.dynamodb.DynamoDbTables;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalServerTest {

    @RegisterExtension
    static final DynamoDbServer SERVER = new DynamoDbServer();

    /** One server for all of the contract's requests. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class OverATable implements ApiContract {
        private HttpDoor door = new HttpDoor(new MemoryTable(), null);

        abstract PredictionTable table(Path folder);

        @BeforeAll
        void theTableIsFilled(@TempDir Path folder) throws InterruptedException {
            door.close();
            PredictionTable table = table(folder);
            ApiContract.fill(table);
            door = new HttpDoor(table, null);
        }

        @AfterAll
        void theServerIsStopped() {
            door.close();
        }

        @Override
        public HttpDoor door() {
            return door;
        }
    }

    @Nested
    class OverDynamoDb extends OverATable {
        @Override
        PredictionTable table(Path folder) {
            return DynamoDbTables.openToRead(SERVER.freshTable(), SERVER.environment());
        }
    }

    @Nested
    class OverSqlite extends OverATable {
        @Override
        PredictionTable table(Path folder) {
            return new SqliteTable(folder.resolve("predictions.db"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example", ""})
        void aForeignHostGetsNothing(String host) throws IOException {
            String reply = door().raw("GET /models/eos3b5e HTTP/1.1", "Host: " + host, "Connection: close");

            assertThat(reply).startsWith("HTTP/1.1 403 ").doesNotContain("mol_weight");
        }

        @ParameterizedTest
        @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080"})
        void thisMachinesOwnNamesAreAnswered(String host) throws IOException {
            String reply = door().raw("GET /models/eos3b5e HTTP/1.1", "Host: " + host, "Connection: close");

            assertThat(reply).startsWith("HTTP/1.1 200 ").contains("mol_weight");
        }

        @Test
        void twoHostsAreOneTooMany() throws IOException {
            String reply = door().raw(
                            "GET /models/eos3b5e HTTP/1.1",
                            "Host: localhost",
                            "Host: evil.example",
                            "Connection: close");

            assertThat(reply).doesNotContain("mol_weight", "HTTP/1.1 5");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "GET /models/../x",
                    "GET //models/eos3b5e",
                    "X\tY /models/eos3b5e",
                    "GET http://evil/",
                    "GET *"
                })
        void whatIsHardlyARequestIsNoFaultOfTheServer(String line) throws IOException {
            String reply = door().raw(line + " HTTP/1.1", "Host: localhost", "Connection: close");

            assertThat(reply).doesNotContain("HTTP/1.1 5", "HTTP/1.1 200", "Exception");
        }
    }

    @Test
    void whereAKeyIsSetNothingIsAnsweredWithoutIt() throws Exception {
        try (HttpDoor door = new HttpDoor(new MemoryTable(), "hush")) {
            for (String path :
                    new String[] {"/models/eos3b5e", "/openapi.json", "/nothing", "/predictions/" + key(1)}) {
                assertThat(door.send("GET", path, Map.of(), "").status()).isEqualTo(403);
                assertThat(door.send("GET", path, Map.of("x-api-key", "hus"), "")
                                .status())
                        .isEqualTo(403);
            }
            assertThat(door.send("GET", "/", Map.of(), "").status())
                    .as("it asks for the key")
                    .isEqualTo(200);
            Door.Reply refused = door.send("POST", "/predictions", Map.of("x-api-key", ""), "{}");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.headers()).containsEntry("content-type", "application/problem+json");
            assertThat(refused.body()).doesNotContain("hush");
            Door.Reply document = door.send("GET", "/openapi.json", Map.of("X-Api-Key", "hush"), "");
            assertThat(document.status()).isEqualTo(200);
            assertThat(Json.MAPPER.readTree(document.body()))
                    .isEqualTo(OpenApiDocument.read().root());
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LookupApi api = new LookupApi(new MemoryTable(), Screening::new, null);

            assertThatThrownBy(() -> LocalServer.start(api, taken.getLocalPort(), true, line -> {}))
                    .isInstanceOf(Failure.class)
                    .hasMessage(
                            "cannot listen on port %d: Address already in use; name another with --port, 0 for a free one"
                                    .formatted(taken.getLocalPort()));
        }
    }
}
