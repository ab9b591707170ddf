package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.pipeline.finish.Account;
import io.ersilia.precalc.pipeline.finish.Disagreements;
import io.ersilia.precalc.pipeline.finish.RowCounts;
import io.ersilia.precalc.pipeline.shared.Manifests;
import io.ersilia.precalc.pipeline.shared.ReadableManifests;
import io.ersilia.precalc.pipeline.shared.RunStatus;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.report.PartitionFacts.Work;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.Round;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is known of a run, finished or not, from its files; nothing is run and no partition is read. A file that
 * cannot be read becomes a note. Longer than most, as it puts together all that a report tells.
 */
public final class ReportJob {

    /** So many rounds are told, the last ones. */
    private static final int MOST_ROUNDS = 50;

    private final RunStore store;
    private final PredictionTable table;
    private final Clock clock;
    private final ReportedCost cost;
    private final String version;

    /**
     * A job that reads the store.
     *
     * @param ahead the table as it is charged
     * @param version of this program
     */
    public ReportJob(
            RunStore store, PredictionTable table, Clock clock, Prices prices, TableAhead ahead, String version) {
        this.store = store;
        this.table = table;
        this.clock = clock;
        this.cost = new ReportedCost(store, prices, ahead);
        this.version = version;
    }

    public RunFacts gather(ModelId model, RunId run) {
        Plan plan = store.plan(model, run).orElse(null);
        RunFiles files = store.files(model, run);
        List<Integer> workers = plan == null
                ? files.partitions()
                : plan.slices().stream().map(PlannedSlice::worker).toList();
        ReadableManifests manifests = ReadableManifests.read(store, model, run, files, workers);
        List<String> notes = new ArrayList<>(manifests.problems());

        RunStatus status = new RunStatus(store, table, manifests);
        List<SliceStatus> slices = plan == null ? status.ofImported(model, run) : status.of(plan);
        List<PartitionFacts> partitions = slices.stream()
                .map(slice -> partition(new Partition(model, run, slice.worker()), plan, slice, manifests))
                .toList();
        Collection<PartitionManifest> predicted = manifests.all().values();
        Disagreements disagreements = Disagreements.among(List.copyOf(predicted));
        notes.addAll(disagreements.lines());
        RowCounts counts = plan == null ? imported(partitions) : counts(plan, manifests, notes);
        ControlFacts controls = ReportedControls.of(predicted, disagreements.controlsDiffer());
        ColumnFacts columns = ReportedColumns.of(predicted, store, notes);
        List<RoundFacts> rounds = rounds(model, run, files, notes);
        List<LogTail> logs = new ReportedLogs(store, model, run, notes).of(partitions, files);
        return new RunFacts(
                model,
                run,
                store.uri(model, run),
                table.name(),
                clock.instant(),
                version,
                plan,
                predicted.stream()
                        .flatMap(one -> Optional.ofNullable(one.modelVersion()).stream())
                        .findFirst()
                        .orElse(plan == null ? null : new RunVersion(store, plan).known()),
                null,
                counts,
                partitions,
                rounds,
                new ReportedRejects(store, model, run, notes).of(partitions),
                columns,
                controls,
                logs,
                cost.of(plan, partitions, notes),
                notes);
    }

    private static PartitionFacts partition(
            Partition partition, @Nullable Plan plan, SliceStatus slice, Manifests manifests) {
        PlannedSlice planned = plan == null ? null : plan.slice(slice.worker());
        PartitionManifest made = manifests.predicted(partition).orElse(null);
        ServedManifest served =
                slice.state() == SliceState.SERVED ? manifests.served(partition).orElse(null) : null;
        return new PartitionFacts(
                slice.worker(),
                planned == null ? null : Long.valueOf(planned.from()),
                planned == null ? null : Long.valueOf(planned.to()),
                slice.rows(),
                slice.state(),
                slice.kept(),
                made == null ? null : new Work(made.started(), made.seconds()),
                made == null ? null : made.modelSeconds(),
                slice.predicted(),
                made == null ? Rejections.NONE : made.rejected(),
                served == null ? null : new Work(served.started(), served.seconds()),
                served == null ? null : Long.valueOf(served.items()),
                served == null ? null : Long.valueOf(served.duplicates()),
                served == null ? Rejections.NONE : served.rejected(),
                served == null ? null : Double.valueOf(served.capacity()),
                made == null ? null : made.modelVersion(),
                made == null ? null : made.runner(),
                made == null ? null : made.runnerVersion(),
                made == null ? null : made.sha256(),
                planned == null ? null : planned.sha256());
    }

    /** What the manifests say, and finish where it counted the same partitions. */
    private RowCounts counts(Plan plan, Manifests manifests, List<String> notes) {
        Account account = new Account(manifests, store, table, plan);
        account.shortfalls()
                .leaking()
                .forEach(worker -> notes.add("part-%04d: its rows do not add up".formatted(worker)));
        Reconciliation run =
                account.reported(ReadableManifests.readable(() -> store.account(plan.model(), plan.run()), notes));
        Reconciliation.Rows rows = run.rows();
        return new RowCounts(
                rows.in(),
                rows.predicted(),
                rows.predictRejected(),
                rows.notPredicted(),
                rows.served(),
                rows.duplicates(),
                rows.servedRejected(),
                rows.notServed(),
                rows.unaccounted(),
                run.finished() == null ? null : Long.valueOf(run.checks().verified()),
                run.finished());
    }

    /** Of a run without a plan only what was served was ever counted. */
    private static RowCounts imported(List<PartitionFacts> partitions) {
        long predicted = 0;
        long items = 0;
        long duplicates = 0;
        long notServed = 0;
        boolean known = true;
        Rejections rejected = Rejections.NONE;
        Rejections servedRejected = Rejections.NONE;
        Long rowsIn = 0L;
        for (PartitionFacts one : partitions) {
            Long rows = one.predicted();
            known &= one.rows() != null;
            rowsIn += one.rows() == null ? 0 : one.rows();
            predicted += rows == null ? 0 : rows;
            items += one.items() == null ? 0 : one.items();
            duplicates += one.duplicates() == null ? 0 : one.duplicates();
            notServed += one.serve() == null && rows != null ? rows : 0;
            rejected = rejected.plus(one.rejected());
            servedRejected = servedRejected.plus(one.servedRejected());
        }
        return new RowCounts(
                known ? rowsIn : null,
                predicted,
                rejected,
                0,
                items,
                duplicates,
                servedRejected,
                notServed,
                notServed,
                null,
                null);
    }

    private List<RoundFacts> rounds(ModelId model, RunId run, RunFiles files, List<String> notes) {
        int last = files.lastRound();
        List<RoundFacts> rounds = new ArrayList<>();
        long before = 0;
        for (int number = Math.max(1, last - MOST_ROUNDS); number <= last; number++) {
            int asked = number;
            Round round = ReadableManifests.readable(() -> store.round(model, run, asked), notes);
            if (round != null) {
                if (number > last - MOST_ROUNDS) {
                    rounds.add(new RoundFacts(number, round.ended(), round.rowsDone(), round.rowsDone() - before));
                }
                before = round.rowsDone();
            }
        }
        return rounds;
    }
}
