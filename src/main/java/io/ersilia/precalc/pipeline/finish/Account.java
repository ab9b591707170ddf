package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.pipeline.finish.Settlement.Settled;
import io.ersilia.precalc.pipeline.shared.Manifests;
import io.ersilia.precalc.report.RowCounts;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunAccount;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The account of a run: what its manifests say, added up, and which slices are to blame for what is missing. */
public final class Account {

    private final Manifests known;
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
    long verified;
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

    public Account(Manifests known, Optional<String> tableId, Plan plan) {
        this.known = known;
        this.tableId = tableId;
        for (PlannedSlice slice : plan.slices()) {
            if (!slice.slice().isEmpty()) {
                add(plan, slice);
            }
        }
        this.partitionsSha256 = Sha256.hex(partitions);
    }

    private void add(Plan plan, PlannedSlice slice) {
        rowsIn += slice.slice().size();
        Optional<PartitionManifest> manifest = known.predicted(plan.partition(slice.worker()));
        if (manifest.isEmpty()) {
            missing.add(slice.worker());
            notPredicted += slice.slice().size();
            unaccounted += slice.slice().size();
            return;
        }
        PartitionManifest partition = manifest.get();
        manifests.add(partition);
        identify("%d %s".formatted(slice.worker(), partition.sha256()));
        predicted += partition.predicted();
        rejected = rejected.plus(partition.rejected());
        modelSeconds += partition.secondsOfModel();
        checkedAgain += partition.checkedAgain();
        differing += partition.differing();
        time(partition.started(), partition.seconds());
        long lost = Math.abs(slice.slice().size() - partition.rowsIn()) + Math.abs(partition.unaccounted());
        Optional<ServedManifest> served =
                known.served(partition.partition()).filter(one -> one.stillHolds(partition.sha256(), tableId));
        if (served.isEmpty()) {
            unserved.add(slice.worker());
            notServed += partition.predicted();
            unaccounted += partition.predicted();
        } else {
            lost += add(partition, served.get());
        }
        if (lost != 0) {
            leaking.add(slice.worker());
            unaccounted += lost;
        }
    }

    private long add(PartitionManifest partition, ServedManifest served) {
        identify("served %s".formatted(served.started()));
        items += served.items();
        duplicates += served.duplicates();
        rejected = rejected.plus(served.rejected());
        servedRejected = servedRejected.plus(served.rejected());
        time(served.started(), served.seconds());
        return Math.abs(partition.predicted() - served.rows()) + Math.abs(served.unaccounted());
    }

    /** Compares what was settled with the table; what is wrong there is not served. */
    void verify(Verification verification, Plan plan, Settled settled) {
        for (PartitionManifest partition : manifests) {
            Survivors survivors = settled.survivors().get(partition.worker());
            Optional<ServedManifest> served =
                    survivors == null ? Optional.empty() : known.served(partition.partition());
            if (served.isPresent()) {
                Verification.Found found = verification.verify(partition.partition(), plan, served.get(), survivors);
                verified += found.compared();
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
