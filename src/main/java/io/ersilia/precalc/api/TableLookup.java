package io.ersilia.precalc.api;

import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Rejected;
import io.ersilia.precalc.api.PredictionsAnswer.Row;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.stats.LibraryRanks;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks up predictions in a table. */
public final class TableLookup implements PredictionSource {

    /** How many keys the table is asked for at a time. */
    private static final int MAX_KEYS = 1000;

    /** Wide rows are read in groups of at least as many as DynamoDB returns in one call. */
    private static final int FEWEST_AT_ONCE = 100;

    /** The approximate size of a value in JSON. */
    private static final int BYTES_OF_A_VALUE = 10;

    /** The size of an answer besides rows and columns. */
    private static final int FRAME_BYTES = 200;

    private final PredictionTable table;
    private final boolean percentiles;

    public TableLookup(PredictionTable table) {
        this(table, false);
    }

    /** @param percentiles whether predictions say where their numbers stand in the library */
    public TableLookup(PredictionTable table, boolean percentiles) {
        this.table = table;
        this.percentiles = percentiles;
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public Optional<CurrentModel> current(ModelId model) {
        return table.model(model).map(known -> new CurrentModel(known.version(), known.columns(), known.run()));
    }

    @Override
    public Optional<LibraryRanks> ranks(ModelId model) {
        return table.model(model).flatMap(this::ranks);
    }

    private Optional<LibraryRanks> ranks(ModelRecord current) {
        return percentiles
                ? table.ranks(current).filter(known -> Objects.equals(known.modelVersion(), current.version()))
                : Optional.empty();
    }

    @Override
    public Optional<PredictionsAnswer> predictions(ModelId model, List<LookupInput> asked) {
        return table.model(model).map(current -> {
            Versions versions = new Versions(current);
            return answer(current, Meaning.of(current.facts()), rows(asked, 0, versions), versions, null);
        });
    }

    @Override
    public List<MoleculeAnswer> inAllModels(List<LookupInput> asked) {
        CurrentModels current = new CurrentModels();
        return asked.stream()
                .map(one -> MoleculeAnswer.of(one, one.key() == null ? List.of() : predictions(one.key(), current)))
                .toList();
    }

    /** The predictions of one molecule by all models, with the columns of each prediction's own version. */
    public List<ModelPrediction> predictions(InchiKey key) {
        return predictions(key, new CurrentModels());
    }

    /** The current records and ranks of models. Each is read once, so that no answer mixes two runs. */
    private final class CurrentModels {
        private final Map<ModelId, Optional<ModelRecord>> records = new HashMap<>();
        private final Map<ModelId, Optional<LibraryRanks>> ranks = new HashMap<>();

        Optional<ModelRecord> record(ModelId model) {
            return records.computeIfAbsent(model, table::model);
        }

        Optional<LibraryRanks> ranks(ModelId model) {
            return ranks.computeIfAbsent(model, one -> record(one).flatMap(TableLookup.this::ranks));
        }
    }

    private List<ModelPrediction> predictions(InchiKey key, CurrentModels current) {
        return table.items(key, current::record).stream()
                .map(item -> prediction(item, current))
                .toList();
    }

    /**
     * One molecule in one model.
     *
     * @param stale whether the prediction is not from the model's current version
     * @param columns the columns of the prediction's own version; empty if unknown
     * @param meaning what these columns mean
     * @param deterministic whether its own version always answers the same, as far as the table knows
     * @param percentiles one for each value, or null; null if not asked for
     */
    public record ModelPrediction(
            Item item,
            boolean stale,
            List<String> columns,
            Meaning meaning,
            boolean deterministic,
            @Nullable List<@Nullable BigDecimal> percentiles) {}

    private ModelPrediction prediction(Item item, CurrentModels models) {
        Optional<ModelRecord> current = models.record(item.model());
        boolean stale = current.filter(known -> !Objects.equals(known.version(), item.modelVersion()))
                .isPresent();
        Optional<ModelRecord> own = current.isPresent() && !stale
                ? current
                : table.model(item.model(), item.modelVersion()).or(() -> current);
        List<String> columns = own.map(ModelRecord::columns).orElse(List.of());
        return new ModelPrediction(
                item,
                stale,
                columns,
                own.map(ModelRecord::facts).map(Meaning::of).orElse(Meaning.UNKNOWN),
                own.map(ModelRecord::deterministic).orElse(true),
                percentiles(
                        stale || item.rejected() != null ? Optional.empty() : models.ranks(item.model()),
                        columns,
                        PredictionsAnswer.json(item.values())));
    }

    /** The percentiles; null if not asked for. */
    private @Nullable List<@Nullable BigDecimal> percentiles(
            Optional<LibraryRanks> ranks, List<String> columns, List<@Nullable Object> values) {
        return percentiles
                ? ranks.map(known -> known.percentiles(columns, values))
                        .orElseGet(() -> Collections.nCopies(values.size(), null))
                : null;
    }

    /**
     * The predictions of one model from one input on, as many as size and time allow, but at least one. Empty if the model is
     * unknown.
     */
    Optional<PredictionsAnswer> page(ModelId model, List<String> inputs, int from, InputReader reader, int mostBytes) {
        return table.model(model).map(current -> {
            PredictionsAnswer page = page(current, inputs, from, reader, mostBytes);
            return from > 0 || page.next() != null ? page.partOf(current.run()) : page;
        });
    }

    /** Resolves inputs as long as there is time. */
    interface InputReader {

        /**
         * The molecule of the input; empty if the time is over.
         *
         * @param isFirst whether this is the answer's first input: it is resolved, or the request is refused
         */
        Optional<LookupInput> read(String input, boolean isFirst);
    }

    private PredictionsAnswer page(
            ModelRecord current, List<String> inputs, int from, InputReader reader, int mostBytes) {
        Versions versions = new Versions(current);
        List<Row> rows = new ArrayList<>();
        Meaning meaning = from == 0 ? Meaning.of(current.facts()) : Meaning.UNKNOWN;
        ByteBudget room =
                new ByteBudget(mostBytes - ByteBudget.size(current.columns()) - ByteBudget.size(meaning) - FRAME_BYTES);
        int atOnce = rowsAtOnce(current, mostBytes);
        for (int at = from; at < inputs.size(); at += atOnce) {
            List<String> next = inputs.subList(at, Math.min(at + atOnce, inputs.size()));
            List<LookupInput> some = inTime(next, reader, at == from);
            for (Row row : rows(some, at, versions)) {
                if (!room.take(row) && !rows.isEmpty()) {
                    return answer(current, meaning, rows, versions, from + rows.size());
                }
                rows.add(row);
            }
            if (some.size() < next.size()) {
                return answer(current, meaning, rows, versions, from + rows.size());
            }
        }
        return answer(current, meaning, rows, versions, null);
    }

    private static PredictionsAnswer answer(
            ModelRecord current, Meaning meaning, List<Row> rows, Versions versions, @Nullable Integer next) {
        return PredictionsAnswer.of(current.model(), current.columns(), meaning, rows, versions.mayVary(), next);
    }

    private static List<LookupInput> inTime(List<String> inputs, InputReader reader, boolean areFirst) {
        List<LookupInput> asked = new ArrayList<>(inputs.size());
        for (String input : inputs) {
            Optional<LookupInput> one = reader.read(input, areFirst && asked.isEmpty());
            if (one.isEmpty()) {
                break;
            }
            asked.add(one.get());
        }
        return asked;
    }

    /** Few wide rows are read at a time: a thousand might fit neither the answer nor the memory. */
    private static int rowsAtOnce(ModelRecord current, int mostBytes) {
        return Math.min(
                MAX_KEYS,
                Math.max(
                        FEWEST_AT_ONCE,
                        mostBytes / (BYTES_OF_A_VALUE * (1 + current.columns().size()))));
    }

    private List<Row> rows(List<LookupInput> asked, int first, Versions versions) {
        Map<InchiKey, Item> items = items(versions.current, asked);
        List<Row> rows = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            rows.add(row(first + i, asked.get(i), items, versions));
        }
        return rows;
    }

    private Row row(int index, LookupInput one, Map<InchiKey, Item> items, Versions versions) {
        Item item = one.key() == null ? null : items.get(one.key());
        if (item == null) {
            return PredictionsAnswer.without(index, one);
        }
        Reason rejected = item.rejected();
        return rejected != null
                ? new Rejected(index, one.input(), item.key().value(), rejected)
                : found(index, one, item, versions);
    }

    private static Found found(int index, LookupInput asked, Item item, Versions versions) {
        ModelRecord current = versions.current;
        List<String> own = versions.of(item).columns();
        Found found = new Found(
                index,
                asked.input(),
                item.key().value(),
                item.smiles(),
                PredictionsAnswer.json(item.values()),
                item.modelVersion(),
                !Objects.equals(item.modelVersion(), current.version()),
                own.equals(current.columns()) ? null : own);
        return found.withPercentiles(versions.percentiles(found));
    }

    /** The versions of the predictions in one answer, each read once. */
    private final class Versions {
        private final ModelRecord current;
        private final Map<String, ModelRecord> met = new HashMap<>();
        private final Optional<LibraryRanks> ranks;

        Versions(ModelRecord current) {
            this.current = current;
            this.ranks = ranks(current);
        }

        /** Only the current version's numbers have known percentiles. */
        @Nullable
        List<@Nullable BigDecimal> percentiles(Found found) {
            return TableLookup.this.percentiles(
                    found.stale() ? Optional.empty() : ranks, current.columns(), found.value());
        }

        ModelRecord of(Item item) {
            return met.computeIfAbsent(
                    String.valueOf(item.modelVersion()),
                    version -> Objects.equals(item.modelVersion(), current.version())
                            ? current
                            : table.model(item.model(), item.modelVersion()).orElse(current));
        }

        /** Whether one of these versions may answer differently the next time. */
        boolean mayVary() {
            return !current.deterministic() || met.values().stream().anyMatch(version -> !version.deterministic());
        }
    }

    private Map<InchiKey, Item> items(ModelRecord current, List<LookupInput> asked) {
        List<InchiKey> all = LookupInput.keys(asked).toList();
        Map<InchiKey, Item> items = new HashMap<>();
        for (int from = 0; from < all.size(); from += MAX_KEYS) {
            List<InchiKey> some = all.subList(from, Math.min(from + MAX_KEYS, all.size()));
            table.items(current, some).forEach(item -> items.put(item.key(), item));
        }
        return items;
    }
}
