package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes rows to a file in a thread of its own, in batches, while the next rows are made. */
public final class RowsAside implements RowFile {

    /** Of a batch, of which two are in memory. */
    private static final int CELLS = 1 << 14;

    private final RowFile file;
    private final Aside aside = new Aside();
    private List<List<Value>> batch = new ArrayList<>();
    private int cells;

    /** @param file which this closes */
    public RowsAside(RowFile file) {
        this.file = file;
    }

    /** Adds a row, which must not change afterwards. Its failure may show at a later row, or when the file is closed. */
    @Override
    public void write(List<Value> row) throws IOException {
        batch.add(row);
        cells += row.size();
        if (cells >= CELLS) {
            hand();
        }
    }

    private void hand() throws IOException {
        List<List<Value>> full = batch;
        batch = new ArrayList<>();
        cells = 0;
        aside.begin(() -> {
            for (List<Value> row : full) {
                file.write(row);
            }
        });
    }

    @Override
    public void describe(String name, String text) throws IOException {
        hand();
        aside.await();
        file.describe(name, text);
    }

    @Override
    public void close() throws IOException {
        try (file;
                aside) {
            hand();
            aside.await();
        }
    }
}
