package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.pipeline.finish.Settlement.Settled;
import io.ersilia.precalc.pipeline.finish.Verification.Scope;
import io.ersilia.precalc.pipeline.serve.ServedKeys;
import io.ersilia.precalc.pipeline.shared.KeyIndex;
import io.ersilia.precalc.pipeline.shared.KnownFacts;
import io.ersilia.precalc.pipeline.shared.MergedStats;
import io.ersilia.precalc.pipeline.shared.ReadableManifests;
import io.ersilia.precalc.pipeline.shared.Replacements;
import io.ersilia.precalc.pipeline.shared.RunStatus;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.ReadAhead;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Reconciliation.Rows;
import io.ersilia.precalc.stats.LibraryRanks;
import io.ersilia.precalc.stats.ModelStats;
import io.ersilia.precalc.stats.RunStats;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reconciles a run: accounts for every row, settles keys of several partitions, and writes the model's metadata. */
public final class FinishJob {

    private static final Logger log = LoggerFactory.getLogger(FinishJob.class);

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
     * @param disagreements where partitions contradict each other about the model
     * @param manifests of the run as finish left them
     * @param replacements what was looked up about them
     * @param statistics of its predictions; null for a run that is not complete, which needs none
     */
    public record Outcome(
            Reconciliation reconciliation,
            Shortfalls shortfalls,
            Disagreements disagreements,
            ReadableManifests manifests,
            Replacements replacements,
            @Nullable MergedStats statistics) {

        /** How far each slice is, by what finish has read. */
        public RunStatus status(PredictionTable table) {
            return new RunStatus(table, manifests, replacements);
        }
    }

    /**
     * Reconciles the run.
     *
     * @param rate the allowed rate of rejected rows; recorded, so that every report judges alike
     * @param since when the work began, from which seconds are counted; null for the run's first partition
     */
    public Outcome run(Plan plan, RejectRate rate, @Nullable Instant since) {
        ReadableManifests manifests = ReadableManifests.read(store, plan).whole();
        Replacements replacements = new Replacements(table);
        Account account = new Account(manifests, replacements, store, table, plan);
        try (ReadAhead<MergedStats> ahead = statistics(account)) {
            Settled settled = account.isComplete() ? settle(plan, account) : Settled.NOTHING;
            Shortfalls shortfalls = account.shortfalls();
            Reconciliation reconciliation = account.finished(settled, rate, since, clock.instant());
            MergedStats statistics = reconciliation.complete() ? ahead.next() : null;
            Outcome outcome = new Outcome(
                    reconciliation,
                    shortfalls,
                    Disagreements.among(account.predicted()),
                    manifests.withServedAgain(
                            store,
                            Stream.concat(shortfalls.wrong().stream(), shortfalls.replaced().keySet().stream())
                                    .map(plan::partition)
                                    .toList()),
                    replacements,
                    statistics);
            store.save(plan.model(), reconciliation);
            if (statistics != null) {
                statistics.problems().forEach(problem -> log.warn("not in the statistics of the model: {}", problem));
                writeMetadata(plan, account, outcome, statistics.stats(), settled.unique());
            }
            return outcome;
        }
    }

    /** Reads the statistics of a run that may turn out to be complete: while settling waits for the table, the store can answer. */
    private ReadAhead<MergedStats> statistics(Account account) {
        return new ReadAhead<>(
                account.isComplete() ? List.of(account.predicted()) : List.of(),
                predicted -> MergedStats.read(store, predicted),
                1);
    }

    private Settled settle(Plan plan, Account account) {
        try (TemporaryFolder work = TemporaryFolder.create()) {
            List<ServedKeys> keys = ServedKeys.fetch(store, plan, account.served(), work);
            Path file = work.file("keys.csv");
            Settled settled;
            boolean isWhole;
            try (KeyIndex.Writer index = new KeyIndex.Writer(plan, file)) {
                settled = new Settlement(store, table, clock, plan).settle(keys, index);
                isWhole = index.isWhole();
            }
            account.verify(verification, settled, keys);
            if (account.isComplete() && isWhole) {
                store.saveKeyIndex(plan.model(), plan.run(), file);
            }
            return settled;
        } catch (IOException e) {
            throw TemporaryFolder.trouble("compare the partitions of run " + plan.run(), e);
        }
    }

    private void writeMetadata(Plan plan, Account account, Outcome outcome, RunStats stats, long unique) {
        List<PartitionManifest> predicted = account.predicted();
        Rows rows = outcome.reconciliation().rows();
        String version = predicted.stream()
                .map(PartitionManifest::modelVersion)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null); // a slice without molecules never learns it
        boolean deterministic = !outcome.disagreements().controlsDiffer()
                && predicted.stream().allMatch(PartitionManifest::deterministic);
        List<String> columns = predicted.stream()
                .map(PartitionManifest::columns)
                .filter(names -> !names.isEmpty())
                .findFirst()
                .orElse(List.of());
        ModelFacts facts = KnownFacts.of(store, plan.model(), plan.run());
        if (!columns.isEmpty()) {
            ModelRecord record = new ModelRecord(
                    plan.model(),
                    version,
                    columns,
                    Rank.of(plan),
                    deterministic,
                    rows.served(),
                    rows.rejected().total(),
                    facts,
                    false);
            table.save(record);
            table.save(record, LibraryRanks.of(plan.run(), version, stats));
        }
        ModelMetadata metadata = new ModelMetadata(
                plan.model(),
                rows.withPrediction(),
                unique,
                account.ended().getEpochSecond(),
                account.started().orElse(plan.created()).getEpochSecond(),
                outcome.reconciliation().seconds(),
                store.uri(plan.model(), plan.run()),
                account.secondsPerMolecule(),
                version,
                plan.run(),
                plan.sample(),
                plan.created(),
                deterministic,
                rows.in(),
                rows.rejected().total(),
                plan.library().given(),
                wholeLibrary(plan),
                columns.isEmpty() ? null : columns,
                facts.isEmpty() ? null : facts,
                rows.takenOver());
        if (store.metadata(plan.model())
                .filter(known -> !known.mayBeReplacedBy(metadata))
                .isEmpty()) {
            store.save(
                    new ModelStats(plan.model(), plan.run(), version, stats.rows(), stats.columns(), stats.without()));
            store.save(metadata);
        }
    }

    /** Rows of the whole library; null for a sample with a file of its own, which never saw that library. */
    private static @Nullable Long wholeLibrary(Plan plan) {
        boolean ownFile = plan.sample() != null && plan.rows() == plan.library().rows();
        return ownFile ? null : Long.valueOf(plan.library().rows());
    }
}
