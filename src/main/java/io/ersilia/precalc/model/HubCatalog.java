package io.ersilia.precalc.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.LocalPath;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.web.WebClient;
import io.ersilia.precalc.web.WebUrl;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hub's list of all models: an array of cards as JSON, in a file or at a URL. */
public final class HubCatalog {

    private static final Logger log = LoggerFactory.getLogger(HubCatalog.class);

    /** The hub's own catalog has about 2 MB. */
    private static final long MAX_BYTES = 64L << 20;

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int OK = 200;

    private static final WebUrl.Purpose PURPOSE =
            new WebUrl.Purpose("catalog", "a catalog of models", "https://example.org/models.json");

    private HubCatalog() {}

    /**
     * Reads the catalog.
     *
     * @param place a path, or a URL of HTTP or HTTPS
     * @throws Failure of kind INPUT if it is not a catalog, UNAVAILABLE if it cannot be reached
     */
    public static List<HubModel> read(String place) {
        JsonNode cards = tree(place.matches("(?i)https?:.*") ? download(place) : file(place), place);
        List<HubModel> models = new ArrayList<>();
        for (JsonNode card : cards) {
            try {
                models.add(model(card));
            } catch (IllegalArgumentException e) {
                log.warn("an entry of the catalog is left out: {}", e.getMessage());
            }
        }
        if (models.isEmpty()) {
            throw refused(place, "no card in it has an Identifier");
        }
        return models;
    }

    private static HubModel model(JsonNode card) {
        return new HubModel(
                new ModelId(String.valueOf(CardFacts.text(card, "Identifier"))),
                CardFacts.text(card, "Title"),
                CardFacts.text(card, "Slug"),
                CardFacts.text(card, "Status"),
                CardFacts.texts(card, "Task"),
                CardFacts.texts(card, "Tag"),
                CardFacts.texts(card, "Output"),
                CardFacts.text(card, "Release"));
    }

    private static JsonNode tree(byte[] json, String place) {
        try {
            JsonNode tree = Json.MAPPER.readTree(json);
            if (tree.isArray()) {
                return tree;
            }
            throw refused(place, "expected a JSON array of cards");
        } catch (JsonProcessingException e) {
            throw refused(place, e.getOriginalMessage());
        } catch (IOException e) {
            throw refused(place, Printable.reason(e));
        }
    }

    private static Failure refused(String place, String why) {
        return Failure.input("%s is not a catalog of models: %s; correct catalog in the campaign's file"
                .formatted(Printable.of(place), Printable.of(why)));
    }

    private static byte[] file(String place) {
        try {
            return Files.readAllBytes(LocalPath.of(place));
        } catch (IOException e) {
            throw Failure.input("cannot read the catalog %s: %s; correct catalog in the campaign's file"
                    .formatted(Printable.of(place), Printable.reason(e)));
        } catch (IllegalArgumentException e) {
            throw Failure.input("%s; correct catalog in the campaign's file".formatted(e.getMessage()));
        }
    }

    private static byte[] download(String place) {
        try {
            WebClient client = new WebClient(WebUrl.of(place, PURPOSE), MAX_BYTES);
            HttpResponse<byte[]> answer = WebClient.answer(
                    client.send(client.request("").timeout(LIMIT).build(), () -> {}), LIMIT);
            if (answer.statusCode() != OK) {
                throw unreachable(place, "HTTP status " + answer.statusCode());
            }
            return answer.body();
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unreachable(place, WebClient.reason(e));
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        }
    }

    private static Failure unreachable(String place, String why) {
        return Failure.unavailable(
                "cannot read the catalog %s: %s; try again later, or save it and name the file as catalog"
                        .formatted(Printable.of(place), why));
    }
}
