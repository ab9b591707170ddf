package io.ersilia.precalc.table;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.stats.LibraryRanks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A prediction table in memory; what was written shows when its writer has finished. */
public final class MemoryTable implements PredictionTable {

    private static final AtomicInteger MADE = new AtomicInteger();

    private final @Nullable WriteCapacity capacity;
    private final Map<InchiKey, Map<ModelId, Item>> items = new ConcurrentHashMap<>();
    private final Map<ModelId, Map<String, ModelRecord>> versions = new TreeMap<>();
    private final Map<ModelId, ModelRecord> current = new HashMap<>();
    private final Map<ModelId, Ranked> ranks = new HashMap<>();
    private final Map<ModelId, ModelRecord> before = new HashMap<>();
    private final Map<RunId, MemoryTable> stages = new ConcurrentHashMap<>();

    /** Of which this is a stage; null for none. */
    private final @Nullable MemoryTable base;

    private final String id;

    public MemoryTable() {
        this(null);
    }

    /** @param capacity that the table tells of, and never has; null for none */
    public MemoryTable(@Nullable WriteCapacity capacity) {
        this(capacity, null, "memory-" + MADE.incrementAndGet());
    }

    private MemoryTable(@Nullable WriteCapacity capacity, @Nullable MemoryTable base, String id) {
        this.capacity = capacity;
        this.base = base;
        this.id = id;
    }

    @Override
    public MemoryTable staged(RunId run) {
        return stages.computeIfAbsent(run, one -> new MemoryTable(capacity, this, id + ", staged " + one));
    }

    @Override
    public String name() {
        return "memory:";
    }

    @Override
    public Optional<String> id() {
        return Optional.of(id);
    }

    @Override
    public Optional<WriteCapacity> capacity() {
        return Optional.ofNullable(capacity);
    }

    @Override
    public ItemWriter writer() {
        return new MemoryWriter();
    }

    @Override
    public List<Item> items(ModelId model, Collection<InchiKey> keys) {
        return keys.stream()
                .distinct()
                .flatMap(key -> items.getOrDefault(key, Map.of()).values().stream())
                .filter(item -> item.model().equals(model))
                .toList();
    }

    @Override
    public List<Item> items(InchiKey key, Function<ModelId, Optional<ModelRecord>> currentOf) {
        List<Item> plain = List.copyOf(items.getOrDefault(key, Map.of()).values());
        return Stream.concat(
                        plain.stream(),
                        stages.values().stream()
                                .flatMap(stage -> stage.items.getOrDefault(key, Map.of()).values().stream()))
                .map(Item::model)
                .distinct()
                .sorted()
                .flatMap(model -> currentOf
                        .apply(model)
                        .map(record -> items(record, List.of(key)))
                        .orElseGet(() -> items(model, List.of(key)))
                        .stream())
                .toList();
    }

    /** All items, by their keys. */
    public List<Item> items() {
        return items.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().value()))
                .flatMap(entry -> entry.getValue().values().stream())
                .toList();
    }

    @Override
    public synchronized Optional<ModelRecord> model(ModelId model) {
        return Optional.ofNullable(current.get(model));
    }

    @Override
    public synchronized Optional<ModelRecord> model(ModelId model, @Nullable String version) {
        return Optional.ofNullable(versions.getOrDefault(model, Map.of()).get(name(version)));
    }

    @Override
    public synchronized void save(ModelRecord saved) {
        ModelRecord model = base == null ? saved : saved.asStaged();
        versions.computeIfAbsent(model.model(), absent -> new TreeMap<>())
                .merge(name(model.version()), model, MemoryTable::winner);
        current.merge(model.model(), model, MemoryTable::winner);
    }

    @Override
    public synchronized List<ModelRecord> models(@Nullable ModelId from, int most) {
        return current.values().stream()
                .filter(model -> from == null || model.model().compareTo(from) >= 0)
                .sorted(Comparator.comparing(ModelRecord::model))
                .limit(most)
                .map(model -> model.withFacts(model.facts().titleOnly()))
                .toList();
    }

    @Override
    public synchronized Optional<LibraryRanks> ranks(ModelId model) {
        return Optional.ofNullable(ranks.get(model)).map(Ranked::ranks);
    }

    @Override
    public synchronized void save(ModelRecord model, LibraryRanks of) {
        ranks.merge(
                model.model(),
                new Ranked(model, of),
                (old, replacement) -> replacement.model.mayReplace(old.model) ? replacement : old);
    }

    private record Ranked(ModelRecord model, LibraryRanks ranks) {}

    private static boolean owns(DeletionScope owner, Item item) {
        return (owner.runs().isEmpty() || owner.runs().contains(item.run()))
                && (owner.version() == null || Objects.equals(owner.version(), item.modelVersion()));
    }

    @Override
    public synchronized Deleted delete(ModelId model, Set<InchiKey> keys, DeletionScope owner) {
        Stop.check();
        Deleted sum = Deleted.NOTHING;
        for (InchiKey key : keys) {
            Map<ModelId, Item> known = items.getOrDefault(key, new HashMap<>());
            Item there = known.get(model);
            boolean deleted = there != null && owns(owner, there);
            if (deleted) {
                known.remove(model);
            }
            sum = sum.plus(new Deleted(deleted ? 1 : 0, there != null && !deleted ? 1 : 0, there == null ? 1 : 0, 0));
        }
        return sum;
    }

    @Override
    public synchronized boolean publish(ModelRecord next, @Nullable ModelRecord expected) {
        ModelRecord known = current.get(next.model());
        boolean isExpected = known == null
                ? expected == null
                : expected != null && known.run().equals(expected.run()) && known.staged() == expected.staged();
        if (isExpected) {
            current.put(next.model(), next);
            before.remove(next.model());
            if (known != null) {
                before.put(next.model(), known);
            }
        }
        return isExpected;
    }

    @Override
    public synchronized Optional<ModelRecord> before(ModelId model) {
        return Optional.ofNullable(before.get(model))
                .flatMap(known -> (known.staged() ? staged(known.run()) : this).model(model, known.version()));
    }

    @Override
    public synchronized void forget(ModelRecord gone, @Nullable ModelRecord next) {
        if (base != null) {
            base.current.computeIfPresent(
                    gone.model(),
                    (model, found) -> found.staged() && found.run().equals(gone.run()) ? null : found);
        }
        if (model(gone.model(), gone.version())
                .filter(found -> !found.run().equals(gone.run()))
                .isPresent()) {
            return;
        }
        ranks.computeIfPresent(
                gone.model(), (model, found) -> Objects.equals(found.model.version(), gone.version()) ? null : found);
        versions.getOrDefault(gone.model(), new TreeMap<>()).remove(name(gone.version()));
        current.computeIfPresent(
                gone.model(),
                (model, found) -> found.staged() == gone.staged() && Objects.equals(found.version(), gone.version())
                        ? next
                        : found);
    }

    @Override
    public void close() {}

    private static ModelRecord winner(ModelRecord old, ModelRecord replacement) {
        return replacement.mayReplace(old) && (replacement.staged() || !old.staged()) ? replacement : old;
    }

    private static String name(@Nullable String version) {
        return version == null ? "" : version;
    }

    private final class MemoryWriter implements ItemWriter {
        private final List<Item> taken = new ArrayList<>();
        private boolean finished;

        @Override
        public void write(Item item) {
            taken.add(item);
        }

        @Override
        public Written finish() {
            for (Item item : taken) {
                items.computeIfAbsent(item.key(), absent -> new ConcurrentSkipListMap<>())
                        .put(item.model(), asRead(item));
            }
            finished = true;
            return written();
        }

        @Override
        public Written written() {
            if (!finished) {
                return new Written(0, 0, 0);
            }
            long rejections =
                    taken.stream().filter(item -> item.rejected() != null).count();
            return new Written(taken.size() - rejections, rejections, 0);
        }

        @Override
        public void close() {}

        private static Item asRead(Item item) {
            List<Value> values = item.values().stream()
                    .map(value -> value.kind() == Value.Kind.NUMBER ? ValueJson.number(value.text()) : value)
                    .toList();
            return new Item(
                    item.key(),
                    item.model(),
                    item.smiles(),
                    values,
                    item.rejected(),
                    item.timestamp(),
                    item.run(),
                    item.modelVersion());
        }
    }
}
