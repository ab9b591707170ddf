package io.ersilia.precalc.pipeline.purge;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.purge.Purgeable.Part;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.pipeline.shared.Stages;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.Deleted;
import io.ersilia.precalc.table.DeletionScope;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a model's predictions from the table: those of one run, of one version, or of all runs that the store has. The
 * keys come from the partitions, never from a scan of the table; the store's predictions stay.
 */
public final class PurgeJob {

    private static final Logger log = LoggerFactory.getLogger(PurgeJob.class);

    /** Partitions at once: each has a copy on this disk, and a chunk of its keys in memory. */
    private static final int AT_ONCE = 8;

    private final RunStore store;
    private final PredictionTable table;
    private final Map<RunId, Optional<Plan>> plans = new ConcurrentHashMap<>();

    public PurgeJob(RunStore store, PredictionTable table) {
        this.store = store;
        this.table = table;
    }

    /**
     * Finds what a purge would try to delete. Reads every partition to its end, so that an unreadable one is noticed before
     * anything is deleted.
     *
     * @param run null for all runs of the store
     * @param version null for any; one without a digest stands for all images that have its tag
     * @throws Failure of kind INPUT if there is no such run or version, or a partition cannot be read; USAGE if lookups see
     *     the run and could return to one that stays
     */
    public Purgeable find(ModelId model, @Nullable RunId run, @Nullable String version) {
        List<RunId> runs = run == null ? store.runs(model) : List.of(run);
        new RunChooser(store).require(model, run);
        if (run == null && version == null && runs.size() > DeletionScope.MAX_RUNS) {
            throw Failure.usage(
                    "%s has %s in %s, at most %d are purged at once: name one by --run or a version by --model-version"
                            .formatted(model, Words.many(runs.size(), "run"), store.uri(), DeletionScope.MAX_RUNS));
        }
        List<Part> parts = new ArrayList<>();
        Set<String> otherVersions = new TreeSet<>();
        for (RunId one : runs) {
            List<Partition> partitions = partitions(model, one);
            List<Optional<String>> versions = InParallel.each(
                    partitions, partition -> store.manifest(partition).map(PartitionManifest::modelVersion));
            for (int i = 0; i < partitions.size(); i++) {
                Partition partition = partitions.get(i);
                String known = versions.get(i).orElse(null);
                if (version == null || (known != null && RunVersion.covers(version, known))) {
                    parts.add(new Part(partition, known, 0, 0));
                } else {
                    otherVersions.add(known == null ? "unknown" : known);
                }
            }
        }
        if (version != null && parts.isEmpty()) {
            throw Failure.input("no partition of version %s of %s in %s; versions there: %s: correct --model-version"
                    .formatted(
                            Printable.value(version),
                            model,
                            store.uri(),
                            otherVersions.isEmpty() ? "none" : otherVersions));
        }
        if (table.id().isPresent()) {
            requireReturned(new Purgeable(model, run, version, parts));
        } else {
            log.warn("{} holds no table, so there is nothing to delete: correct --table", table.name());
        }
        log.info("reading the keys of {}", Words.many(parts.size(), "partition"));
        return new Purgeable(model, run, version, InParallel.each(parts, this::measured, AT_ONCE));
    }

    private void requireReturned(Purgeable found) {
        Optional<ModelRecord> seen = table.model(found.model())
                .filter(current -> current.staged() && found.runs().contains(current.run()));
        seen.flatMap(current -> table.before(found.model()))
                .filter(before -> !found.runs().contains(before.run()))
                .ifPresent(before -> {
                    throw Failure.usage(
                            "lookups of %s in %s see run %s: return to run %s first, by precalc publish --back --model %1$s, or publish another"
                                    .formatted(
                                            found.model(),
                                            table.name(),
                                            seen.orElseThrow().run(),
                                            before.run()));
                });
    }

    /** The partitions with any file about items: a CSV, or a manifest of predict or serve. */
    private List<Partition> partitions(ModelId model, RunId run) {
        RunFiles files = store.files(model, run);
        Set<Integer> withCsv = Set.copyOf(files.partitions());
        return IntStream.rangeClosed(1, Worker.MAX_TOTAL)
                .filter(number ->
                        withCsv.contains(number) || files.isPredicted(number) || files.hasServedManifest(number))
                .mapToObj(number -> new Partition(model, run, number))
                .toList();
    }

    private Part measured(Part part) {
        long[] keysAndUnits = new long[2];
        keys(part).forEachChunk(chunk -> {
            keysAndUnits[0] += chunk.size();
            keysAndUnits[1] +=
                    chunk.values().stream().mapToLong(Long::longValue).sum();
        });
        return new Part(part.partition(), part.version(), keysAndUnits[0], keysAndUnits[1]);
    }

    /** Deletes what was found. If it is stopped half-way, running it again goes on: what is deleted already is simply absent. */
    public Deleted run(Purgeable found, Progress progress) {
        var unused = table.model(found.model()); // a table that is silent must not make the store forget what is served
        Map<RunId, PredictionTable> places = new HashMap<>();
        found.runs().forEach(run -> places.put(run, Stages.asServed(table, found.model(), run)));
        Map<RunId, Optional<String>> ids = new HashMap<>();
        places.forEach((run, place) -> ids.put(run, place.id()));
        InParallel.each(found.parts(), part -> unserve(part.partition(), of(part, ids)));
        Deleted sum = InParallel.each(
                        found.parts(), part -> delete(part, of(part, places), found.owner(part), progress), AT_ONCE)
                .stream()
                .reduce(Deleted.NOTHING, Deleted::plus);
        new VersionRecords(store, table).tidy(found.among(run -> places.get(run) == table));
        places.values().forEach(place -> forget(found.model(), place));
        return sum;
    }

    private static <T> T of(Part part, Map<RunId, T> byRun) {
        return Objects.requireNonNull(byRun.get(part.partition().run()));
    }

    /** Removes the one record that a staged run has. */
    private void forget(ModelId model, PredictionTable place) {
        if (place != table) {
            place.model(model).ifPresent(gone -> place.forget(gone, null));
        }
    }

    /** Done for all partitions before the first key is deleted: keys of one may be in others too. */
    private boolean unserve(Partition partition, Optional<String> tableId) {
        boolean isThere = store.served(partition)
                .filter(served -> served.stillHolds(null, tableId))
                .isPresent();
        if (isThere) {
            store.unserve(partition);
        }
        return isThere;
    }

    private Deleted delete(Part part, PredictionTable place, DeletionScope owner, Progress progress) {
        List<Deleted> chunks = new ArrayList<>();
        keys(part).forEachChunk(chunk -> {
            Set<InchiKey> keys = chunk.keySet();
            chunks.add(place.delete(part.partition().model(), keys, owner));
            progress.advance(keys.size());
        });
        return chunks.stream().reduce(Deleted.NOTHING, Deleted::plus);
    }

    private PartitionKeys keys(Part part) {
        Partition partition = part.partition();
        Plan plan = plans.computeIfAbsent(partition.run(), run -> store.plan(partition.model(), run))
                .orElse(null);
        return new PartitionKeys(store, partition, plan);
    }
}
