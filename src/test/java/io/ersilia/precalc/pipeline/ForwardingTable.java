package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.stats.LibraryRanks;
import io.ersilia.precalc.table.Deleted;
import io.ersilia.precalc.table.DeletionScope;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.WriteCapacity;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does what another table does, but for what a test makes of it. */
public abstract class ForwardingTable implements PredictionTable {

    public final PredictionTable table;

    public ForwardingTable(PredictionTable table) {
        this.table = table;
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public Optional<String> id() {
        return table.id();
    }

    @Override
    public Optional<WriteCapacity> capacity() {
        return table.capacity();
    }

    @Override
    public void prepare() {
        table.prepare();
    }

    @Override
    public ItemWriter writer() {
        return table.writer();
    }

    @Override
    public List<Item> items(ModelId model, Collection<InchiKey> keys) {
        return table.items(model, keys);
    }

    @Override
    public List<ModelRecord> models(@Nullable ModelId from, int most) {
        return table.models(from, most);
    }

    @Override
    public Optional<LibraryRanks> ranks(ModelId model) {
        return table.ranks(model);
    }

    @Override
    public void save(ModelRecord model, LibraryRanks ranks) {
        table.save(model, ranks);
    }

    @Override
    public List<Item> items(InchiKey key, Function<ModelId, Optional<ModelRecord>> current) {
        return table.items(key, current);
    }

    @Override
    public PredictionTable staged(RunId run) {
        return table.staged(run);
    }

    @Override
    public boolean publish(ModelRecord next, @Nullable ModelRecord current) {
        return table.publish(next, current);
    }

    @Override
    public Optional<ModelRecord> before(ModelId model) {
        return table.before(model);
    }

    @Override
    public Optional<ModelRecord> model(ModelId model) {
        return table.model(model);
    }

    @Override
    public Optional<ModelRecord> model(ModelId model, @Nullable String version) {
        return table.model(model, version);
    }

    @Override
    public void save(ModelRecord model) {
        table.save(model);
    }

    @Override
    public Deleted delete(ModelId model, Set<InchiKey> keys, DeletionScope owner) {
        return table.delete(model, keys, owner);
    }

    @Override
    public void forget(ModelRecord gone, @Nullable ModelRecord next) {
        table.forget(gone, next);
    }

    @Override
    public void close() {
        table.close();
    }
}
