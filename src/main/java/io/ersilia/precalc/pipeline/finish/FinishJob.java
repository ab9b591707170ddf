package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.pipeline.finish.Settlement.Settled;
import io.ersilia.precalc.pipeline.finish.Verification.Scope;
import io.ersilia.precalc.pipeline.shared.Manifests;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunAccount;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reconciles a run: accounts for every row, settles keys of several partitions, and writes the model's metadata. */
public final class FinishJob {

    private final RunStore store;
    private final PredictionTable table;
    private final Clock clock;
    private final Verification verification;

    /** A job that verifies a sample. */
    public FinishJob(RunStore store, PredictionTable table, Clock clock) {
        this(store, table, clock, Scope.SAMPLE);
    }

    /** @param scope how much of what was served is read back from the table */
    public FinishJob(RunStore store, PredictionTable table, Clock clock, Scope scope) {
        this.store = store;
        this.table = table;
        this.clock = clock;
        this.verification = new Verification(store, table, scope);
    }

    /**
     * What was found.
     *
     * @param missing workers whose partition is not in the store
     * @param unserved workers whose partition is not in the table
     * @param leaking workers whose rows do not add up
     * @param replaced workers whose items were written over by a run that must not have, as an older one, with that run
     * @param wrong workers whose items are not in the table as they were served
     * @param disagreements where partitions contradict each other about the model
     */
    public record Outcome(
            Reconciliation reconciliation,
            List<Integer> missing,
            List<Integer> unserved,
            Map<Integer, RunId> replaced,
            List<Integer> leaking,
            List<Integer> wrong,
            Disagreements disagreements) {

        public boolean isComplete() {
            return reconciliation.unaccounted() == 0;
        }

        /** Which partitions are to blame, for one line. */
        public String blame() {
            List<String> parts = new ArrayList<>();
            add(parts, "not predicted", missing);
            add(parts, "not served", unserved);
            Map<String, List<Integer>> byRun = new TreeMap<>();
            new TreeMap<>(replaced)
                    .forEach((worker, by) -> byRun.computeIfAbsent(by.value(), run -> new ArrayList<>())
                            .add(worker));
            byRun.forEach((by, workers) ->
                    add(parts, "replaced by run %s, which is older or a sample".formatted(by), workers));
            add(parts, "rows lost", leaking);
            add(parts, "not in the table as served", wrong);
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
        Account account = new Account(Manifests.in(store), store, table, plan);
        Settled settled = account.unaccounted == 0
                ? new Settlement(store, table, clock, plan, account.manifests).settle()
                : Settled.NOTHING;
        account.verify(verification, plan, settled);
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
                        since == null ? account.ended : clock.instant()),
                account.verified,
                account.verifiable,
                account.replacedBy,
                account.checkedAgain,
                account.differing);
        Disagreements disagreements = Disagreements.among(account.manifests);
        Outcome outcome = new Outcome(
                reconciliation,
                account.missing,
                account.unserved,
                account.replaced,
                account.leaking,
                account.wrong,
                disagreements);
        store.save(plan.model(), recorded(reconciliation, account));
        if (outcome.isComplete()) {
            writeMetadata(plan, account, outcome, settled.unique());
        }
        return outcome;
    }

    private RunAccount recorded(Reconciliation run, Account account) {
        return new RunAccount(
                run.run(),
                clock.instant(),
                account.tableId.orElse(null),
                account.partitionsSha256,
                run.rowsIn(),
                run.predicted(),
                run.served(),
                run.duplicates(),
                run.rejected(),
                run.unaccounted(),
                run.verified());
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
                deterministic,
                account.rowsIn,
                reconciliation.rejected().total(),
                plan.library().given(),
                wholeLibrary(plan));
        if (store.metadata(plan.model())
                .filter(known -> !known.mayBeReplacedBy(metadata))
                .isEmpty()) {
            store.save(metadata);
        }
    }

    /** A sample that had a file of its own never saw the library that it was taken from. */
    private static @Nullable Long wholeLibrary(Plan plan) {
        boolean ownFile = plan.sample() != null && plan.rows() == plan.library().rows();
        return ownFile ? null : Long.valueOf(plan.library().rows());
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
