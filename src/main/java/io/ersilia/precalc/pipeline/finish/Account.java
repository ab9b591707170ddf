package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.pipeline.finish.Settlement.Settled;
import io.ersilia.precalc.pipeline.shared.Manifests;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.pipeline.shared.Replacements;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunAccount;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The account of a run: what its manifests say, added up, and which slices are to blame for what is missing. */
public final class Account {

    private final Map<Partition, ServedManifest> served = new HashMap<>();
    private final Map<Partition, RunId> overwritten = new HashMap<>();
    final Optional<String> tableId;
    private final MessageDigest partitions = Sha256.digest();
    final List<PartitionManifest> manifests = new ArrayList<>();
    final List<Integer> missing = new ArrayList<>();
    final List<Integer> unserved = new ArrayList<>();
    final List<Integer> leaking = new ArrayList<>();
    final List<Integer> wrong = new ArrayList<>();
    long rowsIn;
    long predicted;
    long items;
    long duplicates;
    long unaccounted;

    /** By which run partitions were written over that must not have, by worker. */
    final Map<Integer, RunId> replaced = new TreeMap<>();

    /** Items that runs replaced that may, by run. */
    final Map<RunId, Long> replacedBy = new TreeMap<>(Comparator.comparing(RunId::value));

    long verified;
    long verifiable;
    long checkedAgain;
    long differing;
    double modelSeconds;
    Rejections rejected = Rejections.NONE;
    Rejections servedRejected = Rejections.NONE;
    long notPredicted;
    long notServed;

    /** Of what the partitions are and how they were served: others are another account. */
    final String partitionsSha256;

    Optional<Instant> started = Optional.empty();
    Instant ended = Instant.EPOCH;

    public Account(Manifests known, RunStore store, PredictionTable table, Plan plan) {
        this.tableId = table.id();
        Map<Partition, PartitionManifest> predictions = new HashMap<>();
        List<PlannedSlice> slices =
                plan.slices().stream().filter(slice -> !slice.slice().isEmpty()).toList();
        for (PlannedSlice slice : slices) {
            Partition partition = plan.partition(slice.worker());
            known.predicted(partition).ifPresent(manifest -> {
                predictions.put(partition, manifest);
                known.served(partition)
                        .filter(one -> one.stillHolds(manifest.sha256(), tableId))
                        .ifPresent(one -> served.put(partition, one));
            });
        }
        Precedence among = Precedence.of(store, table, plan);
        new Replacements(table).among(served).forEach((partition, by) -> {
            if (among.isBelow(by)) {
                overwritten.put(partition, by);
            }
        });
        slices.forEach(slice -> add(slice, predictions.get(plan.partition(slice.worker()))));
        this.partitionsSha256 = Sha256.hex(partitions);
    }

    private void add(PlannedSlice slice, @Nullable PartitionManifest partition) {
        rowsIn += slice.slice().size();
        if (partition == null) {
            missing.add(slice.worker());
            notPredicted += slice.slice().size();
            unaccounted += slice.slice().size();
            return;
        }
        manifests.add(partition);
        identify("%d %s".formatted(slice.worker(), partition.sha256()));
        predicted += partition.predicted();
        rejected = rejected.plus(partition.rejected());
        modelSeconds += partition.secondsOfModel();
        checkedAgain += partition.checkedAgain();
        differing += partition.differing();
        time(partition.started(), partition.seconds());
        long lost = Math.abs(slice.slice().size() - partition.rowsIn()) + Math.abs(partition.unaccounted());
        ServedManifest there = served.get(partition.partition());
        RunId by = overwritten.get(partition.partition());
        if (there == null || by != null) {
            if (by == null) {
                unserved.add(slice.worker());
            } else {
                replaced.put(slice.worker(), by);
            }
            notServed += partition.predicted();
            unaccounted += partition.predicted();
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
        return Math.abs(partition.predicted() - there.rows()) + Math.abs(there.unaccounted());
    }

    /** Compares what was settled with the table; what is wrong there is not served. */
    void verify(Verification verification, Plan plan, Settled settled) {
        for (PartitionManifest partition : manifests) {
            Survivors survivors = settled.survivors().get(partition.worker());
            ServedManifest there = served.get(partition.partition());
            if (survivors != null && there != null) {
                Verification.Found found = verification.verify(partition.partition(), plan, there, survivors);
                verified += found.verified();
                verifiable += found.items();
                found.replacedBy().forEach((run, count) -> replacedBy.merge(run, count, Long::sum));
                if (found.overwritten() > 0) {
                    replaced.put(
                            partition.worker(),
                            found.overwrittenBy().keySet().iterator().next());
                    unaccounted += found.overwritten();
                }
                if (found.wrong() > 0) {
                    wrong.add(partition.worker());
                    unaccounted += found.wrong();
                }
            }
        }
    }

    /** Workers whose rows do not add up. */
    public List<Integer> leaking() {
        return List.copyOf(leaking);
    }

    /**
     * What became of every row.
     *
     * @param recorded what finish counted; null before it did, and no use once the partitions are others
     */
    public RowCounts rows(@Nullable RunAccount recorded) {
        RunAccount same = recorded != null && recorded.partitionsSha256().equals(partitionsSha256) ? recorded : null;
        return new RowCounts(
                rowsIn,
                predicted,
                rejected.minus(servedRejected),
                notPredicted,
                same == null ? items : same.served(),
                same == null ? duplicates : same.duplicates(),
                servedRejected,
                notServed,
                same == null ? unaccounted : same.unaccounted(),
                same == null ? null : Long.valueOf(same.verified()),
                same == null ? null : same.finished());
    }

    private void identify(String part) {
        partitions.update((part + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void time(Instant from, double seconds) {
        started = started.filter(first -> first.isBefore(from)).or(() -> Optional.of(from));
        Instant to = from.plusMillis((long) (seconds * 1000));
        ended = to.isAfter(ended) ? to : ended;
    }
}
