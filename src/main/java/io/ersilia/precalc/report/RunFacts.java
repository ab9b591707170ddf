package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.finish.RowCounts;
import io.ersilia.precalc.report.PartitionFacts.Work;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run, as its report tells it. Null is what nobody knows.
 *
 * @param place of the run's files
 * @param table that was asked about, e.g. {@code dynamodb:precalculations-table}
 * @param made when the facts were gathered
 * @param version of this program
 * @param plan null for a run that was imported
 * @param modelVersion that most partitions are of
 * @param repeat the command that does all of it again
 * @param notes what could not be read, or contradicts itself, a line each
 */
public record RunFacts(
        ModelId model,
        RunId run,
        String place,
        String table,
        Instant made,
        String version,
        @Nullable Plan plan,
        @Nullable String modelVersion,
        @Nullable String repeat,
        RowCounts counts,
        List<PartitionFacts> partitions,
        List<RoundFacts> rounds,
        List<RejectFacts> rejects,
        ColumnFacts columns,
        ControlFacts controls,
        List<LogTail> logs,
        CostFacts cost,
        List<String> notes) {

    public RunFacts {
        partitions = List.copyOf(partitions);
        rounds = List.copyOf(rounds);
        rejects = List.copyOf(rejects);
        logs = List.copyOf(logs);
        notes = List.copyOf(notes);
    }

    /** The same facts with the command that does all of it again. */
    public RunFacts repeatedBy(String command) {
        return new RunFacts(
                model,
                run,
                place,
                table,
                made,
                version,
                plan,
                modelVersion,
                command,
                counts,
                partitions,
                rounds,
                rejects,
                columns,
                controls,
                logs,
                cost,
                notes);
    }

    /** The stretches of one kind of work, as far as anybody wrote them down. */
    List<Work> works(Function<PartitionFacts, @Nullable Work> kind) {
        return partitions.stream()
                .flatMap(one -> Stream.ofNullable(kind.apply(one)))
                .toList();
    }

    /** The partitions that predict made, or had on its way. */
    List<PartitionFacts> withWork() {
        return partitions.stream().filter(one -> one.predict() != null).toList();
    }
}
