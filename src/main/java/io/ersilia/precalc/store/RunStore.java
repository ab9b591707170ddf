package io.ersilia.precalc.store;

import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Round;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.stats.PartitionStats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The plans, partitions and metadata of runs in a store: the one place that knows what their files are called. */
public final class RunStore {

    private static final String META = "meta/";
    private static final String GZIP = ".gz";
    private static final String STATS = ".stats.json";

    /** What earlier versions called the files of rejects; {@code part-*.csv} is predictions alone since. */
    private static final String EARLIER_REJECTS = ".rejects.csv";

    private static final String EARLIER_SERVE_REJECTS = ".serve-rejects.csv";

    private final ObjectStore objects;

    public RunStore(ObjectStore objects) {
        this.objects = objects;
    }

    /** Where the store is. */
    public String uri() {
        return objects.uri();
    }

    /** Where the files of a run are, as a person would write it. */
    public String uri(ModelId model, RunId run) {
        return objects.uri() + "/" + folder(model, run);
    }

    /** The reference library that the store itself holds, whether there is one or not. */
    public ByteSource library() {
        return objects.source("reference_library.csv");
    }

    /** The plain copy of a library that was given in another form, by its hash, whether there is one or not. */
    public ByteSource libraryCopy(String sha256) {
        return objects.source(libraryKey(sha256));
    }

    /** Keeps the plain copy of a library; of equal content, so that the last of several does no harm. */
    public void saveLibraryCopy(String sha256, Path csv) {
        objects.save(libraryKey(sha256), csv);
    }

    public Optional<Plan> plan(ModelId model, RunId run) {
        return read(planKey(model, run), Plan.class);
    }

    /** Fixes the plan; of several at once exactly one is told true. */
    public boolean create(Plan plan) {
        return objects.create(planKey(plan.model(), plan.run()), Json.bytes(plan));
    }

    /** The runs of a model, by when they were planned, the newest first. Runs without a plan were imported: last. */
    public List<RunId> runs(ModelId model) {
        return Runs.newestFirst(this, model, objects.list("out/%s/".formatted(model)));
    }

    /** The names of all files of the run, e.g. {@code part-0001.csv}. */
    public RunFiles files(ModelId model, RunId run) {
        return files(model, run, "");
    }

    private RunFiles files(ModelId model, RunId run, String below) {
        String folder = folder(model, run);
        return new RunFiles(objects.list(folder + below).stream()
                .map(key -> key.substring(folder.length()))
                .toList());
    }

    public Optional<PartitionManifest> manifest(Partition partition) {
        return read(key(partition, ".json"), PartitionManifest.class);
    }

    public Optional<ServedManifest> served(Partition partition) {
        return read(key(partition, ".served.json"), ServedManifest.class);
    }

    /** The partition's CSV; empty when there is none. */
    public Optional<CsvSource> csv(Partition partition) {
        return List.of("", GZIP).stream()
                .map(suffix -> new CsvSource(objects.source(key(partition, ".csv" + suffix)), !suffix.isEmpty()))
                .filter(csv -> csv.bytes().size().isPresent())
                .findFirst();
    }

    /** What the columns of the partition hold; empty when nobody gathered it, as earlier versions. */
    public Optional<PartitionStats> stats(Partition partition) {
        return read(key(partition, STATS), PartitionStats.class);
    }

    /** What predict rejected of the slice, whether there is such a file or not. */
    public ByteSource rejects(Partition partition) {
        return firstThere(rejectsKey(partition), key(partition, EARLIER_REJECTS));
    }

    /**
     * Stores the files of a partition, the manifest last: it is the mark that the partition exists. One that was there
     * before is no longer served.
     *
     * @param stats what its columns hold; null when that could not be gathered
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
        objects.delete(key(partition, ".json"));
        objects.delete(key(partition, ".csv" + (zipped ? "" : GZIP)));
        objects.save(key(partition, ".csv" + (zipped ? GZIP : "")), csv);
        objects.save(rejectsKey(partition), rejects);
        objects.delete(key(partition, EARLIER_REJECTS));
        saveLog(partition, log);
        if (stats == null) {
            objects.delete(key(partition, STATS));
        } else {
            objects.save(key(partition, STATS), Json.line(stats));
        }
        objects.save(key(partition, ".json"), Json.bytes(manifest));
    }

    /** Stores the model's log, also of a slice that failed. */
    public void saveLog(Partition partition, byte[] log) {
        objects.save(key(partition, ".log"), log);
    }

    /** The end of the model's log, whether there is one or not. */
    public ByteSource log(Partition partition) {
        return objects.source(key(partition, ".log"));
    }

    /** What serve rejected of the partition, whether there is such a file or not. */
    public ByteSource serveRejects(Partition partition) {
        return firstThere(serveRejectsKey(partition), key(partition, EARLIER_SERVE_REJECTS));
    }

    /** The file by its name of today or else of earlier versions; where there is neither, that of today. */
    private ByteSource firstThere(String key, String earlier) {
        ByteSource today = objects.source(key);
        if (today.size().isPresent()) {
            return today;
        }
        ByteSource before = objects.source(earlier);
        return before.size().isPresent() ? before : today;
    }

    /** What finish counted last. */
    public Optional<Reconciliation> account(ModelId model, RunId run) {
        return read(folder(model, run) + "account.json", Reconciliation.class);
    }

    /** Stores what finish counted, in place of what it counted before. */
    public void save(ModelId model, Reconciliation account) {
        objects.save(folder(model, account.run()) + "account.json", Json.bytes(account));
    }

    /** Stores the report of a run, in place of the one before; answers where it is. */
    public String saveReport(ModelId model, RunId run, String html) {
        String key = folder(model, run) + "report.html";
        objects.save(key, html.getBytes(StandardCharsets.UTF_8));
        return objects.uri() + "/" + key;
    }

    /** The keys that serve wrote to the table, whether there is such a file or not. */
    public ByteSource servedKeys(Partition partition) {
        return objects.source(servedKeysKey(partition));
    }

    /** Stores what serve rejected, the keys that it wrote to the table, and last its manifest. */
    public void save(Partition partition, ServedManifest manifest, Path rejects, Path keys) {
        objects.save(serveRejectsKey(partition), rejects);
        objects.delete(key(partition, EARLIER_SERVE_REJECTS));
        objects.save(servedKeysKey(partition), keys);
        objects.save(key(partition, ".served.json"), Json.bytes(manifest));
    }

    /** Remembers that another run wrote over a partition that was served. */
    public void replaced(Partition partition, ServedManifest served, RunId by) {
        objects.save(key(partition, ".served.json"), Json.bytes(served.replaced(by)));
    }

    /** Forgets that the partition was served, the manifest first. */
    public void unserve(Partition partition) {
        objects.delete(key(partition, ".served.json"));
        objects.delete(serveRejectsKey(partition));
        objects.delete(servedKeysKey(partition));
        objects.delete(key(partition, EARLIER_SERVE_REJECTS));
    }

    /** Records the model's version for the whole run where the plan could not know it; answers the recorded one. */
    public String recordVersion(ModelId model, RunId run, String version) {
        String key = folder(model, run) + "model-version.json";
        objects.create(key, Json.bytes(new RecordedVersion(version)));
        return read(key, RecordedVersion.class)
                .map(RecordedVersion::modelVersion)
                .orElse(version);
    }

    /** The version that the run's first worker recorded. */
    public Optional<String> recordedVersion(ModelId model, RunId run) {
        return read(folder(model, run) + "model-version.json", RecordedVersion.class)
                .map(RecordedVersion::modelVersion);
    }

    /** The rows of the batches of the slice that are finished, in no order; some may overlap. */
    public List<Slice> checkpoints(Partition partition) {
        return files(partition.model(), partition.run(), RunFiles.CHECKPOINTS + "%04d/".formatted(partition.number()))
                .batches(partition.number());
    }

    /** The finished batch of these rows. */
    public Optional<byte[]> checkpoint(Partition partition, Slice rows) {
        return objects.read(checkpointKey(partition, rows));
    }

    /** Stores a finished batch, in place of one of the same rows. */
    public void saveCheckpoint(Partition partition, Slice rows, byte[] batch) {
        objects.save(checkpointKey(partition, rows), batch);
    }

    public void deleteCheckpoint(Partition partition, Slice rows) {
        objects.delete(checkpointKey(partition, rows));
    }

    /** Claims the right to store the partition; of several at once exactly one is told true. */
    public boolean claim(Partition partition, String owner) {
        return objects.create(key(partition, ".claim"), Json.bytes(owner));
    }

    /** Who holds the claim. */
    public Optional<String> claimant(Partition partition) {
        return read(key(partition, ".claim"), String.class);
    }

    public void release(Partition partition) {
        objects.delete(key(partition, ".claim"));
    }

    /** A round of the run that has ended. */
    public Optional<Round> round(ModelId model, RunId run, int number) {
        return read(roundKey(model, run, number), Round.class);
    }

    /** Records the end of a round; of several at once exactly one is told true. */
    public boolean create(ModelId model, RunId run, Round round) {
        return objects.create(roundKey(model, run, round.number()), Json.bytes(round));
    }

    /** Records the end of a round that ended before and was gone on with, in place of what was known of it. */
    public void save(ModelId model, RunId run, Round round) {
        objects.save(roundKey(model, run, round.number()), Json.bytes(round));
    }

    public Optional<ModelMetadata> metadata(ModelId model) {
        return read(META + model + ".json", ModelMetadata.class);
    }

    public void save(ModelMetadata metadata) {
        objects.save(META + metadata.modelId() + ".json", Json.bytes(metadata));
    }

    /** All models that the store has metadata of, by id. */
    public List<ModelMetadata> metadata() {
        List<ModelMetadata> all = new ArrayList<>();
        for (String key : objects.list(META)) {
            read(key, ModelMetadata.class).ifPresent(all::add);
        }
        return all;
    }

    private record RecordedVersion(String modelVersion) {}

    private <T> Optional<T> read(String key, Class<T> type) {
        return objects.read(key).map(json -> Json.read(json, type, objects.uri() + "/" + key));
    }

    private static String folder(ModelId model, RunId run) {
        return "out/%s/%s/".formatted(model, run);
    }

    private static String libraryKey(String sha256) {
        return "libraries/%s.csv".formatted(sha256);
    }

    private static String planKey(ModelId model, RunId run) {
        return folder(model, run) + "plan.json";
    }

    private static String roundKey(ModelId model, RunId run, int number) {
        return "%srounds/%04d.json".formatted(folder(model, run), number);
    }

    private static String checkpointKey(Partition partition, Slice rows) {
        return folder(partition.model(), partition.run())
                + RunFiles.CHECKPOINTS
                + "%04d/batch-%09d-%09d.json".formatted(partition.number(), rows.from(), rows.to());
    }

    private static String rejectsKey(Partition partition) {
        return "%srejects-%04d.csv".formatted(folder(partition.model(), partition.run()), partition.number());
    }

    private static String serveRejectsKey(Partition partition) {
        return "%sserve-rejects-%04d.csv".formatted(folder(partition.model(), partition.run()), partition.number());
    }

    private static String servedKeysKey(Partition partition) {
        return "%skeys-%04d.csv".formatted(folder(partition.model(), partition.run()), partition.number());
    }

    private static String key(Partition partition, String suffix) {
        return folder(partition.model(), partition.run()) + partition.name() + suffix;
    }
}
