package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.pipeline.finish.Settlement.Settled;
import io.ersilia.precalc.pipeline.serve.ServedKeys;
import io.ersilia.precalc.pipeline.shared.Manifests;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.pipeline.shared.Replacements;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Reconciliation.Checks;
import io.ersilia.precalc.run.Reconciliation.Rows;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Adds up what the manifests of a run say, finds the partitions that fall short, and records what was verified. */
public final class Account {

    /** Partitions looked up in the table at once: each lookup may bring 40 MB. */
    private static final int LOOKUPS = 8;

    private final Plan plan;
    private final Optional<String> tableId;
    private final List<PartitionManifest> predicted = new ArrayList<>();
    private final Map<Partition, ServedManifest> served = new HashMap<>();
    private final Map<Partition, RunId> overwritten = new HashMap<>();
    private final MessageDigest identity = Sha256.digest();
    private final String partitionsSha256;

    private final List<Integer> missing = new ArrayList<>();
    private final List<Integer> unserved = new ArrayList<>();
    private final Map<Integer, RunId> replaced = new TreeMap<>();
    private final List<Integer> leaking = new ArrayList<>();
    private final List<Integer> wrong = new ArrayList<>();

    private long rowsIn;
    private long rowsPredicted;
    private long rowsTakenOver;
    private long items;
    private long duplicates;
    private long unaccounted;
    private long notPredicted;
    private long notServed;
    private Rejections rejected = Rejections.NONE;
    private Rejections servedRejected = Rejections.NONE;

    private long verified;
    private long verifiable;
    private final Map<RunId, Long> replacedBy = new TreeMap<>(Comparator.comparing(RunId::value));
    private long checkedAgain;
    private long differing;

    private double modelSeconds;
    private Optional<Instant> started = Optional.empty();
    private Instant ended = Instant.EPOCH;

    public Account(Manifests known, Replacements replacements, RunStore store, PredictionTable table, Plan plan) {
        this.plan = plan;
        this.tableId = table.id();
        Map<Partition, PartitionManifest> predictions = new HashMap<>();
        List<Share> slices = plan.sharesWithRows();
        for (Share slice : slices) {
            Partition partition = plan.partition(slice.worker());
            known.predicted(partition).ifPresent(manifest -> {
                predictions.put(partition, manifest);
                known.served(partition)
                        .filter(one -> one.stillHolds(manifest.sha256(), tableId))
                        .ifPresent(one -> served.put(partition, one));
            });
        }
        Precedence among = Precedence.of(store, table, plan);
        replacements.among(served).forEach((partition, by) -> {
            if (among.isBelow(by)) {
                overwritten.put(partition, by);
            }
        });
        slices.forEach(slice -> add(slice, predictions.get(plan.partition(slice.worker()))));
        this.partitionsSha256 = Sha256.hex(identity);
    }

    private void add(Share slice, @Nullable PartitionManifest partition) {
        long rows = slice.slice().size();
        rowsIn += rows;
        if (partition == null) {
            missing.add(slice.worker());
            notPredicted += rows;
            unaccounted += rows;
            return;
        }
        predicted.add(partition);
        identify("%d %s".formatted(slice.worker(), partition.sha256()));
        rowsPredicted += partition.predicted();
        rowsTakenOver += partition.takenOver();
        rejected = rejected.plus(partition.rejected());
        modelSeconds += partition.secondsOfModel();
        checkedAgain += partition.checkedAgain();
        differing += partition.differing();
        time(partition.started(), partition.seconds());
        long lost = Math.abs(rows - partition.rowsIn()) + Math.abs(partition.unaccounted());
        ServedManifest there = served.get(partition.partition());
        RunId by = overwritten.get(partition.partition());
        if (there == null || by != null) {
            if (by == null) {
                unserved.add(slice.worker());
            } else {
                replaced.put(slice.worker(), by);
            }
            notServed += partition.inCsv();
            unaccounted += partition.inCsv();
        } else {
            lost += add(partition, there);
        }
        if (lost != 0) {
            leaking.add(slice.worker());
            unaccounted += lost;
        }
    }

    private long add(PartitionManifest partition, ServedManifest there) {
        identify("served %s".formatted(there.started()));
        items += there.items();
        duplicates += there.duplicates();
        rejected = rejected.plus(there.rejected());
        servedRejected = servedRejected.plus(there.rejected());
        time(there.started(), there.seconds());
        return Math.abs(partition.inCsv() - there.rows()) + Math.abs(there.unaccounted());
    }

    /** Whether, as far as the manifests say, every row is accounted for. */
    boolean isComplete() {
        return unaccounted == 0;
    }

    /** The manifests of the partitions with predictions, by worker. */
    List<PartitionManifest> predicted() {
        return List.copyOf(predicted);
    }

    /** The predicted partitions by worker, each with its manifest of serve if the table has it. */
    Map<Partition, Optional<ServedManifest>> served() {
        Map<Partition, Optional<ServedManifest>> all = new LinkedHashMap<>();
        predicted.forEach(one -> all.put(one.partition(), Optional.ofNullable(served.get(one.partition()))));
        return all;
    }

    /** Compares the settled rows with the table; items that are wrong there count as not served. */
    void verify(Verification verification, Settled settled, List<ServedKeys> keys) {
        List<Integer> workers = new ArrayList<>();
        List<Callable<Verification.Found>> looks = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            PartitionManifest partition = predicted.get(i);
            ServedKeys own = keys.get(i);
            BitSet rows = settled.rows().get(partition.worker());
            ServedManifest there = served.get(partition.partition());
            if (rows != null && there != null) {
                workers.add(partition.worker());
                looks.add(() -> verification.verify(own, plan, partition.modelVersion(), there, rows));
            }
        }
        List<Verification.Found> found = InParallel.all(looks, LOOKUPS);
        for (int i = 0; i < workers.size(); i++) {
            add(workers.get(i), found.get(i));
        }
    }

    private void add(int worker, Verification.Found found) {
        verified += found.verified();
        verifiable += found.items();
        found.replacedBy().forEach((run, count) -> replacedBy.merge(run, count, Long::sum));
        if (found.overwritten() > 0) {
            replaced.put(worker, found.overwrittenBy().keySet().iterator().next());
            unaccounted += found.overwritten();
        }
        if (found.wrong() > 0) {
            wrong.add(worker);
            unaccounted += found.wrong();
        }
    }

    public Shortfalls shortfalls() {
        return new Shortfalls(missing, unserved, replaced, leaking, wrong);
    }

    /**
     * What finish reports once keys of several partitions are settled.
     *
     * @param since when the work began, from which seconds are counted; null for the run's first partition
     */
    Reconciliation finished(Settled settled, RejectRate rate, @Nullable Instant since, Instant now) {
        return new Reconciliation(
                plan.run(),
                now,
                tableId.orElse(null),
                partitionsSha256,
                rows(items - settled.duplicates(), duplicates + settled.duplicates(), unaccounted),
                rate.most(),
                since == null ? seconds(started.orElse(now), ended) : seconds(since, now),
                checks(verified));
    }

    /**
     * What a report shows.
     *
     * @param recorded what finish counted; null if it has not. Ignored if the partitions have changed since.
     */
    public Reconciliation reported(@Nullable Reconciliation recorded) {
        Reconciliation same =
                recorded != null && recorded.partitionsSha256().equals(partitionsSha256) ? recorded : null;
        return new Reconciliation(
                plan.run(),
                same == null ? null : same.finished(),
                tableId.orElse(null),
                partitionsSha256,
                same == null
                        ? rows(items, duplicates, unaccounted)
                        : rows(
                                same.rows().served(),
                                same.rows().duplicates(),
                                same.rows().unaccounted()),
                same == null ? null : same.maxRejectRate(),
                seconds(started.orElse(ended), ended),
                same == null ? checks(0) : checks(same.checks().verified()));
    }

    private Rows rows(long nowServed, long nowDuplicates, long nowUnaccounted) {
        return new Rows(
                rowsIn,
                rowsPredicted,
                rowsTakenOver,
                nowServed,
                nowDuplicates,
                rejected,
                nowUnaccounted,
                servedRejected,
                notPredicted,
                notServed);
    }

    private Checks checks(long nowVerified) {
        return new Checks(nowVerified, verifiable, replacedBy, checkedAgain, differing);
    }

    /** When the first partition was begun. */
    Optional<Instant> started() {
        return started;
    }

    /** When the last partition was stored or served. */
    Instant ended() {
        return ended;
    }

    /** Seconds of the model per prediction; null if there is none. */
    @Nullable
    Double secondsPerMolecule() {
        return rowsPredicted == 0 ? null : modelSeconds / rowsPredicted;
    }

    private void identify(String part) {
        identity.update((part + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void time(Instant from, double seconds) {
        started = started.filter(first -> first.isBefore(from)).or(() -> Optional.of(from));
        Instant to = from.plusMillis((long) (seconds * 1000));
        ended = to.isAfter(ended) ? to : ended;
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
