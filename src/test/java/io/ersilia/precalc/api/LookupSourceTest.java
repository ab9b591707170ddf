package io.ersilia.precalc.api;

import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.PredictionTable;

class LookupSourceTest implements VersionedSourceContract {

    private final MemoryTable table = new MemoryTable();

    @Override
    public PredictionSource source() {
        return new TableLookup(table);
    }

    @Override
    public PredictionTable table() {
        return table;
    }
}
