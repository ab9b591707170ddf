package io.ersilia.precalc.pipeline.export;

import io.ersilia.precalc.pipeline.shared.ReadableManifests;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the run of a model to read predictions from: a complete one, unless part of one is enough. */
public final class RunSelection {

    private static final Logger log = LoggerFactory.getLogger(RunSelection.class);

    private final RunStore store;
    private final RunChooser chooser;

    public RunSelection(RunStore store) {
        this.store = store;
        this.chooser = new RunChooser(store);
    }

    /**
     * The run asked for, or the newest that finish found complete.
     *
     * @param partial whether an incomplete run is taken, too: then the newest that holds anything
     * @throws Failure of kind INPUT if there is none; it says what is missing in the newest
     */
    public ExportedRun choose(ModelId model, @Nullable RunId asked, boolean partial) {
        if (asked != null || partial) {
            return open(model, chooser.newest(model, asked), partial);
        }
        chooser.require(model, null);
        for (RunId run : store.runs(model)) {
            if (store.account(model, run).filter(Reconciliation::complete).isPresent()) {
                return open(model, run, false);
            }
        }
        return open(model, chooser.newest(model, null), false);
    }

    private ExportedRun open(ModelId model, RunId run, boolean partial) {
        Plan plan = store.plan(model, run).orElse(null);
        RunFiles files = store.files(model, run);
        List<Integer> workers = files.workers(plan);
        ReadableManifests manifests = ReadableManifests.read(store, model, run, files, workers);
        Optional<Reconciliation> account = store.account(model, run).filter(Reconciliation::complete);
        List<String> missing = missing(plan, workers, manifests, account.isPresent());
        if (!missing.isEmpty()) {
            String said = "run %s of %s is not complete: %s".formatted(run, model, String.join("; ", missing));
            if (!partial) {
                throw Failure.input(said + "; go on with the run, or take what there is with --partial");
            }
            log.warn("{}: taken as far as it is", said);
        }
        if (plan != null && plan.sample() != null) {
            log.info("run {} of {} is of a sample of {}", run, model, Words.many(plan.rows(), "molecule"));
        }
        List<Partition> there = workers.stream()
                .map(worker -> new Partition(model, run, worker))
                .filter(partition ->
                        plan == null || manifests.predicted(partition).isPresent())
                .toList();
        return ExportedRun.read(
                store, model, run, plan, there, manifests, missing.isEmpty() ? account.orElse(null) : null);
    }

    private static List<String> missing(
            @Nullable Plan plan, List<Integer> workers, ReadableManifests manifests, boolean isFinished) {
        if (plan == null) {
            return List.of("it was imported, so that finish cannot account for its rows");
        }
        List<String> missing = new ArrayList<>(manifests.problems());
        List<Integer> unpredicted = new ArrayList<>();
        List<Integer> unserved = new ArrayList<>();
        for (int worker : workers) {
            Partition partition = plan.partition(worker);
            Optional<PartitionManifest> predicted = manifests.predicted(partition);
            if (predicted.isEmpty()) {
                unpredicted.add(worker);
            } else if (manifests
                    .served(partition)
                    .map(ServedManifest::partitionSha256)
                    .filter(predicted.get().sha256()::equals)
                    .isEmpty()) {
                unserved.add(worker);
            }
        }
        if (!unpredicted.isEmpty()) {
            missing.add("not predicted: " + Words.ranges(unpredicted));
        }
        if (!unserved.isEmpty()) {
            missing.add("not served: " + Words.ranges(unserved));
        }
        if (missing.isEmpty() && !isFinished) {
            missing.add("finish has not accounted for its rows");
        }
        return missing;
    }
}
