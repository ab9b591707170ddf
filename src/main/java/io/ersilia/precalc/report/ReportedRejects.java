package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.finish.RejectExamples;
import io.ersilia.precalc.pipeline.shared.ProvenRejects;
import io.ersilia.precalc.pipeline.shared.ReadableManifests;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.report.RejectFacts.Example;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rejected rows of a run by reason, with examples: only as many files are read as these take.
 *
 * @param notes on what could not be read
 */
record ReportedRejects(RunStore store, ModelId model, RunId run, List<String> notes) {

    private static final int EACH = 5;

    /** Longer inputs are cut: an example is for looking over. */
    private static final int LONGEST_INPUT = 200;

    List<RejectFacts> of(List<PartitionFacts> partitions) {
        List<RejectFacts> all = new ArrayList<>(of("predict", partitions, PartitionFacts::rejected, this::proven));
        all.addAll(of("serve", partitions, PartitionFacts::servedRejected, store::serveRejects));
        return all;
    }

    private List<RejectFacts> of(
            String stage,
            List<PartitionFacts> partitions,
            Function<PartitionFacts, Rejections> rejected,
            Function<Partition, ByteSource> file) {
        Rejections sum = Rejections.NONE;
        Map<Reason, List<Example>> examples = new EnumMap<>(Reason.class);
        for (PartitionFacts one : partitions) {
            sum = sum.plus(rejected.apply(one));
            Map<Reason, Integer> wanted = new EnumMap<>(Reason.class);
            rejected.apply(one).counts().forEach((reason, count) -> {
                int missing = EACH - examples.getOrDefault(reason, List.of()).size();
                if (missing > 0 && count > 0) {
                    wanted.put(reason, (int) Math.min(missing, count));
                }
            });
            if (!wanted.isEmpty()) {
                Partition partition = new Partition(model, run, one.worker());
                read(() -> file.apply(partition), wanted)
                        .forEach(row -> examples.computeIfAbsent(row.reason(), none -> new ArrayList<>())
                                .add(new Example(
                                        one.worker(), row.row(), Words.cut(row.input(), LONGEST_INPUT), row.detail())));
            }
        }
        List<RejectFacts> facts = new ArrayList<>();
        sum.counts()
                .forEach((reason, count) ->
                        facts.add(new RejectFacts(stage, reason, count, examples.getOrDefault(reason, List.of()))));
        return facts.stream().filter(one -> one.rows() > 0).toList();
    }

    /** Of a manifest that is there: without one no rows are known to be rejected. */
    private ByteSource proven(Partition partition) {
        return ProvenRejects.of(store, store.manifest(partition).orElseThrow());
    }

    private List<RejectedRow> read(Supplier<ByteSource> file, Map<Reason, Integer> wanted) {
        List<RejectedRow> none = List.of();
        List<RejectedRow> found =
                ReadableManifests.readable(() -> Optional.of(RejectExamples.of(file.get(), wanted)), notes);
        return found == null ? none : found;
    }
}
