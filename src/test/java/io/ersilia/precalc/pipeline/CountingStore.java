package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.MemoryObjectStore;
import io.ersilia.precalc.store.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that counts what is asked of it, and lets somebody be quicker. */
public final class CountingStore implements ObjectStore {

    /** What happens just before somebody creates a file. */
    public Runnable beforeCreate = () -> {};

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final AtomicInteger listings = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();

    public int listings() {
        return listings.get();
    }

    public int reads() {
        return reads.get();
    }

    public void forget() {
        listings.set(0);
        reads.set(0);
    }

    @Override
    public String uri() {
        return store.uri();
    }

    @Override
    public ByteSource source(String key) {
        return store.source(key);
    }

    @Override
    public Optional<byte[]> read(String key) {
        reads.incrementAndGet();
        return store.read(key);
    }

    @Override
    public void save(String key, Path file) {
        store.save(key, file);
    }

    @Override
    public void save(String key, byte[] content) {
        store.save(key, content);
    }

    @Override
    public boolean create(String key, byte[] content) {
        beforeCreate.run();
        return store.create(key, content);
    }

    @Override
    public List<String> list(String prefix) {
        listings.incrementAndGet();
        return store.list(prefix);
    }

    @Override
    public List<String> folders(String folder) {
        listings.incrementAndGet();
        return store.folders(folder);
    }

    @Override
    public void delete(String key) {
        store.delete(key);
    }
}
