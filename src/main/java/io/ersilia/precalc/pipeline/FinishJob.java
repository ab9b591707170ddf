package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.pipeline.Settlement.Settled;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reconciles a run: accounts for every row, settles keys of several partitions, and writes the model's metadata. */
public final class FinishJob {

    private final RunStore store;
    private final PredictionTable table;
    private final Clock clock;

    public FinishJob(RunStore store, PredictionTable table, Clock clock) {
        this.store = store;
        this.table = table;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param missing workers whose partition is not in the store
     * @param unserved workers whose partition is not in the table
     * @param leaking workers whose rows do not add up
     * @param disagreements where partitions contradict each other about the model
     */
    public record Outcome(
            Reconciliation reconciliation,
            List<Integer> missing,
            List<Integer> unserved,
            List<Integer> leaking,
            Disagreements disagreements) {

        public boolean isComplete() {
            return reconciliation.unaccounted() == 0;
        }

        /** Which partitions are to blame, for one line. */
        public String blame() {
            List<String> parts = new ArrayList<>();
            add(parts, "not predicted", missing);
            add(parts, "not served", unserved);
            add(parts, "rows lost", leaking);
            return String.join("; ", parts);
        }

        private static void add(List<String> parts, String what, List<Integer> workers) {
            if (!workers.isEmpty()) {
                parts.add("%s: %s"
                        .formatted(
                                what,
                                String.join(
                                        ", ",
                                        workers.stream()
                                                .map("part-%04d"::formatted)
                                                .toList())));
            }
        }
    }

    /**
     * Reconciles the run.
     *
     * @param since when the work began that the seconds are counted from; null for the run's first partition
     */
    public Outcome run(Plan plan, @Nullable Instant since) {
        Account account = new Account(table.model(plan.model()).isPresent());
        for (PlannedSlice slice : plan.slices()) {
            if (!slice.slice().isEmpty()) {
                account.add(plan, slice);
            }
        }
        Settled settled = account.unaccounted == 0
                ? new Settlement(store, table, clock, plan, account.manifests).settle()
                : new Settled(0, 0);
        Reconciliation reconciliation = new Reconciliation(
                plan.run(),
                account.rowsIn,
                account.predicted,
                account.items - settled.duplicates(),
                account.duplicates + settled.duplicates(),
                account.rejected,
                account.unaccounted,
                seconds(
                        since == null ? account.started.orElse(clock.instant()) : since,
                        since == null ? account.ended : clock.instant()));
        Disagreements disagreements = Disagreements.among(account.manifests);
        Outcome outcome =
                new Outcome(reconciliation, account.missing, account.unserved, account.leaking, disagreements);
        if (outcome.isComplete()) {
            writeMetadata(plan, account, outcome, settled.unique());
        }
        return outcome;
    }

    /** Adds up what the manifests say. */
    private final class Account {
        private final boolean knowsModel;
        private final List<PartitionManifest> manifests = new ArrayList<>();
        private final List<Integer> missing = new ArrayList<>();
        private final List<Integer> unserved = new ArrayList<>();
        private final List<Integer> leaking = new ArrayList<>();
        private long rowsIn;
        private long predicted;
        private long items;
        private long duplicates;
        private long unaccounted;
        private double modelSeconds;
        private Rejections rejected = Rejections.NONE;
        private Optional<Instant> started = Optional.empty();
        private Instant ended = Instant.EPOCH;

        Account(boolean knowsModel) {
            this.knowsModel = knowsModel;
        }

        void add(Plan plan, PlannedSlice slice) {
            rowsIn += slice.slice().size();
            Optional<PartitionManifest> manifest = store.manifest(plan.partition(slice.worker()));
            if (manifest.isEmpty()) {
                missing.add(slice.worker());
                unaccounted += slice.slice().size();
                return;
            }
            PartitionManifest partition = manifest.get();
            manifests.add(partition);
            predicted += partition.predicted();
            rejected = rejected.plus(partition.rejected());
            modelSeconds += Objects.requireNonNullElse(partition.modelSeconds(), partition.seconds());
            time(partition.started(), partition.seconds());
            long lost = Math.abs(slice.slice().size() - partition.rowsIn()) + Math.abs(partition.unaccounted());
            Optional<ServedManifest> served = store.served(partition.partition())
                    .filter(s -> s.partitionSha256().equals(partition.sha256()))
                    .filter(s -> s.table().equals(table.name()))
                    .filter(s -> s.items() == 0 || knowsModel); // the table may have been removed since
            if (served.isEmpty()) {
                unserved.add(slice.worker());
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
            items += served.items();
            duplicates += served.duplicates();
            rejected = rejected.plus(served.rejected());
            time(served.started(), served.seconds());
            return Math.abs(partition.predicted() - served.rows()) + Math.abs(served.unaccounted());
        }

        private void time(Instant from, double seconds) {
            started = started.filter(first -> first.isBefore(from)).or(() -> Optional.of(from));
            Instant to = from.plusMillis((long) (seconds * 1000));
            ended = to.isAfter(ended) ? to : ended;
        }
    }

    private void writeMetadata(Plan plan, Account account, Outcome outcome, long unique) {
        Reconciliation reconciliation = outcome.reconciliation();
        String version = account.manifests.stream()
                .map(PartitionManifest::modelVersion)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null); // a slice without molecules never learned it
        boolean deterministic = !outcome.disagreements().controlsDiffer()
                && account.manifests.stream().allMatch(PartitionManifest::deterministic);
        List<String> columns = account.manifests.stream()
                .map(PartitionManifest::columns)
                .filter(names -> !names.isEmpty())
                .findFirst()
                .orElse(List.of());
        if (!columns.isEmpty()) {
            table.save(new ModelRecord(
                    plan.model(),
                    version,
                    columns,
                    plan.run(),
                    plan.created(),
                    plan.sample() != null,
                    deterministic,
                    reconciliation.served(),
                    reconciliation.rejected().total()));
        }
        ModelMetadata metadata = new ModelMetadata(
                plan.model(),
                account.predicted,
                unique,
                account.ended.getEpochSecond(),
                account.started.orElse(plan.created()).getEpochSecond(),
                reconciliation.seconds(),
                store.uri(plan.model(), plan.run()),
                account.predicted == 0 ? null : account.modelSeconds / account.predicted,
                version,
                plan.run(),
                plan.sample(),
                plan.created(),
                deterministic);
        if (store.metadata(plan.model())
                .filter(known -> !known.mayBeReplacedBy(metadata))
                .isEmpty()) {
            store.save(metadata);
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
