package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.run.Sleeper;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A budget shared by all writers of a table. While this one writes, a thread keeps a lease for it ({@link LeaseHolder}); a
 * writer that has written nothing for the life of a lease gives it back.
 */
final class SharedBudget implements WriteBudget {

    /** For how long renewing may fail before writing fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How long leaving may take. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(SharedBudget.class);

    private final String table;
    private final double budget;
    private final Supplier<Leases> open;
    private final LongSupplier nanos;
    private final Sleeper sleeper;
    private final ThreadFactory threads;

    private @Nullable Thread keeper;
    private volatile @Nullable RuntimeException failure;
    private volatile Share share = Share.NOTHING;
    private volatile long used;
    private volatile boolean closed;

    /**
     * @param table its name, for messages
     * @param budget write units a second of all writers together
     * @param open called on the thread that keeps the lease
     * @param nanos a clock that never goes back, e.g. {@link System#nanoTime}
     */
    SharedBudget(
            String table,
            double budget,
            Supplier<Leases> open,
            LongSupplier nanos,
            Sleeper sleeper,
            ThreadFactory threads) {
        this.table = table;
        this.budget = budget;
        this.open = open;
        this.nanos = nanos;
        this.sleeper = sleeper;
        this.threads = threads;
    }

    @Override
    public double now() {
        RuntimeException cause = failure;
        if (cause != null) {
            throw cause;
        }
        used = nanos.getAsLong();
        requireKeeper();
        return share.at(used);
    }

    private synchronized void requireKeeper() {
        if (!closed && keeper == null) {
            keeper = threads.newThread(this::keep);
            keeper.start();
        }
    }

    private void keep() {
        try (Leases leases = open.get()) {
            keep(leases);
        } catch (InterruptedException e) {
            log.debug("closed", e);
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            end();
        }
    }

    private synchronized void end() {
        keeper = null;
    }

    private void keep(Leases leases) throws InterruptedException {
        LeaseHolder holder = new LeaseHolder(table, budget, leases, nanos);
        long renewed = nanos.getAsLong();
        try {
            for (long began = renewed; isUsed(began); began = nanos.getAsLong()) {
                try {
                    share = holder.renew();
                    renewed = began;
                    if (share.equals(Share.NOTHING)) {
                        holder.leave();
                        holder = new LeaseHolder(table, budget, leases, nanos);
                    }
                } catch (SdkException e) {
                    if (!TransientFailure.is(e) || began - renewed > PATIENCE.toNanos()) {
                        throw AwsFailures.of(e, "share the write budget of " + table);
                    }
                    log.debug("cannot renew the lease", e);
                }
                long rest = began + LeaseHolder.RENEWAL.toNanos() - nanos.getAsLong();
                sleeper.sleep(Duration.ofNanos(Math.max(0, rest)));
            }
        } finally {
            share = Share.NOTHING;
            leave(holder);
        }
    }

    private boolean isUsed(long now) {
        return !closed && now - used < LeaseHolder.LIFE.toNanos();
    }

    private static void leave(LeaseHolder holder) {
        Thread.interrupted(); // clears the interrupt, or the call would not be made
        try {
            holder.leave();
        } catch (SdkException e) {
            log.debug("cannot give the lease back, so it expires", e);
        }
    }

    @Override
    public void close() {
        Thread keeping = shut();
        if (keeping == null) {
            return;
        }
        keeping.interrupt();
        try {
            keeping.join(FAREWELL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Thread shut() {
        closed = true;
        return keeper;
    }
}
