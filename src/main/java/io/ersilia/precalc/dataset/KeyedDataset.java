package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.CellGrammar;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.store.ByteSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A dataset of predictions in which molecules can be looked up, with the file of rejects beside it, if there is one. */
public final class KeyedDataset {

    private static final Logger log = LoggerFactory.getLogger(KeyedDataset.class);

    private static final String KEY = "key";
    private static final String INPUT = "input";
    private static final List<String> OF_REJECTS = List.of("model", INPUT, "reason");

    /**
     * What is stored for a molecule and a model.
     *
     * @param values one for each column of the model; none for a reject
     * @param rejected null for a prediction
     */
    public record Stored(
            DatasetModel model,
            String key,
            String input,
            List<Value> values,
            @Nullable Reason rejected) {}

    private final String name;
    private final KeyedRows rows;
    private final ByteSource rejects;
    private final DatasetDescription description;

    /**
     * Opens a dataset that {@code export} wrote.
     *
     * @param rejects the file beside it, which may not exist
     * @throws Failure of kind INPUT if the dataset does not exist, or was not written by {@code export}
     */
    public KeyedDataset(ByteSource data, ByteSource rejects) {
        this.name = data.uri();
        DatasetFormat.ofName(name)
                .filter(format -> format != DatasetFormat.PARQUET)
                .ifPresent(format -> {
                    throw Failure.input(
                            "%s is %s by its name, and only Parquet can be looked up: export it with --format parquet"
                                    .formatted(Printable.of(name), format));
                });
        this.rows = KeyedForm.parquet().open(data);
        this.rejects = rejects;
        this.description = DatasetDescription.of(name, rows);
        if (!description.where().isEmpty()) {
            log.info("{} has only rows with {}: others are missing", name, description.where());
        }
    }

    /** The name that the user gave. */
    public String name() {
        return name;
    }

    /** The models whose predictions it contains, in the order of their ids. */
    public List<DatasetModel> models() {
        return description.models();
    }

    /** The model with this id; empty if it has no predictions of it. */
    public Optional<DatasetModel> model(ModelId id) {
        return models().stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** What is stored for the molecules with these keys and these models, by model and key. */
    public Map<ModelId, Map<String, Stored>> find(List<DatasetModel> models, NavigableSet<String> keys) {
        Map<ModelId, Map<String, Stored>> found = new HashMap<>();
        models.forEach(model -> found.put(model.id(), new HashMap<>()));
        int length =
                1 + models.stream().mapToInt(model -> model.columns().size()).sum();
        rows.find(KEY, keys, wanted(models), (key, cells) -> {
            if (cells.size() != length) {
                throw Failure.input("%s has a list of another length for %s: name a file of precalc export"
                        .formatted(Printable.of(name), key));
            }
            int at = 1;
            for (DatasetModel model : models) {
                List<Value> values = cells.subList(at, at + model.columns().size());
                values.replaceAll(KeyedDataset::typed);
                at += values.size();
                // In a dataset of several models, many molecules have predictions of only some of them: if all
                // cells are empty, there is no prediction.
                if (models().size() == 1 || values.stream().anyMatch(value -> value.kind() != Value.Kind.MISSING)) {
                    place(found, model)
                            .put(key, new Stored(model, key, cells.get(0).text(), values, null));
                }
            }
        });
        addRejects(models, keys, found);
        return found;
    }

    private static Map<String, Stored> place(Map<ModelId, Map<String, Stored>> found, DatasetModel model) {
        return Objects.requireNonNull(found.get(model.id()));
    }

    /** The input, then the columns of the models. */
    private List<String> wanted(List<DatasetModel> models) {
        List<String> wanted = new ArrayList<>(List.of(INPUT));
        models.forEach(model -> wanted.addAll(model.columnsInFile()));
        return wanted;
    }

    /** A cell in a text column counts as a number if a table would store it as one. */
    private static Value typed(Value cell) {
        boolean isNumber = cell.kind() == Value.Kind.TEXT && Double.isFinite(CellGrammar.number(cell.text()));
        return isNumber ? Value.number(cell.text()) : cell;
    }

    /** Adds rejects for keys without a prediction; of several rejects the last counts. */
    private void addRejects(
            List<DatasetModel> models, NavigableSet<String> keys, Map<ModelId, Map<String, Stored>> found) {
        NavigableSet<String> without = new TreeSet<>();
        for (DatasetModel model : models) {
            keys.stream().filter(key -> !place(found, model).containsKey(key)).forEach(without::add);
        }
        if (without.isEmpty() || rejects.size().isEmpty()) {
            return;
        }
        KeyedRows refused = KeyedForm.parquet().open(rejects);
        if (!refused.columns().contains(KEY) || !refused.columns().containsAll(OF_REJECTS)) {
            throw Failure.input("%s are no rejects of a dataset: remove the file, or export again with --force"
                    .formatted(Printable.of(rejects.uri())));
        }
        refused.find(KEY, without, OF_REJECTS, (key, cells) -> {
            for (DatasetModel model : models) {
                Stored stored = place(found, model).get(key);
                if (model.id().value().equals(cells.get(0).text()) && (stored == null || stored.rejected() != null)) {
                    Reason reason = Reason.ofLabel(cells.get(2).text());
                    place(found, model)
                            .put(key, new Stored(model, key, cells.get(1).text(), List.of(), reason));
                }
            }
        });
    }
}
