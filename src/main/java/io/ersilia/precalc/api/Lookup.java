package io.ersilia.precalc.api;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers which predictions a table holds for molecules. */
public final class Lookup {

    /** The most keys that the table is asked for at a time. */
    private static final int MAX_KEYS = 1000;

    private final PredictionTable table;

    public Lookup(PredictionTable table) {
        this.table = table;
    }

    /** The predictions of one model; empty when the table knows no such model. */
    public Optional<LookupAnswer> predictions(ModelId model, List<Asked> asked) {
        return table.model(model).map(current -> answer(model, current, asked));
    }

    /** One molecule in all models, with the columns of each prediction's own version. */
    public List<ModelPrediction> predictions(InchiKey key) {
        return table.items(key).stream().map(this::prediction).toList();
    }

    /**
     * One molecule in one model.
     *
     * @param columns of its own version; empty where the table does not know them
     * @param deterministic whether its own version answers the same each time, as far as the table knows
     */
    public record ModelPrediction(Item item, List<String> columns, boolean deterministic) {}

    private ModelPrediction prediction(Item item) {
        Optional<ModelRecord> own =
                table.model(item.model(), item.modelVersion()).or(() -> table.model(item.model()));
        return new ModelPrediction(
                item,
                own.map(ModelRecord::columns).orElse(List.of()),
                own.map(ModelRecord::deterministic).orElse(true));
    }

    private LookupAnswer answer(ModelId model, ModelRecord current, List<Asked> asked) {
        Map<InchiKey, Item> items = items(model, asked);
        Map<String, ModelRecord> versions = new HashMap<>();
        for (Item item : items.values()) {
            if (item.rejected() == null) {
                versions.computeIfAbsent(String.valueOf(item.modelVersion()), version -> versionOf(item, current));
            }
        }
        boolean mayVary =
                !current.deterministic() || versions.values().stream().anyMatch(version -> !version.deterministic());
        LookupAnswer answer = new LookupAnswer(
                model,
                current.columns(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                mayVary ? Boolean.FALSE : null);
        for (int i = 0; i < asked.size(); i++) {
            Asked one = asked.get(i);
            if (one.key() == null) {
                answer.invalid().add(new LookupAnswer.Invalid(i, one.input(), one.reason()));
                continue;
            }
            Item item = items.get(one.key());
            if (item == null) {
                answer.missing().add(new LookupAnswer.Missing(i, one.input()));
                continue;
            }
            Reason rejected = item.rejected();
            if (rejected != null) {
                answer.rejected()
                        .add(new LookupAnswer.Rejected(
                                i, one.input(), item.key().value(), rejected));
            } else {
                answer.output().add(found(i, one, item, current, versions));
            }
        }
        return answer;
    }

    private LookupAnswer.Found found(
            int index, Asked asked, Item item, ModelRecord current, Map<String, ModelRecord> versions) {
        boolean stale = !Objects.equals(item.modelVersion(), current.version());
        List<String> own = versions.getOrDefault(String.valueOf(item.modelVersion()), current)
                .columns();
        List<@Nullable Object> values = new ArrayList<>();
        item.values().forEach(value -> values.add(LookupAnswer.json(value)));
        return new LookupAnswer.Found(
                index,
                asked.input(),
                item.key().value(),
                item.smiles(),
                values,
                item.modelVersion(),
                stale,
                own.equals(current.columns()) ? null : own);
    }

    private ModelRecord versionOf(Item item, ModelRecord current) {
        return Objects.equals(item.modelVersion(), current.version())
                ? current
                : table.model(item.model(), item.modelVersion()).orElse(current);
    }

    private Map<InchiKey, Item> items(ModelId model, List<Asked> asked) {
        Set<InchiKey> keys = new LinkedHashSet<>();
        for (Asked one : asked) {
            if (one.key() != null) {
                keys.add(one.key());
            }
        }
        List<InchiKey> all = List.copyOf(keys);
        Map<InchiKey, Item> items = new HashMap<>();
        for (int from = 0; from < all.size(); from += MAX_KEYS) {
            List<InchiKey> some = all.subList(from, Math.min(from + MAX_KEYS, all.size()));
            table.items(model, some).forEach(item -> items.put(item.key(), item));
        }
        return items;
    }
}
