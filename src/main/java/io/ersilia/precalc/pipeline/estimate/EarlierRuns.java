package io.ersilia.precalc.pipeline.estimate;

import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.ItemMaker.Made;
import io.ersilia.precalc.pipeline.shared.PartitionCopy;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.CsvSource;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.dynamodb.ItemSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier runs show about a model, the planned run and samples included. A file that cannot be read is skipped:
 * an old run must not prevent an estimate.
 */
final class EarlierRuns {

    private static final Logger log = LoggerFactory.getLogger(EarlierRuns.class);

    /** At most this many runs are searched for partitions, the newest first. */
    private static final int MAX_LISTED = 20;

    /** Manifests of at most this many runs are read, the newest first. */
    static final int MAX_RUNS = 5;

    /** Manifests read of each run, at most. */
    static final int MAX_PARTITIONS = 16;

    /** Rows of a partition that are measured, at most. */
    private static final int MAX_ROWS = 1000;

    private final RunStore store;
    private final Plan plan;
    private final String runner;
    private final boolean withPlanned;

    /** @param runner the runner that will be used */
    EarlierRuns(RunStore store, Plan plan, String runner) {
        this(store, plan, runner, true);
    }

    /** @param withPlanned whether the planned run and later ones count; else the estimate is as it was when the run was planned */
    EarlierRuns(RunStore store, Plan plan, String runner, boolean withPlanned) {
        this.store = store;
        this.plan = plan;
        this.runner = runner;
        this.withPlanned = withPlanned;
    }

    /** The run whose measurements say most about the work ahead. */
    Optional<Experience> best() {
        RunVersion ahead = new RunVersion(store, plan);
        List<Experience> all = new ArrayList<>();
        runs().map(this::partitions)
                .filter(partitions -> !partitions.isEmpty())
                .limit(MAX_RUNS)
                .map(partitions -> Experience.of(partitions, ahead, runner))
                .forEach(all::add);
        readable(() -> store.metadata(plan.model()))
                .filter(model -> withPlanned || model.created().isBefore(plan.created()))
                .ifPresent(model -> add(model, ahead, all));
        return all.stream().max(Experience.BY_WORTH);
    }

    /** The planned run, then the newest others. */
    private Stream<RunId> runs() {
        List<RunId> newestFirst =
                readable(() -> Optional.of(store.runs(plan.model()))).orElse(List.of());
        if (!withPlanned) {
            return newestFirst.stream()
                    .dropWhile(run -> !run.equals(plan.run()))
                    .skip(1)
                    .limit(MAX_LISTED);
        }
        return Stream.concat(Stream.of(plan.run()), newestFirst.stream().filter(run -> !run.equals(plan.run())))
                .limit(MAX_LISTED);
    }

    private static void add(ModelMetadata model, RunVersion ahead, List<Experience> all) {
        Double seconds = model.secondsPerMolecule();
        if (seconds == null || !Experience.isBelievable(seconds, model.newlyPredicted())) {
            return;
        }
        boolean known = all.stream().anyMatch(one -> one.run().equals(model.run()));
        all.replaceAll(one -> one.run().equals(model.run()) ? one.with(model, seconds) : one);
        if (!known) {
            all.add(Experience.of(model, seconds, ahead));
        }
    }

    private List<PartitionManifest> partitions(RunId run) {
        RunFiles files = store.files(plan.model(), run);
        return files.partitions().stream()
                .filter(files::isPredicted)
                .limit(MAX_PARTITIONS)
                .flatMap(worker -> readable(() -> store.manifest(new Partition(plan.model(), run, worker))).stream())
                .filter(manifest -> manifest.rowsIn() > 0
                        && manifest.predicted() > 0
                        && Experience.isBelievable(
                                manifest.secondsOfModel() / manifest.predicted(), manifest.predicted()))
                .toList();
    }

    /** How much a row takes: measured on the partition with the most predictions, else assumed. */
    RowSize rowSize(Optional<Experience> experience) {
        Optional<PartitionManifest> largest = experience.stream()
                .flatMap(one -> one.partitions().stream())
                .max((one, other) -> Long.compare(one.predicted(), other.predicted()));
        return largest.flatMap(manifest -> readable(() -> measured(manifest)))
                .orElseGet(() -> RowSize.assumed(
                        largest.map(manifest -> manifest.columns().size()).orElse(null)));
    }

    private Optional<RowSize> measured(PartitionManifest manifest) {
        Optional<CsvSource> csv = store.csv(manifest.partition());
        if (csv.isEmpty()) {
            return Optional.empty();
        }
        long fileBytes = csv.get().bytes().size().orElse(0);
        ItemMaker maker = new ItemMaker(plan.partition(1), manifest.modelVersion(), plan.created());
        long rows = 0;
        long items = 0;
        double bytes = 0;
        double units = 0;
        try (PartitionRows partition = open(manifest, csv.get())) {
            for (Optional<ParsedRow> row = partition.next();
                    row.isPresent() && rows < MAX_ROWS;
                    row = partition.next()) {
                rows++;
                Made made = maker.make(row.get());
                if (made.item().isPresent()) {
                    items++;
                    bytes += made.bytes() + RowSize.STORED_ITEM_BYTES;
                    units += ItemSize.writeUnits(made.bytes());
                }
            }
        } catch (IOException e) {
            throw Failure.input("%s cannot be read: %s".formatted(manifest.partition(), e.getMessage()));
        }
        return rows == 0
                ? Optional.empty()
                : Optional.of(new RowSize(
                        manifest.columns().size(),
                        true,
                        (double) fileBytes / manifest.rowsIn(),
                        (double) items / rows,
                        items == 0 ? 0 : bytes / items,
                        units / rows));
    }

    private PartitionRows open(PartitionManifest manifest, CsvSource csv) throws IOException {
        return new PartitionRows(
                store,
                manifest.partition(),
                PartitionCopy.unzipped(manifest.partition(), csv.bytes().open(0, Long.MAX_VALUE), csv.zipped()),
                store.plan(manifest.model(), manifest.run()).orElse(null),
                manifest);
    }

    private static <T> Optional<T> readable(Supplier<Optional<T>> file) {
        try {
            return file.get();
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.INPUT) {
                throw e;
            }
            log.debug("not used for the estimate: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
