package io.ersilia.precalc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hub's catalog, from a server on this machine. */
class HubCatalogTest {

    private HttpServer server;
    private int status = 200;
    private String body = "";

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/models.json", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:%d/models.json".formatted(server.getAddress().getPort());
    }

    @Test
    void cardsAreReadInEachOfTheirForms() {
        body = """
                [{"Identifier": "eos3b5e", "Slug": "molecular-weight", "Title": "Molecular weight", "Status": "Ready",
                  "Task": "Annotation", "Tag": ["Descriptor", "RDKit"], "Output": ["Value"], "Release": "v1.0.0", "New": {}},
                 {"card": {"Identifier": "eos4e40", "Task": ["Annotation"]}},
                 {"Identifier": "not an id"},
                 17]""";

        assertThat(HubCatalog.read(url()))
                .containsExactly(
                        new HubModel(
                                new ModelId("eos3b5e"),
                                "Molecular weight",
                                "molecular-weight",
                                "Ready",
                                List.of("Annotation"),
                                List.of("Descriptor", "RDKit"),
                                List.of("Value"),
                                "v1.0.0"),
                        new HubModel(
                                new ModelId("eos4e40"),
                                null,
                                null,
                                null,
                                List.of("Annotation"),
                                List.of(),
                                List.of(),
                                null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 | {}          | INPUT | expected a JSON array of cards",
                "200 | []          | INPUT | no card in it has an Identifier",
                "200 | [{          | INPUT | Unexpected end-of-input",
                "302 | x           | UNAVAILABLE | HTTP status 302; try again later",
                "500 | x           | UNAVAILABLE | HTTP status 500; try again later"
            })
    void whatIsNoCatalogIsRefused(int answer, String content, Failure.Kind kind, String why) {
        status = answer;
        body = content;

        assertThatThrownBy(() -> HubCatalog.read(url()))
                .hasMessageContaining(url())
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource({"v1.0.0, true", "1.0.0, true", "v1.0.0@sha256:ab, true", "v1.0.1, false", ", true"})
    void aVersionIsThatOfTheReleaseWithOrWithoutItsDigest(String version, boolean same) {
        HubModel model =
                new HubModel(new ModelId("eos3b5e"), null, null, null, List.of(), List.of(), List.of(), "v1.0.0");

        assertThat(model.isOfRelease(version)).isEqualTo(same);
    }
}
