package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.estimate.Estimate;
import io.ersilia.precalc.pipeline.estimate.Estimator;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.pipeline.finish.Account;
import io.ersilia.precalc.pipeline.finish.Disagreements;
import io.ersilia.precalc.pipeline.finish.FinishJob;
import io.ersilia.precalc.pipeline.shared.KnownFacts;
import io.ersilia.precalc.pipeline.shared.Manifests;
import io.ersilia.precalc.pipeline.shared.MergedStats;
import io.ersilia.precalc.pipeline.shared.ReadableManifests;
import io.ersilia.precalc.pipeline.shared.Replacements;
import io.ersilia.precalc.pipeline.shared.RunStatus;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.report.Report.RoundEnd;
import io.ersilia.precalc.report.Report.Subject;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Reconciliation.Checks;
import io.ersilia.precalc.run.Reconciliation.Rows;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.Round;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the report of a run, finished or not, from its small files; no model runs and no partition is read. A file that
 * cannot be read becomes a note.
 */
public final class ReportJob {

    /** If there were more rounds, only the last ones are shown. */
    private static final int MOST_ROUNDS = 50;

    private static final String USUAL_RUNNER = "ersilia";

    // Only waves and files depend on these, and the report shows neither.
    private static final int BATCH = 1000;
    private static final int AT_ONCE = 10;

    private final RunStore store;
    private final PredictionTable table;
    private final Clock clock;
    private final Prices prices;
    private final TableAhead ahead;
    private final Program program;

    /** The program that makes the report. */
    public interface Program {

        String version();

        /**
         * The command that repeats a whole run.
         *
         * @param modelVersion null if unknown
         * @param runner null if unknown
         */
        String repeat(Plan plan, @Nullable String modelVersion, @Nullable String runner);

        /** The command that lists all rejects of a run. */
        String rejects(ModelId model, RunId run);
    }

    /**
     * A job that reads the store.
     *
     * @param ahead how the table is billed
     */
    public ReportJob(
            RunStore store, PredictionTable table, Clock clock, Prices prices, TableAhead ahead, Program program) {
        this.store = store;
        this.table = table;
        this.clock = clock;
        this.prices = prices;
        this.ahead = ahead;
        this.program = program;
    }

    /**
     * The report of the run as it is now.
     *
     * @param finished what finish has already read of the run; null if nothing was read yet
     */
    public Report report(ModelId model, RunId run, FinishJob.@Nullable Outcome finished) {
        Plan plan = store.plan(model, run).orElse(null);
        RunFiles files = finished != null ? finished.manifests().files() : store.files(model, run);
        List<Integer> workers = plan == null
                ? files.partitions()
                : plan.shares().stream().map(Share::worker).toList();
        ReadableManifests manifests =
                finished != null ? finished.manifests() : ReadableManifests.read(store, model, run, files, workers);
        Collection<PartitionManifest> predicted = manifests.all().values();
        List<String> notes = new ArrayList<>(manifests.problems());
        Disagreements disagreements = Disagreements.among(List.copyOf(predicted));
        notes.addAll(disagreements.lines());

        Replacements replacements = finished != null ? finished.replacements() : new Replacements(table);
        List<PartitionReport> partitions =
                partitions(model, run, plan, manifests, new RunStatus(table, manifests, replacements));
        Reconciliation account =
                plan == null ? imported(run, partitions) : account(plan, manifests, replacements, notes);
        MergedStats merged = finished == null ? null : finished.statistics();
        MergedStats statistics = merged == null ? MergedStats.read(store, predicted) : merged;
        notes.addAll(statistics.problems());
        Columns columns = Columns.of(statistics.stats(), KnownFacts.of(store, model, run));
        notes.addAll(columns.ofAnotherType());
        return new Report(
                subject(model, run, plan, predicted),
                account,
                partitions,
                rounds(model, run, notes),
                RejectGroup.of(partitions, store, notes),
                columns,
                Controls.of(predicted, disagreements.controlsDiffer()),
                LogTail.of(partitions, store, files, notes),
                Cost.of(estimate(plan, predicted, notes), partitions, prices, ahead),
                notes);
    }

    private Subject subject(ModelId model, RunId run, @Nullable Plan plan, Collection<PartitionManifest> predicted) {
        String version = predicted.stream()
                .flatMap(one -> Stream.ofNullable(one.modelVersion()))
                .findFirst()
                .orElse(plan == null ? null : new RunVersion(store, plan).known());
        return new Subject(
                model,
                run,
                store.uri(model, run),
                table.name(),
                clock.instant(),
                program.version(),
                plan,
                version,
                plan == null
                        ? null
                        : program.repeat(plan, version, runner(predicted).orElse(null)),
                program.rejects(model, run));
    }

    private static Optional<String> runner(Collection<PartitionManifest> predicted) {
        return predicted.stream().map(PartitionManifest::runner).findFirst();
    }

    private static List<PartitionReport> partitions(
            ModelId model, RunId run, @Nullable Plan plan, Manifests manifests, RunStatus status) {
        List<SliceStatus> slices = plan == null ? status.ofImported(model, run) : status.of(plan);
        return slices.stream()
                .map(slice -> {
                    Partition partition = new Partition(model, run, slice.worker());
                    boolean inTable = slice.state() == SliceState.SERVED;
                    return new PartitionReport(
                            partition,
                            slice,
                            plan == null ? null : planned(plan, slice.worker(), manifests.predicted(partition)),
                            manifests.predicted(partition).orElse(null),
                            inTable ? manifests.served(partition).orElse(null) : null);
                })
                .toList();
    }

    /** The account by the manifests, and by finish if it counted the same partitions. */
    private Reconciliation account(Plan plan, Manifests manifests, Replacements replacements, List<String> notes) {
        Account account = new Account(manifests, replacements, store, table, plan);
        account.shortfalls()
                .leaking()
                .forEach(worker -> notes.add("part-%04d: its rows do not add up".formatted(worker)));
        return account.reported(ReadableManifests.readable(() -> store.account(plan.model(), plan.run()), notes));
    }

    /** The account of a run without a plan, of which only served rows were ever counted. */
    private static Reconciliation imported(RunId run, List<PartitionReport> partitions) {
        long in = 0;
        long predicted = 0;
        long items = 0;
        long duplicates = 0;
        long notServed = 0;
        Rejections rejected = Rejections.NONE;
        Rejections servedRejected = Rejections.NONE;
        for (PartitionReport one : partitions) {
            Long rows = one.status().rows();
            Long written = one.status().predicted(); // without a plan nothing is taken from other runs
            ServedManifest served = one.served();
            in += rows == null ? 0 : rows;
            predicted += written == null ? 0 : written;
            if (served != null) {
                items += served.items();
                duplicates += served.duplicates();
            } else if (written != null) {
                notServed += written;
            }
            rejected = rejected.plus(one.rejected()).plus(one.servedRejected());
            servedRejected = servedRejected.plus(one.servedRejected());
        }
        Rows rows = new Rows(in, predicted, 0, items, duplicates, rejected, notServed, servedRejected, 0, notServed);
        return new Reconciliation(run, null, null, "", rows, null, 0, new Checks(0, 0, Map.of(), 0, 0));
    }

    /** The slice as the plan lists it; if there are too many to list, its hash is the manifest's. */
    private static PlannedSlice planned(Plan plan, int worker, Optional<PartitionManifest> manifest) {
        if (!plan.slices().isEmpty()) {
            return plan.slices().get(worker - 1);
        }
        Slice rows = plan.share(worker).slice();
        String sha256 = manifest.map(PartitionManifest::sliceSha256).orElse("");
        return new PlannedSlice(worker, rows.from(), rows.to(), 0, 0, sha256);
    }

    /** What the run was expected to take when it was planned; null if unknown. */
    private @Nullable Estimate estimate(
            @Nullable Plan plan, Collection<PartitionManifest> predicted, List<String> notes) {
        if (plan == null) {
            return null;
        }
        String runner = runner(predicted).orElse(USUAL_RUNNER);
        Estimator estimator = new Estimator(store, prices, runner, BATCH, AT_ONCE);
        return ReadableManifests.readable(() -> Optional.of(estimator.atFirst(plan, ahead)), notes);
    }

    private List<RoundEnd> rounds(ModelId model, RunId run, List<String> notes) {
        int last = store.lastRound(model, run);
        List<RoundEnd> rounds = new ArrayList<>();
        long before = 0;
        for (int number = Math.max(1, last - MOST_ROUNDS); number <= last; number++) {
            int asked = number;
            Round round = ReadableManifests.readable(() -> store.round(model, run, asked), notes);
            if (round != null) {
                if (number > last - MOST_ROUNDS) {
                    rounds.add(new RoundEnd(number, round.ended(), round.rowsDone(), round.rowsDone() - before));
                }
                before = round.rowsDone();
            }
        }
        return rounds;
    }
}
