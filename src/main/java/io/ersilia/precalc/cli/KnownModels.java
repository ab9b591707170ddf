package io.ersilia.precalc.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.table.ModelRecord;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The models of a store and a table, as they are shown; apart from the command, whose signatures {@code --help} loads.
 *
 * @param store where the store is
 * @param table name of the table
 */
record KnownModels(String store, String table, List<Known> models) {

    /** A model in the store, and what the table has as its current version. */
    record Known(ModelMetadata inStore, @Nullable ModelRecord inTable) {}

    ArrayNode json() {
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (Known known : models) {
            ObjectNode one = Json.MAPPER.valueToTree(known.inStore());
            ModelRecord current = known.inTable();
            if (current == null) {
                one.putNull("in_table");
            } else {
                one.putObject("in_table")
                        .put("table", table)
                        .put("model_version", current.version())
                        .put("run", current.run().value())
                        .put("items", current.items())
                        .put("rejected", current.rejected())
                        .put("deterministic", current.deterministic());
            }
            all.add(one);
        }
        return all;
    }

    String text() {
        return models.isEmpty()
                ? "no run was finished in %s yet".formatted(store)
                : models.stream().map(known -> line(known)).collect(Collectors.joining("\n"));
    }

    private String line(Known known) {
        ModelMetadata stored = known.inStore();
        ModelRecord current = known.inTable();
        return "%s version %s: %d predictions of %d molecules, run %s%s, %s; %s%s"
                .formatted(
                        stored.modelId(),
                        orUnknown(stored.modelVersion()),
                        stored.predsInStore(),
                        stored.totalUniquePreds(),
                        stored.run(),
                        stored.sample() == null ? "" : " (a sample of %d)".formatted(stored.sample()),
                        Instant.ofEpochSecond(stored.predsLastUpdated()),
                        current == null
                                ? "not in " + table
                                : "version %s in %s".formatted(orUnknown(current.version()), table),
                        stored.deterministic() && (current == null || current.deterministic())
                                ? ""
                                : "; not deterministic");
    }

    private static String orUnknown(@Nullable String version) {
        return version == null ? "unknown" : version;
    }
}
