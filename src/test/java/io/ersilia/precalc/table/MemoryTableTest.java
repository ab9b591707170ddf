package io.ersilia.precalc.table;

class MemoryTableTest implements PredictionTableContract {

    private MemoryTable table = new MemoryTable();

    @Override
    public PredictionTable table() {
        return table;
    }

    @Override
    public void makeAnew() {
        table = new MemoryTable();
    }
}
