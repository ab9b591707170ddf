package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.pipeline.finish.Verification;
import io.ersilia.precalc.pipeline.finish.Verification.Found;
import io.ersilia.precalc.pipeline.finish.Verification.Scope;
import io.ersilia.precalc.pipeline.serve.Examination;
import io.ersilia.precalc.pipeline.serve.Selection;
import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Failure.Kind;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves partitions of a run, one after the other, and reads back what it served if wanted. */
public final class ServeRunJob {

    private static final Logger log = LoggerFactory.getLogger(ServeRunJob.class);

    private final RunStore store;
    private final PredictionTable table;
    private final ServeJob job;
    private final Scope scope;

    /** @param scope how much of each partition is read back from the table */
    public ServeRunJob(RunStore store, PredictionTable table, ServeJob job, Scope scope) {
        this.store = store;
        this.table = table;
        this.job = job;
        this.scope = scope;
    }

    /**
     * What became of the partitions.
     *
     * @param done the results, in the order of the partitions
     * @param unusable those whose file is unusable, with the reason
     */
    public record Outcome<T>(List<T> done, Map<Partition, Failure> unusable) {}

    /**
     * A partition that is in the table.
     *
     * @param found what reading back found; null if nothing was read back
     */
    public record Served(
            Partition partition,
            ServedManifest manifest,
            @Nullable Found found) {

        /** The problems with the items in the table, each with its remedy. */
        public List<String> problems() {
            List<String> problems = new ArrayList<>();
            if (found != null && found.overwritten() > 0) {
                problems.add(
                        "%s: %s of %s items were meanwhile overwritten by run %s, which is older or a sample: serve it again"
                                .formatted(
                                        partition.name(),
                                        Words.count(found.overwritten()),
                                        Words.count(found.compared()),
                                        found.overwrittenBy()
                                                .keySet()
                                                .iterator()
                                                .next()));
            }
            if (found != null && found.wrong() > 0) {
                problems.add(
                        "%s: %s of %s items are not in %s as they were served; first: %s: serve it again with --force"
                                .formatted(
                                        partition.name(),
                                        Words.count(found.wrong()),
                                        Words.count(found.compared()),
                                        manifest.table(),
                                        found.firstWrong()));
            }
            return problems;
        }
    }

    /** Serves the partitions; with force, also those served already. */
    public Outcome<Served> run(Selection selection, List<Partition> partitions, boolean force) {
        return each(partitions, partition -> {
            ServedManifest manifest = job.run(partition, selection.plan(), force);
            Found found = scope == Scope.NONE
                    ? null
                    : new Verification(store, table, scope).verify(partition, selection.plan(), manifest);
            Served served = new Served(partition, manifest, found);
            served.problems().forEach(problem -> log.error("{}", problem));
            return served;
        });
    }

    /** What serving would do; nothing is written. If no partition was named, those in the table already are included. */
    public Outcome<Examination> examine(Selection selection, boolean force) {
        List<Partition> toServe = selection.partitions(store, table, force);
        return each(
                selection.shown(store, table, toServe),
                partition -> toServe.contains(partition)
                        ? job.examine(partition, selection.plan(), force)
                        : Examination.served(partition, store.served(partition).orElseThrow()));
    }

    /** An unusable partition does not stop the ones after it; if it is the only one, the job fails with its error. */
    private static <T> Outcome<T> each(List<Partition> partitions, Function<Partition, T> work) {
        List<T> done = new ArrayList<>();
        Map<Partition, Failure> unusable = new LinkedHashMap<>();
        for (Partition partition : partitions) {
            try {
                done.add(work.apply(partition));
            } catch (Failure failure) {
                if (failure.kind() != Kind.INPUT || partitions.size() == 1) {
                    throw failure;
                }
                log.error("{}", failure.getMessage());
                unusable.put(partition, failure);
            }
        }
        return new Outcome<>(done, unusable);
    }
}
