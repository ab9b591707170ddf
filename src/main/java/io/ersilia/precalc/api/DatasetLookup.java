package io.ersilia.precalc.api;

import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Rejected;
import io.ersilia.precalc.api.PredictionsAnswer.Row;
import io.ersilia.precalc.api.TableLookup.ModelPrediction;
import io.ersilia.precalc.dataset.DatasetModel;
import io.ersilia.precalc.dataset.KeyedDataset;
import io.ersilia.precalc.dataset.KeyedDataset.Stored;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.table.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks up predictions in an exported dataset, which has one version of each of its models. */
public final class DatasetLookup implements PredictionSource {

    private final KeyedDataset dataset;

    public DatasetLookup(KeyedDataset dataset) {
        this.dataset = dataset;
    }

    @Override
    public String name() {
        return dataset.name();
    }

    @Override
    public Optional<CurrentModel> current(ModelId model) {
        return dataset.model(model).map(known -> new CurrentModel(known.version(), known.columns(), null));
    }

    @Override
    public Optional<PredictionsAnswer> predictions(ModelId model, List<LookupInput> asked) {
        return dataset.model(model).map(known -> answer(known, asked));
    }

    private PredictionsAnswer answer(DatasetModel model, List<LookupInput> asked) {
        Map<String, Stored> found = dataset.find(List.of(model), keys(asked)).getOrDefault(model.id(), Map.of());
        List<Row> rows = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            LookupInput one = asked.get(i);
            Stored stored = one.key() == null ? null : found.get(one.key().value());
            rows.add(stored == null ? PredictionsAnswer.without(i, one) : row(i, one, stored));
        }
        return PredictionsAnswer.of(
                model.id(), model.columns(), Meaning.of(model.facts()), rows, !model.deterministic(), null);
    }

    private static Row row(int index, LookupInput asked, Stored stored) {
        return stored.rejected() != null
                ? new Rejected(index, asked.input(), stored.key(), stored.rejected())
                : new Found(
                        index,
                        asked.input(),
                        stored.key(),
                        stored.input(),
                        PredictionsAnswer.json(stored.values()),
                        stored.model().version(),
                        false,
                        null);
    }

    @Override
    public List<MoleculeAnswer> inAllModels(List<LookupInput> asked) {
        Map<ModelId, Map<String, Stored>> found = dataset.find(dataset.models(), keys(asked));
        return asked.stream()
                .map(one -> MoleculeAnswer.of(one, one.key() == null ? List.of() : predictions(one.key(), found)))
                .toList();
    }

    private List<ModelPrediction> predictions(InchiKey key, Map<ModelId, Map<String, Stored>> found) {
        List<ModelPrediction> predictions = new ArrayList<>();
        for (DatasetModel model : dataset.models()) {
            Stored stored = found.getOrDefault(model.id(), Map.of()).get(key.value());
            if (stored != null) {
                Item item = new Item(
                        key,
                        model.id(),
                        stored.input(),
                        stored.values(),
                        stored.rejected(),
                        Instant.EPOCH, // not part of any answer
                        model.run(),
                        model.version());
                predictions.add(new ModelPrediction(
                        item, false, model.columns(), Meaning.of(model.facts()), model.deterministic(), null));
            }
        }
        return predictions;
    }

    private static NavigableSet<String> keys(List<LookupInput> asked) {
        return LookupInput.keys(asked).map(InchiKey::value).collect(Collectors.toCollection(TreeSet::new));
    }
}
