package io.ersilia.precalc.store;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Round;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.stats.ModelStats;
import io.ersilia.precalc.stats.PartitionStats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plans, partitions and metadata of runs in a store. */
public final class RunStore {

    private static final Logger log = LoggerFactory.getLogger(RunStore.class);

    private final ObjectStore objects;
    private final Set<String> warnedOf = ConcurrentHashMap.newKeySet();

    public RunStore(ObjectStore objects) {
        this.objects = objects;
    }

    public String uri() {
        return objects.uri();
    }

    /** Where the files of a run are, as a user would write it. */
    public String uri(ModelId model, RunId run) {
        return objects.uri() + "/" + RunKeys.run(model, run);
    }

    /** The store's own reference library; it may not exist. */
    public ByteSource library() {
        return objects.source(RunKeys.LIBRARY);
    }

    /** The plain CSV copy of a library that was given in another form, by its hash; it may not exist. */
    public ByteSource libraryCopy(String sha256) {
        return objects.source(RunKeys.library(sha256, ".csv"));
    }

    /** Stores the plain copy of a library. Copies with the same hash are equal, so it does not matter which is kept. */
    public void saveLibraryCopy(String sha256, Path csv) {
        objects.save(RunKeys.library(sha256, ".csv"), csv);
    }

    /** The list of a multi-file library's files, by the library's hash, which is the list's own; it may not exist. */
    public Optional<byte[]> libraryFiles(String sha256) {
        return objects.read(RunKeys.library(sha256, ".files.csv"));
    }

    public void saveLibraryFiles(String sha256, byte[] list) {
        objects.save(RunKeys.library(sha256, ".files.csv"), list);
    }

    /** The fingerprints of a library, by its hash; the file may not exist. */
    public ByteSource fingerprints(String sha256) {
        return objects.source(RunKeys.library(sha256, ".fp"));
    }

    public void saveFingerprints(String sha256, Path file) {
        objects.save(RunKeys.library(sha256, ".fp"), file);
    }

    /** The key of the file with the slices of a plan that does not list them completely. */
    public static String slicesKey(SliceIndex slices) {
        return RunKeys.library(slices.sha256(), ".slices");
    }

    public void save(SliceIndex slices) {
        objects.save(slicesKey(slices), slices.bytes());
    }

    /** The slice of the worker with this number, from 1. If the plan does not list it completely, this takes two small reads. */
    public PlannedSlice slice(Plan plan, int worker) {
        String at = plan.slicesAt();
        return at == null ? plan.slices().get(worker - 1) : SliceIndex.slice(objects.source(at), worker);
    }

    /**
     * The plan of a run.
     *
     * @throws Failure of kind INPUT if the file belongs to another run, whose partitions would be taken for this one's
     */
    public Optional<Plan> plan(ModelId model, RunId run) {
        Optional<Plan> plan = read(RunKeys.of(model, run, RunKeys.PLAN), Plan.class);
        plan.flatMap(found -> otherRun(model, run, found)).ifPresent(words -> {
            throw Failure.input(words);
        });
        return plan;
    }

    /** What is wrong if the run's plan belongs to another run, as in a copy of that run's folder. */
    private Optional<String> otherRun(ModelId model, RunId run, Plan plan) {
        return plan.model().equals(model) && plan.run().equals(run)
                ? Optional.empty()
                : Optional.of(
                        "%s/%s is the plan of run %s of %s: put back that of run %s, or move the folder away if it is a copy"
                                .formatted(uri(), RunKeys.of(model, run, RunKeys.PLAN), plan.run(), plan.model(), run));
    }

    /** Fixes the plan; of several concurrent calls exactly one returns true. */
    public boolean create(Plan plan) {
        return objects.create(RunKeys.of(plan.model(), plan.run(), RunKeys.PLAN), Json.bytes(plan));
    }

    /** The runs of a model, the most recently planned first. Imported runs, which have no plan, come last. */
    public List<RunId> runs(ModelId model) {
        return planned(model)
                .sorted(Comparator.comparing(Planned::created)
                        .thenComparing(planned -> planned.run().value())
                        .reversed())
                .map(Planned::run)
                .toList();
    }

    /** The plans of a model's runs, the newest first. */
    public List<Plan> plans(ModelId model) {
        return planned(model)
                .flatMap(planned -> planned.plan().stream())
                .sorted(Comparator.comparing(Plan::created).reversed())
                .toList();
    }

    private record Planned(RunId run, Optional<Plan> plan) {

        Instant created() {
            return plan.map(Plan::created).orElse(Instant.EPOCH);
        }
    }

    /** The model's runs; one whose plan belongs to another run is left out, and warned of once. */
    private Stream<Planned> planned(ModelId model) {
        return folders(model)
                .map(run -> new Planned(run, read(RunKeys.of(model, run, RunKeys.PLAN), Plan.class)))
                .filter(planned -> {
                    Optional<String> other = planned.plan().flatMap(plan -> otherRun(model, planned.run(), plan));
                    other.filter(warnedOf::add)
                            .ifPresent(words -> log.warn("run {} is left out: {}", planned.run(), words));
                    return other.isEmpty();
                });
    }

    /** The model's folders whose names are valid run ids. */
    private Stream<RunId> folders(ModelId model) {
        return objects.folders(RunKeys.model(model)).stream().flatMap(folder -> {
            try {
                return Stream.of(new RunId(folder));
            } catch (IllegalArgumentException e) {
                return Stream.empty(); // not a folder of ours
            }
        });
    }

    /** The names of all files of the run, e.g. {@code part-0001.csv}. */
    public RunFiles files(ModelId model, RunId run) {
        return files(model, run, "");
    }

    private RunFiles files(ModelId model, RunId run, String below) {
        String folder = RunKeys.run(model, run);
        return new RunFiles(objects.list(folder + below).stream()
                .map(key -> key.substring(folder.length()))
                .toList());
    }

    /** The number of the last round that ended; 0 before the first. Lists only the rounds. */
    public int lastRound(ModelId model, RunId run) {
        return files(model, run, RunKeys.ROUNDS).lastRound();
    }

    public Optional<PartitionManifest> manifest(Partition partition) {
        return read(RunKeys.of(partition, RunKeys.MANIFEST), PartitionManifest.class);
    }

    public Optional<ServedManifest> served(Partition partition) {
        return read(RunKeys.of(partition, RunKeys.SERVED), ServedManifest.class);
    }

    /** The partition's CSV; empty if there is none. */
    public Optional<CsvSource> csv(Partition partition) {
        return Stream.of(false, true)
                .map(zipped -> new CsvSource(objects.source(RunKeys.csv(partition, zipped)), zipped))
                .filter(csv -> csv.bytes().size().isPresent())
                .findFirst();
    }

    /** The statistics of the partition's columns; empty for partitions of earlier versions. */
    public Optional<PartitionStats> stats(Partition partition) {
        return read(RunKeys.of(partition, RunKeys.STATS), PartitionStats.class);
    }

    /** The rows that predict rejected; the file may not exist. */
    public ByteSource rejects(Partition partition) {
        return firstThere(RunKeys.numbered(partition, RunKeys.REJECTS), RunKeys.of(partition, RunKeys.EARLIER_REJECTS));
    }

    /**
     * Stores the files of a partition, the manifest last: it marks that the partition exists. A partition that it replaces no
     * longer counts as served.
     *
     * @param stats of its columns; null if they could not be gathered
     */
    public void save(
            PartitionManifest manifest,
            @Nullable PartitionStats stats,
            Path csv,
            boolean zipped,
            Path rejects,
            byte[] log) {
        Partition partition = manifest.partition();
        unserve(partition);
        objects.delete(RunKeys.of(partition, RunKeys.MANIFEST));
        objects.delete(RunKeys.csv(partition, !zipped));
        objects.save(RunKeys.csv(partition, zipped), csv);
        objects.save(RunKeys.numbered(partition, RunKeys.REJECTS), rejects);
        objects.delete(RunKeys.of(partition, RunKeys.EARLIER_REJECTS));
        saveLog(partition, log);
        if (stats == null) {
            objects.delete(RunKeys.of(partition, RunKeys.STATS));
        } else {
            objects.save(RunKeys.of(partition, RunKeys.STATS), Json.line(stats));
        }
        objects.save(RunKeys.of(partition, RunKeys.MANIFEST), Json.bytes(manifest));
    }

    /** Stores the model's log, also for a slice that failed. */
    public void saveLog(Partition partition, byte[] log) {
        objects.save(RunKeys.of(partition, RunKeys.LOG), log);
    }

    /** The end of the model's log; it may not exist. */
    public ByteSource log(Partition partition) {
        return objects.source(RunKeys.of(partition, RunKeys.LOG));
    }

    /** The rows that serve rejected; the file may not exist. */
    public ByteSource serveRejects(Partition partition) {
        return firstThere(
                RunKeys.numbered(partition, RunKeys.SERVE_REJECTS),
                RunKeys.of(partition, RunKeys.EARLIER_SERVE_REJECTS));
    }

    /** The file under its current name, otherwise under its earlier one; the current name if neither exists. */
    private ByteSource firstThere(String key, String earlier) {
        ByteSource current = objects.source(key);
        if (current.size().isPresent()) {
            return current;
        }
        ByteSource old = objects.source(earlier);
        return old.size().isPresent() ? old : current;
    }

    /** The last count of finish. */
    public Optional<Reconciliation> account(ModelId model, RunId run) {
        return read(RunKeys.of(model, run, RunKeys.ACCOUNT), Reconciliation.class);
    }

    /** Stores the count of finish in place of an earlier one. */
    public void save(ModelId model, Reconciliation account) {
        objects.save(RunKeys.of(model, account.run(), RunKeys.ACCOUNT), Json.bytes(account));
    }

    /** The index of the complete run's rows by molecule; it may not exist. */
    public ByteSource keyIndex(ModelId model, RunId run) {
        return objects.source(RunKeys.of(model, run, RunKeys.KEY_INDEX));
    }

    public void saveKeyIndex(ModelId model, RunId run, Path index) {
        objects.save(RunKeys.of(model, run, RunKeys.KEY_INDEX), index);
    }

    /** The key of the file that maps a plan's rows to those of an earlier run. */
    public static String knownRowsKey(ModelId model, RunId run, String sha256) {
        return RunKeys.of(model, run, "known-%s.rows".formatted(sha256));
    }

    /** Stores the file of known rows that a plan names. */
    public void saveKnownRows(Plan.Known known, Path rows) {
        objects.save(known.rowsAt(), rows);
    }

    /** The file of known rows that a plan names; it may not exist. */
    public ByteSource knownRows(Plan.Known known) {
        return objects.source(known.rowsAt());
    }

    /** Stores the report of a run in place of any earlier one; returns where it is. */
    public String saveReport(ModelId model, RunId run, String html) {
        String key = RunKeys.of(model, run, RunKeys.REPORT);
        objects.save(key, html.getBytes(StandardCharsets.UTF_8));
        return objects.uri() + "/" + key;
    }

    /** The keys that serve wrote to the table; the file may not exist. */
    public ByteSource servedKeys(Partition partition) {
        return objects.source(RunKeys.numbered(partition, RunKeys.SERVED_KEYS));
    }

    /** Stores serve's rejects, the keys that it wrote to the table, and last its manifest. */
    public void save(Partition partition, ServedManifest manifest, Path rejects, Path keys) {
        objects.save(RunKeys.numbered(partition, RunKeys.SERVE_REJECTS), rejects);
        objects.delete(RunKeys.of(partition, RunKeys.EARLIER_SERVE_REJECTS));
        objects.save(RunKeys.numbered(partition, RunKeys.SERVED_KEYS), keys);
        objects.save(RunKeys.of(partition, RunKeys.SERVED), Json.bytes(manifest));
    }

    /** Records that another run has overwritten the partition's predictions in the table. */
    public void replaced(Partition partition, ServedManifest served, RunId by) {
        objects.save(RunKeys.of(partition, RunKeys.SERVED), Json.bytes(served.replaced(by)));
    }

    /** Forgets that the partition was served; removes the manifest first. */
    public void unserve(Partition partition) {
        objects.delete(RunKeys.of(partition, RunKeys.SERVED));
        objects.delete(RunKeys.numbered(partition, RunKeys.SERVE_REJECTS));
        objects.delete(RunKeys.numbered(partition, RunKeys.SERVED_KEYS));
        objects.delete(RunKeys.of(partition, RunKeys.EARLIER_SERVE_REJECTS));
    }

    /** Records the model's version for the whole run if the plan could not know it; returns the version that was recorded first. */
    public String recordVersion(ModelId model, RunId run, String version) {
        String key = RunKeys.of(model, run, RunKeys.MODEL_VERSION);
        objects.create(key, Json.bytes(new RecordedVersion(version)));
        return read(key, RecordedVersion.class)
                .map(RecordedVersion::modelVersion)
                .orElse(version);
    }

    /** The version that the run's first worker recorded. */
    public Optional<String> recordedVersion(ModelId model, RunId run) {
        return read(RunKeys.of(model, run, RunKeys.MODEL_VERSION), RecordedVersion.class)
                .map(RecordedVersion::modelVersion);
    }

    /** What was known about the model when the run's first worker started it; empty for runs of earlier versions. */
    public Optional<ModelFacts> facts(ModelId model, RunId run) {
        return read(RunKeys.of(model, run, RunKeys.FACTS), ModelFacts.class);
    }

    /** Stores what is known about the model, unless a worker of the run has already done so. */
    public void recordFacts(ModelId model, RunId run, ModelFacts facts) {
        objects.create(RunKeys.of(model, run, RunKeys.FACTS), Json.bytes(facts));
    }

    /** The rows of the slice's finished batches, in no order; some may overlap. */
    public List<Slice> checkpoints(Partition partition) {
        return files(partition.model(), partition.run(), RunKeys.checkpoints(partition))
                .batches(partition.number());
    }

    /** The finished batch with these rows. */
    public Optional<byte[]> checkpoint(Partition partition, Slice rows) {
        return objects.read(RunKeys.checkpoint(partition, rows));
    }

    /** Stores a finished batch, in place of any with the same rows. */
    public void saveCheckpoint(Partition partition, Slice rows, byte[] batch) {
        objects.save(RunKeys.checkpoint(partition, rows), batch);
    }

    public void deleteCheckpoint(Partition partition, Slice rows) {
        objects.delete(RunKeys.checkpoint(partition, rows));
    }

    /** Claims the right to store the partition; of several concurrent calls exactly one returns true. */
    public boolean claim(Partition partition, String owner) {
        return objects.create(RunKeys.of(partition, RunKeys.CLAIM), Json.bytes(owner));
    }

    /** Who holds the claim. */
    public Optional<String> claimant(Partition partition) {
        return read(RunKeys.of(partition, RunKeys.CLAIM), String.class);
    }

    public void release(Partition partition) {
        objects.delete(RunKeys.of(partition, RunKeys.CLAIM));
    }

    /** A round of the run that has ended. */
    public Optional<Round> round(ModelId model, RunId run, int number) {
        return read(RunKeys.round(model, run, number), Round.class);
    }

    /** Records the end of a round; of several concurrent calls exactly one returns true. */
    public boolean create(ModelId model, RunId run, Round round) {
        return objects.create(RunKeys.round(model, run, round.number()), Json.bytes(round));
    }

    /** Records the end of a round that was resumed after an earlier end, which this replaces. */
    public void save(ModelId model, RunId run, Round round) {
        objects.save(RunKeys.round(model, run, round.number()), Json.bytes(round));
    }

    public Optional<ModelMetadata> metadata(ModelId model) {
        return read(RunKeys.metadata(model), ModelMetadata.class);
    }

    public void save(ModelMetadata metadata) {
        objects.save(RunKeys.metadata(metadata.modelId()), Json.bytes(metadata));
    }

    /** Stores the statistics of the run that the model's metadata describe. */
    public void save(ModelStats stats) {
        objects.save(RunKeys.modelStats(stats.modelId()), Json.line(stats));
    }

    /** The metadata of all models in the store, by model id. */
    public List<ModelMetadata> metadata() {
        List<ModelMetadata> all = new ArrayList<>();
        for (String key : objects.list(RunKeys.META)) {
            if (key.endsWith(RunKeys.STATS)) {
                continue;
            }
            read(key, ModelMetadata.class).ifPresent(all::add);
        }
        return all;
    }

    private record RecordedVersion(String modelVersion) {}

    private <T> Optional<T> read(String key, Class<T> type) {
        return objects.read(key).map(json -> Json.read(json, type, objects.uri() + "/" + key));
    }
}
