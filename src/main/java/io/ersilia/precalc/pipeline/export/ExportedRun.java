package io.ersilia.precalc.pipeline.export;

import io.ersilia.precalc.pipeline.shared.PartitionCopy;
import io.ersilia.precalc.pipeline.shared.ReadableManifests;
import io.ersilia.precalc.prediction.PartitionReader;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.CsvSource;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run whose predictions are read.
 *
 * @param plan null for a run that was imported
 * @param partitions those that exist, by worker
 * @param columns of all of them
 * @param account what finish counted; null if it has not, so that the run is taken as far as it goes
 */
public record ExportedRun(
        ModelId model,
        RunId run,
        @Nullable Plan plan,
        List<Partition> partitions,
        ReadableManifests manifests,
        List<String> columns,
        ModelFacts facts,
        @Nullable Reconciliation account) {

    public ExportedRun {
        partitions = List.copyOf(partitions);
        columns = List.copyOf(columns);
    }

    /**
     * Reads what the run has.
     *
     * @throws Failure of kind INPUT when it has no predictions, or its partitions have different columns
     */
    static ExportedRun read(
            RunStore store,
            ModelId model,
            RunId run,
            @Nullable Plan plan,
            List<Partition> partitions,
            ReadableManifests manifests,
            @Nullable Reconciliation account) {
        return new ExportedRun(
                model,
                run,
                plan,
                partitions,
                manifests,
                columns(store, model, run, partitions, manifests),
                store.facts(model, run).orElse(ModelFacts.NONE),
                account);
    }

    private static List<String> columns(
            RunStore store, ModelId model, RunId run, List<Partition> partitions, ReadableManifests manifests) {
        Map<List<String>, Partition> found = new LinkedHashMap<>();
        for (Partition partition : partitions) {
            List<String> columns = manifests
                    .predicted(partition)
                    .map(PartitionManifest::columns)
                    .orElseGet(() -> header(store, partition));
            if (!columns.isEmpty()) {
                found.putIfAbsent(columns, partition);
            }
        }
        List<List<String>> different = List.copyOf(found.keySet());
        if (different.size() > 1) {
            throw Failure.input("%s has the columns %s, %s has %s: predict one of them again with --force"
                    .formatted(
                            found.get(different.get(0)),
                            different.get(0),
                            found.get(different.get(1)),
                            different.get(1)));
        }
        if (different.isEmpty()) {
            throw Failure.input(
                    "run %s of %s has no predictions in %s: predict first".formatted(run, model, store.uri()));
        }
        return different.get(0);
    }

    /** Columns of a partition that was imported without a manifest. */
    private static List<String> header(RunStore store, Partition partition) {
        CsvSource csv = store.csv(partition)
                .orElseThrow(() -> Failure.input("%s is not in %s".formatted(partition, store.uri())));
        try (PartitionReader reader = new PartitionReader(
                "%s of %s".formatted(partition, store.uri()),
                PartitionCopy.unzipped(partition, csv.bytes().open(0, Long.MAX_VALUE), csv.zipped()),
                null)) {
            return List.copyOf(reader.columns());
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot read %s: run the same command again"
                            .formatted(csv.bytes().uri()),
                    e);
        }
    }

    /**
     * Refuses files whose rows are not those that finish counted.
     *
     * @param predictions that were read, one for each key
     * @throws Failure of kind INPUT
     */
    public void requireCounted(long predictions) {
        if (account != null && account.rows().served() != predictions) {
            throw Failure.input("run %s of %s: finish counted %s, its partitions have %s: finish it again"
                    .formatted(run, model, Words.many(account.rows().served(), "molecule"), Words.count(predictions)));
        }
    }

    /** The version of the model, if known. */
    public @Nullable String modelVersion() {
        return manifests.all().values().stream()
                .map(PartitionManifest::modelVersion)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(plan == null ? null : plan.modelVersion());
    }

    /** Rows to read, as far as the manifests say. */
    public long rows() {
        return partitions.stream()
                .flatMap(partition -> manifests.predicted(partition).stream())
                .mapToLong(PartitionManifest::rowsIn)
                .sum();
    }
}
