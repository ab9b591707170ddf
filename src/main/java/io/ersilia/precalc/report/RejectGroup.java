package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.finish.RejectExamples;
import io.ersilia.precalc.pipeline.shared.ProvenRejects;
import io.ersilia.precalc.pipeline.shared.ReadableManifests;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rows that were rejected for one reason.
 *
 * @param stage the step that rejected them: predict or serve
 * @param examples the first few of the rows
 */
public record RejectGroup(String stage, Reason reason, long rows, List<Example> examples) {

    private static final int MOST_EXAMPLES = 5;
    private static final int LONGEST_INPUT = 200;

    public RejectGroup {
        examples = List.copyOf(examples);
    }

    /** A rejected row as an example of the reason; rows of the file are counted from 1. */
    public record Example(int worker, long row, String input, String detail) {}

    /**
     * The groups of a run. Only as many files are read as the examples need.
     *
     * @param notes receives a line for each file that cannot be read
     */
    static List<RejectGroup> of(List<PartitionReport> partitions, RunStore store, List<String> notes) {
        List<RejectGroup> groups = new ArrayList<>(of(
                "predict",
                partitions,
                PartitionReport::rejected,
                one -> ProvenRejects.of(store, Objects.requireNonNull(one.manifest())),
                notes));
        groups.addAll(of(
                "serve",
                partitions,
                PartitionReport::servedRejected,
                one -> store.serveRejects(one.partition()),
                notes));
        return groups;
    }

    private static List<RejectGroup> of(
            String stage,
            List<PartitionReport> partitions,
            Function<PartitionReport, Rejections> rejected,
            Function<PartitionReport, ByteSource> file,
            List<String> notes) {
        Rejections sum = Rejections.NONE;
        Map<Reason, List<Example>> examples = new EnumMap<>(Reason.class);
        for (PartitionReport one : partitions) {
            sum = sum.plus(rejected.apply(one));
            Map<Reason, Integer> wanted = new EnumMap<>(Reason.class);
            rejected.apply(one).counts().forEach((reason, count) -> {
                int missing =
                        MOST_EXAMPLES - examples.getOrDefault(reason, List.of()).size();
                if (missing > 0 && count > 0) {
                    wanted.put(reason, (int) Math.min(missing, count));
                }
            });
            List<RejectedRow> found = wanted.isEmpty()
                    ? null
                    : ReadableManifests.readable(() -> Optional.of(RejectExamples.of(file.apply(one), wanted)), notes);
            if (found != null) {
                found.forEach(row -> examples.computeIfAbsent(row.reason(), none -> new ArrayList<>())
                        .add(new Example(
                                one.worker(), row.row(), Words.cut(row.input(), LONGEST_INPUT), row.detail())));
            }
        }
        List<RejectGroup> groups = new ArrayList<>();
        sum.counts().forEach((reason, count) -> {
            if (count > 0) {
                groups.add(new RejectGroup(stage, reason, count, examples.getOrDefault(reason, List.of())));
            }
        });
        return groups;
    }
}
