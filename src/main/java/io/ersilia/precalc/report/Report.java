package io.ersilia.precalc.report;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a run, finished or not. Unknown values are null.
 *
 * @param account what became of every row
 * @param notes a line for each thing that could not be read or contradicts itself
 */
public record Report(
        Subject subject,
        Reconciliation account,
        List<PartitionReport> partitions,
        List<RoundEnd> rounds,
        List<RejectGroup> rejects,
        Columns columns,
        Controls controls,
        List<LogTail> logs,
        Cost cost,
        List<String> notes) {

    /** Shown in place of an unknown value. */
    static final String UNKNOWN = "not known";

    /**
     * The run that the report is about, and where its data are.
     *
     * @param place where the run's files are
     * @param table the table that the run is served to, e.g. {@code dynamodb:precalculations-table}
     * @param made when the report was made
     * @param version version of this program
     * @param plan null for an imported run
     * @param modelVersion the first version that a partition names
     * @param repeat the command that repeats the whole run
     * @param rejectsCommand the command that lists all rejects
     */
    public record Subject(
            ModelId model,
            RunId run,
            String place,
            String table,
            Instant made,
            String version,
            @Nullable Plan plan,
            @Nullable String modelVersion,
            @Nullable String repeat,
            String rejectsCommand) {}

    /**
     * The end of one round: a pass of all workers over what the run still missed.
     *
     * @param rowsDone rows of the run done by then
     * @param added rows of these that were done in this round
     */
    public record RoundEnd(int number, Instant ended, long rowsDone, long added) {}

    public Report {
        partitions = List.copyOf(partitions);
        rounds = List.copyOf(rounds);
        rejects = List.copyOf(rejects);
        logs = List.copyOf(logs);
        notes = List.copyOf(notes);
    }

    /** Rows of the library or sample; null for an imported run with partitions that were never counted. */
    @Nullable
    Long rowsIn() {
        boolean known = subject.plan() != null
                || partitions.stream().allMatch(one -> one.status().rows() != null);
        return known ? Long.valueOf(account.rows().in()) : null;
    }

    /** Items that finish read back and compared; null before it has, and after partitions were replaced. */
    @Nullable
    Long verified() {
        return account.finished() == null ? null : Long.valueOf(account.checks().verified());
    }

    /** The partitions that are predicted. */
    List<PartitionReport> predicted() {
        return partitions.stream().filter(one -> one.manifest() != null).toList();
    }

    List<WorkTime> predictTimes() {
        return WorkTime.all(partitions, PartitionReport::predictTime);
    }

    List<WorkTime> serveTimes() {
        return WorkTime.all(partitions, PartitionReport::serveTime);
    }
}
