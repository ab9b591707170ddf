package io.ersilia.precalc.table;

class MemoryTableTest implements PredictionTableContract {

    private final MemoryTable table = new MemoryTable();

    @Override
    public PredictionTable table() {
        return table;
    }
}
