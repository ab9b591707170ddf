package io.ersilia.precalc.model.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ersilia.precalc.model.CardFacts;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.web.WebClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server says about its model.
 *
 * @param release the model's version; null when the card does not say
 * @param title its name for people; null when the card does not say
 * @param fixed whether it answers the same each time
 * @param columns names of the output columns; null when the server does not say
 */
record ServerFacts(
        @Nullable String release,
        @Nullable String title,
        boolean fixed,
        @Nullable List<String> columns) {

    private static final Logger log = LoggerFactory.getLogger(ServerFacts.class);
    private static final Pattern MODEL_ID = Pattern.compile("eos[0-9][a-z0-9]{3}");
    /** Paths of the card and of what older and newer servers also have; the second has the columns. */
    private static final List<String> PLACES = List.of("/card", "/info", "/metadata");

    private static final Duration LIMIT = Duration.ofSeconds(30);

    ServerFacts {
        columns = columns == null ? null : List.copyOf(columns);
    }

    /**
     * Reads what the server says.
     *
     * @param root its answer at its root: the model's id and name
     * @throws Failure of kind UNAVAILABLE if it is not a server of that model
     */
    static ServerFacts read(Wire wire, ModelId model, ServerReply root) throws InterruptedException {
        JsonNode card = json(wire, "/card");
        List<String> columns = names(json(wire, "/run/columns/output"));
        String name = name(model, root.isOk() ? root.json() : MissingNode.getInstance(), card);
        if (name == null && !card.isObject() && columns == null) {
            throw Failure.unavailable(
                    "%s is not a model server of ersilia-pack: it answers GET / with %s; correct the URL"
                            .formatted(wire.url(), root.isOk() ? "something other than a JSON object" : root.said()));
        }
        if (name == null) {
            log.warn("{} does not say which model it runs: assuming {}", wire.url(), model);
        } else if (!name.equals(model.value())) {
            throw Failure.unavailable("%s runs %s, not %s: name the URL of a server of %3$s"
                    .formatted(wire.url(), Printable.of(name), model));
        }
        return new ServerFacts(
                CardFacts.text(card, "Release"),
                CardFacts.text(card, "Title"),
                !"Variable".equalsIgnoreCase(CardFacts.text(card, "Output Consistency")),
                columns);
    }

    /**
     * Everything the server says about its model. Facts that it does not tell, or not in time, stay unknown: none is needed
     * to predict.
     */
    static ModelFacts all(Wire wire) throws InterruptedException {
        ModelFacts facts = ModelFacts.NONE;
        for (String path : PLACES) {
            try {
                ServerReply reply = wire.get(path, LIMIT);
                facts = reply.isOk() ? facts.or(CardFacts.of(reply.json())) : facts;
            } catch (IOException e) {
                log.info("not read what {} says of its model at {}: {}", wire.url(), path, WebClient.reason(e));
            }
        }
        return facts;
    }

    /** The model that root or card names, ours if they name several; null if they name none. */
    private static @Nullable String name(ModelId model, JsonNode root, JsonNode card) {
        List<String> named = new ArrayList<>();
        root.fieldNames().forEachRemaining(named::add);
        named.removeIf(name -> !MODEL_ID.matcher(name).matches());
        String identifier = CardFacts.text(card, "Identifier");
        if (identifier != null && named.isEmpty()) {
            named.add(identifier);
        }
        return named.isEmpty() ? null : named.contains(model.value()) ? model.value() : named.get(0);
    }

    /** The answer at a path; a missing node from an older server without that path. */
    private static JsonNode json(Wire wire, String path) throws InterruptedException {
        try {
            ServerReply reply = wire.get(path, LIMIT);
            return reply.isOk() ? reply.json() : MissingNode.getInstance();
        } catch (IOException e) {
            throw Failure.unavailable(
                    "the model server at %s answers, but not to GET %s: %s; run again"
                            .formatted(wire.url(), path, WebClient.reason(e)),
                    e);
        }
    }

    /** The texts of the list; null if it is not a list of texts. */
    private static @Nullable List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.textValue()));
        return list.isArray() && !names.isEmpty() && !names.contains(null) ? names : null;
    }
}
