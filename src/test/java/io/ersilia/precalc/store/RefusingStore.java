package io.ersilia.precalc.store;

import io.ersilia.precalc.run.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that takes the given number of files and then refuses all calls, until it is told to take more; counts what is read. */
public final class RefusingStore implements ObjectStore {

    private final ObjectStore store;
    private final Queue<String> read = new ConcurrentLinkedQueue<>();
    private final Queue<String> listed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    public RefusingStore(ObjectStore store) {
        this.store = store;
    }

    /** How often the file was read so far. */
    public long reads(String key) {
        return read.stream().filter(key::equals).count();
    }

    /** How often exactly this was listed so far. */
    public long listings(String prefix) {
        return listed.stream().filter(prefix::equals).count();
    }

    /** Refuses everything once that many files were saved. */
    public void takesOnly(int files) {
        left.set(files);
    }

    private void save() {
        if (left.getAndUpdate(files -> Math.max(0, files - 1)) == 0) {
            throw refusal();
        }
    }

    private ObjectStore ask() {
        if (left.get() == 0) {
            throw refusal();
        }
        return store;
    }

    private static Failure refusal() {
        return Failure.stopped("cannot write: the credentials have expired", (@Nullable Throwable) null);
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
        read.add(key);
        return ask().read(key);
    }

    @Override
    public void save(String key, Path file) {
        save();
        store.save(key, file);
    }

    @Override
    public void save(String key, byte[] content) {
        save();
        store.save(key, content);
    }

    @Override
    public boolean create(String key, byte[] content) {
        save();
        return store.create(key, content);
    }

    @Override
    public List<String> list(String prefix) {
        listed.add(prefix);
        return ask().list(prefix);
    }

    @Override
    public List<String> folders(String folder) {
        return ask().folders(folder);
    }

    @Override
    public void delete(String key) {
        ask().delete(key);
    }
}
