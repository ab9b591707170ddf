package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the run, and its partitions, for a command that makes no plan. */
public final class RunChooser {

    private static final Logger log = LoggerFactory.getLogger(RunChooser.class);

    private final RunStore store;

    /**
     * A run to choose from.
     *
     * @param begun whether any slice was begun
     * @param finished whether every slice with rows is predicted and served; a run without a plan always is
     */
    private record Candidate(RunId run, boolean begun, boolean finished) {}

    public RunChooser(RunStore store) {
        this.store = store;
    }

    /** The run asked for, or the newest that holds anything; with several unfinished ones the user must say which. */
    public RunId choose(ModelId model, @Nullable RunId asked) {
        List<RunId> runs = runs(model, asked);
        if (asked != null) {
            return asked;
        }
        if (runs.size() == 1) {
            return runs.get(0);
        }
        List<Candidate> candidates =
                runs.stream().map(run -> candidate(model, run)).toList();
        boolean anyBegun = candidates.stream().anyMatch(Candidate::begun);
        List<RunId> unfinished = candidates.stream()
                .filter(candidate -> candidate.begun() || !anyBegun)
                .filter(candidate -> !candidate.finished())
                .map(Candidate::run)
                .toList();
        if (unfinished.size() > 1) {
            throw Failure.usage(
                    "several runs of %s are unfinished: say which by --run, one of %s".formatted(model, unfinished));
        }
        return newest(runs, candidates.stream().filter(Candidate::begun).map(Candidate::run));
    }

    /** The plan of the run asked for, or of the newest; an imported run has none and cannot be accounted for. */
    public Plan planned(ModelId model, @Nullable RunId asked) {
        RunId chosen = choose(model, asked);
        return store.plan(model, chosen)
                .orElseThrow(
                        () -> Failure.input("run %s of %s was imported and has no plan: there is nothing to account for"
                                .formatted(chosen, model)));
    }

    /** The run asked for, or the newest that holds anything: enough for a command that only looks. */
    public RunId newest(ModelId model, @Nullable RunId asked) {
        List<RunId> runs = runs(model, asked);
        return asked == null
                ? newest(
                        runs,
                        runs.stream().filter(run -> store.files(model, run).holdAnything()))
                : asked;
    }

    /** Judges a run by the list of its files; read once, because that of a large run takes seconds. */
    private Candidate candidate(ModelId model, RunId run) {
        RunFiles files = store.files(model, run);
        boolean finished =
                store.plan(model, run).map(plan -> isFinished(files, plan)).orElse(true);
        return new Candidate(run, files.holdAnything(), finished);
    }

    /** The first that holds anything, or the first if none does; logs which newer runs are passed over. */
    private static RunId newest(List<RunId> runs, Stream<RunId> holding) {
        RunId newest = holding.findFirst().orElse(runs.get(0));
        List<RunId> passedOver =
                runs.stream().takeWhile(run -> !run.equals(newest)).toList();
        if (!passedOver.isEmpty()) {
            log.info("run {} is the newest that holds anything; --run names an empty one: {}", newest, passedOver);
        }
        return newest;
    }

    /**
     * Refuses a run that does not exist.
     *
     * @param asked null for any
     * @throws Failure of kind INPUT
     */
    public void require(ModelId model, @Nullable RunId asked) {
        runs(model, asked);
    }

    private List<RunId> runs(ModelId model, @Nullable RunId asked) {
        if (asked != null && store.plan(model, asked).isPresent()) {
            return List.of(asked);
        }
        List<RunId> runs = store.runs(model);
        if (asked != null && !runs.contains(asked)) {
            throw Failure.input("no run %s of %s in %s; runs there: %s"
                    .formatted(asked, model, store.uri(), runs.isEmpty() ? "none" : runs));
        }
        if (runs.isEmpty()) {
            throw Failure.input("no run of %s in %s: predict first".formatted(model, store.uri()));
        }
        return runs;
    }

    /** The partitions to serve: all that are predicted and not served to that table; all of an imported run. */
    public List<Partition> toServe(
            ModelId model, RunId run, @Nullable Plan plan, PredictionTable table, boolean force) {
        RunFiles files = store.files(model, run);
        List<Integer> there = files.partitions().stream()
                .filter(worker -> plan == null || files.isPredicted(worker))
                .toList();
        if (there.isEmpty()) {
            throw Failure.input("no partition of run %s of %s is predicted in %s: predict first"
                    .formatted(run, model, store.uri()));
        }
        Optional<String> tableId =
                force || plan == null || there.stream().noneMatch(files::isServed) ? Optional.empty() : table.id();
        List<Partition> all =
                there.stream().map(worker -> new Partition(model, run, worker)).toList();
        if (force || plan == null) {
            return all;
        }
        List<Partition> once = all.stream()
                .filter(partition -> files.isServed(partition.number()))
                .toList();
        List<Optional<ServedManifest>> found = InParallel.each(once, partition -> servedTo(tableId, partition));
        Map<Partition, ServedManifest> served = new LinkedHashMap<>();
        for (int i = 0; i < once.size(); i++) {
            Partition partition = once.get(i);
            found.get(i).ifPresent(one -> served.put(partition, one));
        }
        Set<Partition> replaced = new Replacements(table).among(served).keySet();
        return all.stream()
                .filter(partition -> !served.containsKey(partition) || replaced.contains(partition))
                .toList();
    }

    private Optional<ServedManifest> servedTo(Optional<String> tableId, Partition partition) {
        return store.manifest(partition)
                .flatMap(predicted ->
                        store.served(partition).filter(served -> served.stillHolds(predicted.sha256(), tableId)));
    }

    /** How many rows the partitions have, as far as their manifests say. */
    public static long rows(RunStore store, List<Partition> partitions) {
        return InParallel.each(partitions, store::manifest).stream()
                .flatMap(Optional::stream)
                .mapToLong(PartitionManifest::inCsv)
                .sum();
    }

    /** Whether every slice with rows is predicted and served. */
    public static boolean isFinished(RunStore store, Plan plan) {
        return isFinished(store.files(plan.model(), plan.run()), plan);
    }

    private static boolean isFinished(RunFiles files, Plan plan) {
        return plan.sharesWithRows().stream().map(Plan.Share::worker).allMatch(files::isServed);
    }
}
