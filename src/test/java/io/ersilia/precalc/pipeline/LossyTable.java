package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.table.Deleted;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.Owner;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.WriteCapacity;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table whose writer loses one item without a word; it may even count it among what it has written. */
final class LossyTable implements PredictionTable {

    private final PredictionTable table;
    private final InchiKey lost;
    private final boolean confirms;

    LossyTable(PredictionTable table, InchiKey lost) {
        this(table, lost, false);
    }

    /** @param confirms whether the lost item is counted as written */
    LossyTable(PredictionTable table, InchiKey lost, boolean confirms) {
        this.confirms = confirms;
        this.table = table;
        this.lost = lost;
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
    public ItemWriter writer() {
        ItemWriter writer = table.writer();
        return new ItemWriter() {
            private int confirmed;

            @Override
            public void write(Item item) throws InterruptedException {
                if (!item.key().equals(lost)) {
                    writer.write(item);
                } else if (confirms) {
                    confirmed++;
                }
            }

            @Override
            public Written finish() throws InterruptedException {
                Written written = writer.finish();
                return new Written(written.predictions() + confirmed, written.rejections(), written.capacity());
            }

            @Override
            public Written written() {
                return writer.written();
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    @Override
    public List<Item> items(ModelId model, Collection<InchiKey> keys) {
        return table.items(model, keys);
    }

    @Override
    public List<Item> items(InchiKey key) {
        return table.items(key);
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
    public Deleted delete(ModelId model, Set<InchiKey> keys, Owner owner) {
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
