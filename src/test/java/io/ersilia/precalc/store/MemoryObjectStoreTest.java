package io.ersilia.precalc.store;

class MemoryObjectStoreTest implements ObjectStoreContract {

    private final ObjectStore store = new MemoryObjectStore();

    @Override
    public ObjectStore store() {
        return store;
    }
}
