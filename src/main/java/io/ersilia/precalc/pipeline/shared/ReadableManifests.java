package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The manifests of a run, read once. One that cannot be read counts as absent and is named among the problems: a broken file
 * must not stop a user who only looks at a run.
 *
 * @param files of the run when they were read
 * @param problems with single files, a line each
 */
public record ReadableManifests(
        RunFiles files,
        Map<Partition, PartitionManifest> all,
        Map<Partition, ServedManifest> allServed,
        List<String> problems)
        implements Manifests {

    private record Found(
            Partition partition,
            @Nullable PartitionManifest predicted,
            @Nullable ServedManifest served,
            List<String> problems) {}

    /**
     * Reads the manifests side by side; one that cannot be read becomes a problem, not a failure.
     *
     * @param workers whose partitions are meant
     */
    public static ReadableManifests read(
            RunStore store, ModelId model, RunId run, RunFiles files, List<Integer> workers) {
        List<Callable<Found>> looks = workers.stream()
                .map(worker -> new Partition(model, run, worker))
                .<Callable<Found>>map(partition -> () -> look(store, partition, files))
                .toList();
        Map<Partition, PartitionManifest> predicted = new TreeMap<>(Comparator.comparing(Partition::number));
        Map<Partition, ServedManifest> served = new TreeMap<>(Comparator.comparing(Partition::number));
        List<String> problems = new ArrayList<>();
        for (Found one : InParallel.all(looks)) {
            if (one.predicted() != null) {
                predicted.put(one.partition(), one.predicted());
            }
            if (one.served() != null) {
                served.put(one.partition(), one.served());
            }
            problems.addAll(one.problems());
        }
        return new ReadableManifests(files, predicted, served, problems);
    }

    /** The manifests of a planned run. */
    public static ReadableManifests read(RunStore store, Plan plan) {
        return read(
                store,
                plan.model(),
                plan.run(),
                store.files(plan.model(), plan.run()),
                plan.shares().stream().map(Share::worker).toList());
    }

    /**
     * Fails unless every manifest can be read.
     *
     * @throws Failure of kind INPUT with the first problem
     */
    public ReadableManifests whole() {
        if (!problems.isEmpty()) {
            throw Failure.input(problems.get(0));
        }
        return this;
    }

    /** The same, with these partitions' manifests of serve as the store has them now. */
    public ReadableManifests withServedAgain(RunStore store, Collection<Partition> changed) {
        Map<Partition, ServedManifest> served = new HashMap<>(allServed);
        for (Partition partition : changed) {
            served.remove(partition);
            store.served(partition).ifPresent(one -> served.put(partition, one));
        }
        return new ReadableManifests(files, all, served, problems);
    }

    private static Found look(RunStore store, Partition partition, RunFiles files) {
        List<String> problems = new ArrayList<>();
        int worker = partition.number();
        PartitionManifest predicted =
                files.isPredicted(worker) ? readable(() -> store.manifest(partition), problems) : null;
        if (predicted != null && !predicted.partition().equals(partition)) {
            problems.add("%s says that it belongs to %s: it is ignored".formatted(partition, predicted.partition()));
            predicted = null;
        }
        ServedManifest served =
                files.hasServedManifest(worker) ? readable(() -> store.served(partition), problems) : null;
        return new Found(partition, predicted, served, problems);
    }

    /** The file's content; if it is unreadable, null and a line among the problems. Other failures of the store are thrown. */
    public static <T> @Nullable T readable(Supplier<Optional<T>> file, List<String> problems) {
        try {
            return file.get().orElse(null);
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.INPUT) {
                throw e;
            }
            problems.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The files of the one run that these manifests belong to. */
    @Override
    public RunFiles files(ModelId model, RunId run) {
        return files;
    }

    @Override
    public Optional<PartitionManifest> predicted(Partition partition) {
        return Optional.ofNullable(all.get(partition));
    }

    @Override
    public Optional<ServedManifest> served(Partition partition) {
        return Optional.ofNullable(allServed.get(partition));
    }
}
