package io.ersilia.precalc.store;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Slice;

/** The keys under which a store keeps the files of runs; {@link RunFiles} reads them back from a listing. */
final class RunKeys {

    static final String META = "meta/";
    static final String ROUNDS = "rounds/";
    static final String STATS = ".stats.json";
    static final String LIBRARY = "reference_library.csv";

    private RunKeys() {}

    static String metadata(ModelId model) {
        return META + model + ".json";
    }

    static String modelStats(ModelId model) {
        return META + model + STATS;
    }

    static String libraryCopy(String sha256) {
        return "libraries/%s.csv".formatted(sha256);
    }

    static String libraryFiles(String sha256) {
        return "libraries/%s.files.csv".formatted(sha256);
    }

    static String slices(String sha256) {
        return "libraries/%s.slices".formatted(sha256);
    }

    static String fingerprints(String sha256) {
        return "libraries/%s.fp".formatted(sha256);
    }

    /** What the keys of all runs of a model begin with. */
    static String model(ModelId model) {
        return "out/%s/".formatted(model);
    }

    /** What the keys of a run begin with. */
    static String run(ModelId model, RunId run) {
        return model(model) + run + "/";
    }

    static String plan(ModelId model, RunId run) {
        return run(model, run) + "plan.json";
    }

    static String modelVersion(ModelId model, RunId run) {
        return run(model, run) + "model-version.json";
    }

    static String facts(ModelId model, RunId run) {
        return run(model, run) + "model.json";
    }

    static String account(ModelId model, RunId run) {
        return run(model, run) + "account.json";
    }

    static String keyIndex(ModelId model, RunId run) {
        return run(model, run) + "keys.csv";
    }

    static String knownRows(ModelId model, RunId run, String sha256) {
        return run(model, run) + "known-%s.rows".formatted(sha256);
    }

    static String report(ModelId model, RunId run) {
        return run(model, run) + "report.html";
    }

    static String round(ModelId model, RunId run, int number) {
        return "%s%s%04d.json".formatted(run(model, run), ROUNDS, number);
    }

    static String csv(Partition partition, boolean zipped) {
        return part(partition, zipped ? ".csv.gz" : ".csv");
    }

    static String manifest(Partition partition) {
        return part(partition, ".json");
    }

    static String stats(Partition partition) {
        return part(partition, ".stats.json");
    }

    static String log(Partition partition) {
        return part(partition, ".log");
    }

    static String claim(Partition partition) {
        return part(partition, ".claim");
    }

    static String rejects(Partition partition) {
        return numbered(partition, "rejects");
    }

    /** What earlier versions called the rejects of predict; since then {@code part-*.csv} means predictions only. */
    static String earlierRejects(Partition partition) {
        return part(partition, ".rejects.csv");
    }

    static String servedManifest(Partition partition) {
        return part(partition, ".served.json");
    }

    static String servedKeys(Partition partition) {
        return numbered(partition, "keys");
    }

    static String serveRejects(Partition partition) {
        return numbered(partition, "serve-rejects");
    }

    /** What earlier versions called the rejects of serve. */
    static String earlierServeRejects(Partition partition) {
        return part(partition, ".serve-rejects.csv");
    }

    /** What the names of the slice's finished batches begin with, within the folder of the run. */
    static String checkpoints(Partition partition) {
        return RunFiles.CHECKPOINTS + "%04d/".formatted(partition.number());
    }

    static String checkpoint(Partition partition, Slice rows) {
        return run(partition.model(), partition.run())
                + checkpoints(partition)
                + "batch-%09d-%09d.json".formatted(rows.from(), rows.to());
    }

    private static String part(Partition partition, String suffix) {
        return run(partition.model(), partition.run()) + partition.name() + suffix;
    }

    private static String numbered(Partition partition, String name) {
        return "%s%s-%04d.csv".formatted(run(partition.model(), partition.run()), name, partition.number());
    }
}
