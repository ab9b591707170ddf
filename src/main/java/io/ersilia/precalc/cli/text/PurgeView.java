package io.ersilia.precalc.cli.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.purge.Purgeable;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.table.Deleted;
import io.ersilia.precalc.words.ShellWord;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a purge would do, or has done, as it is shown.
 *
 * @param store as it was given
 * @param table as it was given; null for the usual one
 * @param again finds the option that serve needs to put back what is purged; empty if none
 */
public record PurgeView(
        String tableName,
        Prices prices,
        String store,
        @Nullable String table,
        Supplier<Optional<String>> again) {

    private static final String CHARGED = "dynamodb:";

    /** Only tables of DynamoDB charge for write units. */
    private boolean isCharged() {
        return tableName.startsWith(CHARGED);
    }

    private double cost(double writeUnits) {
        return isCharged() ? prices.writeCost(writeUnits) : 0;
    }

    /**
     * What was found and what was deleted, as data.
     *
     * @param done null when nothing was deleted yet
     */
    public ObjectNode json(Purgeable found, @Nullable Deleted done) {
        ObjectNode view = Json.MAPPER.createObjectNode();
        view.put("model", found.model().value()).put("table", tableName);
        view.set("runs", Json.MAPPER.valueToTree(found.runs()));
        view.set("model_versions", Json.MAPPER.valueToTree(found.versions()));
        view.put("partitions", found.parts().size())
                .put("keys", found.keys())
                .put("write_units", isCharged() ? found.writeUnits() : 0)
                .put("cost", cost((double) found.writeUnits()))
                .put("currency", prices.currency())
                .put("done", done != null);
        if (done != null) {
            view.put("deleted", done.deleted())
                    .put("others", done.others())
                    .put("absent", done.absent())
                    .put("capacity", done.capacity());
        }
        return view;
    }

    /** Before anything is deleted. */
    public String text(Purgeable found) {
        return "%sat most %s of %s: %s\nnothing was deleted; this deletes them: %s --yes\n%s\n"
                .formatted(
                        runs(found),
                        Words.many(found.keys(), "item"),
                        tableName,
                        most(found),
                        command(found),
                        kept(found));
    }

    public String text(Purgeable found, Deleted done) {
        return "%sdeleted %s of %s%s; kept, as another run or version wrote them: %s; not in the table: %s\n%s\n"
                .formatted(
                        runs(found),
                        Words.many(done.deleted(), "item"),
                        tableName,
                        isCharged() ? ", %s".formatted(units(done.capacity())) : "",
                        Words.count(done.others()),
                        Words.count(done.absent()),
                        kept(found));
    }

    private String most(Purgeable found) {
        return isCharged()
                ? "%s, %s or more on a new on-demand table; prices of %s, %s"
                        .formatted(
                                units((double) found.writeUnits()),
                                Words.duration(Math.ceil(found.secondsOnNewTable())),
                                prices.region(),
                                prices.checked())
                : "costs nothing";
    }

    private String units(double units) {
        return "%s, %s"
                .formatted(Words.many(Math.round(units), "write unit"), Words.money(cost(units), prices.currency()));
    }

    /** A line for each run and version. */
    private static String runs(Purgeable found) {
        Map<String, List<Purgeable.Part>> groups = found.parts().stream()
                .collect(Collectors.groupingBy(
                        part -> "run %s, version %s"
                                .formatted(part.partition().run(), part.version() == null ? "unknown" : part.version()),
                        TreeMap::new,
                        Collectors.toList()));
        return groups.entrySet().stream()
                .map(group -> "%s: %s, %s\n"
                        .formatted(
                                group.getKey(),
                                Words.many(group.getValue().size(), "partition"),
                                Words.many(
                                        group.getValue().stream()
                                                .mapToLong(Purgeable.Part::keys)
                                                .sum(),
                                        "key")))
                .collect(Collectors.joining());
    }

    private String kept(Purgeable found) {
        return found.parts().stream()
                .findFirst()
                .map(part ->
                        "the store keeps its predictions; this puts them back%s: precalc serve --model %s --run %s%s%s"
                                .formatted(
                                        found.runs().size() == 1 ? "" : ", run by run",
                                        found.model(),
                                        part.partition().run(),
                                        Shell.places(store, table),
                                        again.get().map(option -> " " + option).orElse("")))
                .orElse("the store has no predictions of it either");
    }

    private String command(Purgeable found) {
        return "precalc purge --model %s%s%s%s"
                .formatted(
                        found.model(),
                        found.run() == null ? "" : " --run " + found.run(),
                        found.version() == null ? "" : " --model-version " + ShellWord.of(found.version()),
                        Shell.places(store, table));
    }
}
