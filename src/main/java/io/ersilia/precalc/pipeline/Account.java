package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.pipeline.Settlement.Settled;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The account of a run: what its manifests say, added up, and which slices are to blame for what is missing. */
final class Account {

    private final Manifests known;
    private final Optional<String> tableId;
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
    double modelSeconds;
    Rejections rejected = Rejections.NONE;
    Rejections servedRejected = Rejections.NONE;
    long notPredicted;
    long notServed;

    /** Of what the partitions are and how they were served: others are another account. */
    final String partitionsSha256;

    Optional<Instant> started = Optional.empty();
    Instant ended = Instant.EPOCH;

    Account(Manifests known, Optional<String> tableId, Plan plan) {
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

    private void identify(String part) {
        partitions.update((part + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void time(Instant from, double seconds) {
        started = started.filter(first -> first.isBefore(from)).or(() -> Optional.of(from));
        Instant to = from.plusMillis((long) (seconds * 1000));
        ended = to.isAfter(ended) ? to : ended;
    }
}
