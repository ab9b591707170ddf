package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.PredictionTable;

/** A table whose writer loses one item without a word; it may even count it among what it has written. */
public final class LossyTable extends ForwardingTable {

    private final InchiKey lost;
    private final boolean confirms;

    public LossyTable(PredictionTable table, InchiKey lost) {
        this(table, lost, false);
    }

    /** @param confirms whether the lost item is counted as written */
    public LossyTable(PredictionTable table, InchiKey lost, boolean confirms) {
        super(table);
        this.confirms = confirms;
        this.lost = lost;
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
}
