package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.words.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one lease and computes its share: the budget divided by the number of living leases. Nobody hands out shares, and
 * no two clocks need to agree. Four rules ensure that all shares together never exceed the budget:
 *
 * <ul>
 *   <li>A share ends {@link #LIFE} after its renewal began, and the leases are read after the renewal.
 *   <li>A new writer that finds other leases waits that long. Then the shares computed without its lease have ended.
 *   <li>A reader that has seen a lease unchanged for that long counts it as dead. Then its share has ended, too.
 *   <li>A renewal that takes longer is void, as others may have computed shares without it: its writer needs a new lease.
 * </ul>
 *
 * <p>For one thread.
 */
final class LeaseHolder {

    /** How often a lease is renewed and the others are read. */
    static final Duration RENEWAL = Duration.ofMillis(1_500);

    /** How long a lease lives without being renewed. */
    static final Duration LIFE = RENEWAL.multipliedBy(3);

    /** Write units a second that renewing takes. */
    private static final double COST = 1e9 / RENEWAL.toNanos();

    private static final Logger log = LoggerFactory.getLogger(LeaseHolder.class);

    private final String table;
    private final double budget;
    private final Leases leases;
    private final LongSupplier nanos;
    private final String writer = UUID.randomUUID().toString();
    private final Map<String, Sighting> seen = new HashMap<>();
    private final Set<String> earlier = new HashSet<>();
    private boolean isWelcome;
    private double smallest;
    private long renewals;
    private @Nullable Share share;

    /** When a lease was first read with this number of renewals. */
    private record Sighting(long renewals, long at) {}

    /**
     * @param table its name, for messages
     * @param budget write units a second of all writers together
     * @param nanos a clock that never goes back, e.g. {@link System#nanoTime}
     */
    LeaseHolder(String table, double budget, Leases leases, LongSupplier nanos) {
        this.table = table;
        this.budget = budget;
        this.leases = leases;
        this.nanos = nanos;
        this.smallest = budget;
    }

    /**
     * Renews the lease; {@link Share#NOTHING} if that came too late.
     *
     * @throws Failure of kind UNAVAILABLE if the budget is too small for one more writer; only once dead leases are known
     */
    Share renew() {
        long began = nanos.getAsLong();
        Lease own = new Lease(writer, ++renewals, budget);
        leases.put(own);
        long renewed = nanos.getAsLong();
        if (share != null && renewed - share.ends() >= 0) {
            return Share.NOTHING;
        }
        List<Lease> living = living(own, leases.all(), renewed);
        double units = smallest(living) / living.size() - COST;
        if (share == null) {
            living.forEach(one -> earlier.add(one.writer()));
        }
        long opens = share != null ? share.opens() : living.size() == 1 ? renewed : nanos.getAsLong() + LIFE.toNanos();
        if (!isWelcome && renewed - opens >= 0) {
            greet(living);
        }
        share = new Share(Math.max(0, units), opens, began + LIFE.toNanos());
        return share;
    }

    /** Gives up the share, which the others divide when they next renew. */
    void leave() {
        leases.remove(Set.of(writer));
    }

    /** Our lease, even if somebody removed it, and all others but the dead ones, which are removed. */
    private List<Lease> living(Lease own, List<Lease> all, long asked) {
        long read = nanos.getAsLong();
        seen.keySet().retainAll(all.stream().map(Lease::writer).collect(Collectors.toSet()));
        List<Lease> living = new ArrayList<>(List.of(own));
        List<String> dead = new ArrayList<>();
        for (Lease lease : all) {
            if (lease.writer().equals(writer)) {
                continue;
            }
            Sighting last = seen.get(lease.writer());
            if (last == null || last.renewals() != lease.renewals()) {
                last = new Sighting(lease.renewals(), read);
                seen.put(lease.writer(), last);
            }
            if (asked - last.at() < LIFE.toNanos()) {
                living.add(lease);
            } else if (dead.size() < BatchWrite.MAX_ITEMS) {
                dead.add(lease.writer());
            }
        }
        if (!dead.isEmpty()) {
            leases.remove(dead);
        }
        return living;
    }

    /** The smallest of all budgets, so that every one is kept. */
    private double smallest(List<Lease> living) {
        double now = living.stream().mapToDouble(Lease::budget).min().orElse(budget);
        if (now < smallest) {
            log.warn(
                    "another writer of {} has --write-budget {}: while it writes, all of them together keep to that instead of {}",
                    table,
                    Words.number(now),
                    Words.number(budget));
        }
        smallest = now;
        return now;
    }

    /** Refuses a budget that is too small. Later writers do not count, as they are refused themselves. */
    private void greet(List<Lease> living) {
        isWelcome = true;
        long writers =
                living.stream().filter(one -> earlier.contains(one.writer())).count();
        if (smallest / writers <= COST) {
            throw Failure.unavailable(
                    "--write-budget %s is too small for %s of %s, whose leases take %s write units a second: raise it or start fewer"
                            .formatted(
                                    Words.number(smallest),
                                    Words.many(writers, "writer"),
                                    table,
                                    Words.number(writers * COST, 2)));
        }
        if (living.size() > 1) {
            log.info(
                    "shares {} write units a second of {} with {}",
                    Words.number(smallest),
                    table,
                    Words.many(living.size() - 1L, "other writer"));
        }
    }
}
