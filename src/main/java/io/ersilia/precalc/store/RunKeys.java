package io.ersilia.precalc.store;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Slice;

/** The keys under which a store keeps the files of runs; {@link RunFiles} reads them back from a listing. */
final class RunKeys {

    static final String META = "meta/";
    static final String ROUNDS = "rounds/";
    static final String LIBRARY = "reference_library.csv";

    // Files of a run.
    static final String PLAN = "plan.json";
    static final String MODEL_VERSION = "model-version.json";
    static final String FACTS = "model.json";
    static final String ACCOUNT = "account.json";
    static final String KEY_INDEX = "keys.csv";
    static final String REPORT = "report.html";

    // Endings of a partition's files, after its name.
    static final String MANIFEST = ".json";
    static final String STATS = ".stats.json";
    static final String LOG = ".log";
    static final String CLAIM = ".claim";
    static final String SERVED = ".served.json";

    /** The ending of predict's rejects in earlier versions; now {@code part-*.csv} matches predictions only. */
    static final String EARLIER_REJECTS = ".rejects.csv";

    /** The ending of serve's rejects in earlier versions. */
    static final String EARLIER_SERVE_REJECTS = ".serve-rejects.csv";

    // Beginnings of a partition's files, before its number.
    static final String REJECTS = "rejects";
    static final String SERVED_KEYS = "keys";
    static final String SERVE_REJECTS = "serve-rejects";

    private RunKeys() {}

    static String metadata(ModelId model) {
        return META + model + ".json";
    }

    static String modelStats(ModelId model) {
        return META + model + STATS;
    }

    /** The key of a file about a library. */
    static String library(String sha256, String suffix) {
        return "libraries/" + sha256 + suffix;
    }

    /** The beginning of the keys of all runs of a model. */
    static String model(ModelId model) {
        return "out/%s/".formatted(model);
    }

    /** The beginning of the keys of a run. */
    static String run(ModelId model, RunId run) {
        return model(model) + run + "/";
    }

    static String of(ModelId model, RunId run, String file) {
        return run(model, run) + file;
    }

    static String of(Partition partition, String suffix) {
        return of(partition.model(), partition.run(), partition.name() + suffix);
    }

    static String numbered(Partition partition, String name) {
        return of(partition.model(), partition.run(), "%s-%04d.csv".formatted(name, partition.number()));
    }

    static String csv(Partition partition, boolean zipped) {
        return of(partition, zipped ? ".csv.gz" : ".csv");
    }

    static String round(ModelId model, RunId run, int number) {
        return of(model, run, "%s%04d.json".formatted(ROUNDS, number));
    }

    /** The beginning of the names of the slice's finished batches, within the folder of the run. */
    static String checkpoints(Partition partition) {
        return RunFiles.CHECKPOINTS + "%04d/".formatted(partition.number());
    }

    static String checkpoint(Partition partition, Slice rows) {
        String file = checkpoints(partition) + "batch-%09d-%09d.json".formatted(rows.from(), rows.to());
        return of(partition.model(), partition.run(), file);
    }
}
