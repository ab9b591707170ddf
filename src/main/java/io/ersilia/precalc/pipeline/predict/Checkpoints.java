package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The finished batches of a slice under way: in the store, so that any machine can go on from them, or on this machine while
 * the store refuses them. Thread-safe.
 */
final class Checkpoints {

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    private final RunStore store;
    private final RunStore here;
    private final Partition partition;
    private final TreeMap<Long, Slice> found = new TreeMap<>();

    /** @param here where batches are kept when the store refuses */
    Checkpoints(RunStore store, RunStore here, Partition partition) {
        this.store = store;
        this.here = here;
        this.partition = partition;
    }

    /** Finds the batches that exist, and brings to the store those that this machine had to keep. */
    void find() {
        List<Slice> keptHere = here.checkpoints(partition);
        for (Slice rows : keptHere) {
            here.checkpoint(partition, rows).ifPresent(kept -> store.saveCheckpoint(partition, rows, kept));
            here.deleteCheckpoint(partition, rows);
        }
        if (!keptHere.isEmpty()) {
            log.info(
                    "batches of {} that were kept in {} are in the store now: {}",
                    partition,
                    here.uri(),
                    keptHere.size());
        }
        for (Slice rows : store.checkpoints(partition)) {
            found.merge(rows.from(), rows, (one, other) -> one.size() < other.size() ? other : one);
        }
    }

    /** The batch that begins at the row, if it was finished before and can be read. */
    Optional<Checkpoint> at(long from) {
        Slice rows = found.get(from);
        if (rows == null) {
            return Optional.empty();
        }
        try {
            Optional<byte[]> bytes = store.checkpoint(partition, rows);
            return bytes.isEmpty() ? Optional.empty() : Optional.of(read(bytes.get(), rows));
        } catch (IOException e) {
            log.warn(
                    "rows {} to {} of {} are run again, as their kept answers cannot be used: {}",
                    rows.from() + 1,
                    rows.to(),
                    partition,
                    e.getMessage());
            discard(from);
            return Optional.empty();
        }
    }

    private static Checkpoint read(byte[] bytes, Slice rows) throws IOException {
        Checkpoint batch = Checkpoint.read(bytes);
        if (!batch.slice().equals(rows)) {
            throw new IOException("it is of the rows %d to %d"
                    .formatted(batch.slice().from() + 1, batch.slice().to()));
        }
        return batch;
    }

    /** Discards the batch that begins at the row, so that newly asked batches take its place whatever their size. */
    void discard(long from) {
        Slice rows = found.get(from);
        if (rows != null) {
            discard(rows);
        }
    }

    /** Where the next finished batch after the row begins; the end of the slice if there is none. */
    long nextAfter(long row, long end) {
        Long next = found.higherKey(row);
        return next == null ? end : Math.min(next, end);
    }

    /**
     * Keeps a finished batch.
     *
     * @throws Failure when the store refuses; the batch is kept on this machine then
     */
    void save(Checkpoint batch) {
        byte[] bytes = batch.bytes();
        boolean interrupted = Thread.interrupted(); // finished work is kept, even by a thread that was told to stop
        try {
            store.saveCheckpoint(partition, batch.slice(), bytes);
        } catch (Failure refusal) {
            interrupted |= Thread.interrupted();
            keepHere(batch, bytes, refusal);
            throw refusal;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void keepHere(Checkpoint batch, byte[] bytes, Failure refusal) {
        try {
            here.saveCheckpoint(partition, batch.slice(), bytes);
            log.warn(
                    "the store refuses a finished batch of {}: kept in {} until the same command runs again here",
                    Words.many(batch.rows(), "row"),
                    here.uri());
        } catch (Failure e) {
            refusal.addSuppressed(e);
            log.warn("a finished batch of {} is lost: {}", Words.many(batch.rows(), "row"), e.getMessage());
        }
    }

    /** Removes a batch whose answers are not trusted, so that no process resumes from it. */
    void discard(Slice rows) {
        store.deleteCheckpoint(partition, rows);
        found.remove(rows.from(), rows);
    }

    /** Removes all batches once their partition is written; a failure here does not harm the partition. */
    void delete() {
        try {
            here.checkpoints(partition).forEach(rows -> here.deleteCheckpoint(partition, rows));
            store.checkpoints(partition).forEach(rows -> store.deleteCheckpoint(partition, rows));
        } catch (Failure e) {
            log.warn("batches of {} stay although it is written: {}", partition, e.getMessage());
        }
    }
}
