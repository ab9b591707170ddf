package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.model.HubModel;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of a campaign: those that are named and those that a query finds in the catalog.
 *
 * @param catalog path or URL; null if there is none, so that releases are not known
 * @param models those that are named
 * @param query the accepted values of each field; a model needs one of them in every field; empty for no query
 * @param priority models that come before all others, in this order
 */
public record ModelChoice(
        @Nullable String catalog, List<ModelId> models, Map<String, List<String>> query, List<ModelId> priority) {

    private static final Logger log = LoggerFactory.getLogger(ModelChoice.class);

    /** The fields of a card that a query may ask for. */
    static final List<String> FIELDS = List.of("status", "task", "tag", "output");

    public ModelChoice {
        models = List.copyOf(models);
        query = Map.copyOf(query);
        priority = List.copyOf(priority);
    }

    /**
     * The models, each once, by id.
     *
     * @param listed all models of the catalog
     * @throws Failure of kind INPUT if there is none
     */
    List<HubModel> among(List<HubModel> listed) {
        Set<ModelId> known = listed.stream().map(HubModel::id).collect(Collectors.toSet());
        Stream<HubModel> asked = listed.stream().filter(model -> models.contains(model.id()) || isFound(model));
        Stream<HubModel> unlisted = models.stream()
                .filter(id -> !known.contains(id))
                .map(id -> {
                    if (catalog != null) {
                        log.warn("{} is not in the catalog {}: its newest release is not known", id, catalog);
                    }
                    return HubModel.unlisted(id);
                });
        Map<ModelId, HubModel> each = Stream.concat(asked, unlisted)
                .collect(Collectors.toMap(HubModel::id, model -> model, (one, again) -> one, java.util.TreeMap::new));
        if (each.isEmpty()) {
            throw Failure.input("none of the %d models in %s fits the campaign's query: correct it"
                    .formatted(listed.size(), catalog));
        }
        return List.copyOf(each.values());
    }

    private boolean isFound(HubModel model) {
        return !query.isEmpty()
                && query.entrySet().stream()
                        .allMatch(field -> values(model, field.getKey())
                                .anyMatch(value ->
                                        field.getValue().stream().anyMatch(wanted -> wanted.equalsIgnoreCase(value))));
    }

    private static Stream<String> values(HubModel model, String field) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "status" -> Stream.of(model.status()).filter(Objects::nonNull);
            case "task" -> model.tasks().stream();
            case "tag" -> model.tags().stream();
            default -> model.outputs().stream();
        };
    }
}
