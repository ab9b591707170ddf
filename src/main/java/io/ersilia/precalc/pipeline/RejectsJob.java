package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.library.OwnColumns;
import io.ersilia.precalc.pipeline.shared.ProvenRejects;
import io.ersilia.precalc.pipeline.shared.ReadableManifests;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.FileSet;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.words.Words;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the rows of a run that have no prediction: what predict and serve rejected, in the order of the library, each with
 * the library's own columns. Only one row at a time is in memory.
 *
 * @param libraries opens the library that a plan names
 * @param isSmiles the same test that the run was planned with
 */
public record RejectsJob(RunStore store, Function<String, FileSet> libraries, Predicate<String> isSmiles) {

    private static final Logger log = LoggerFactory.getLogger(RejectsJob.class);

    /** Takes the list. */
    public interface Listing extends Closeable {

        /**
         * Before the first row.
         *
         * @param own names of the library's own columns; empty if they are not known
         */
        void begin(List<String> own) throws IOException;

        /**
         * A row without a prediction.
         *
         * @param own cells of the library's own columns
         */
        void add(RejectedRow row, List<String> own) throws IOException;

        /** After the last row; not called if the list is incomplete. */
        default void end() throws IOException {}
    }

    /**
     * Lists the rejects of the partitions that exist; logs what is missing.
     *
     * @return the number of rows listed
     * @throws Failure of kind INPUT if a file of rejects does not match its manifest
     * @throws IOException when the list cannot be written
     */
    public long list(ModelId model, RunId run, Listing listing) throws IOException {
        Plan plan = store.plan(model, run).orElse(null);
        RunFiles files = store.files(model, run);
        List<Integer> workers = files.workers(plan);
        ReadableManifests manifests = ReadableManifests.read(store, model, run, files, workers);
        tellWhatIsMissing(run, plan, workers, manifests);
        try (OwnColumns own = own(plan)) {
            listing.begin(own == null ? List.of() : own.names());
            Rows rows = new Rows(plan, own, listing);
            for (int worker : workers) {
                Partition partition = new Partition(model, run, worker);
                list(
                        partition,
                        manifests.predicted(partition).orElse(null),
                        manifests.served(partition).orElse(null),
                        rows);
            }
            listing.end();
            return rows.listed;
        }
    }

    private void list(
            Partition partition, @Nullable PartitionManifest predicted, @Nullable ServedManifest served, Rows rows)
            throws IOException {
        try (RejectsFile.Reader predict =
                        predicted == null || predicted.rejected().total() == 0
                                ? none()
                                : opened(ProvenRejects.of(store, predicted));
                RejectsFile.Reader serve = served == null || served.rejected().total() == 0
                        ? none()
                        : opened(store.serveRejects(partition))) {
            long byServe = 0;
            Optional<RejectedRow> early = predict.read();
            Optional<RejectedRow> late = serve.read();
            while (early.isPresent() || late.isPresent()) {
                Stop.check();
                if (late.isEmpty()
                        || (early.isPresent() && early.get().row() <= late.get().row())) {
                    rows.add(partition, early.orElseThrow());
                    early = predict.read();
                } else {
                    rows.add(partition, late.get());
                    byServe++;
                    late = serve.read();
                }
            }
            if (served != null && byServe != served.rejected().total()) {
                throw Failure.input("%s has %s, its manifest says %s: serve the partition again with --force"
                        .formatted(
                                store.serveRejects(partition).uri(),
                                Words.many(byServe, "reject"),
                                Words.count(served.rejected().total())));
            }
        }
    }

    /** Adds rows to the list, each once and in order, because the columns of a library can only be read forwards. */
    private static final class Rows {
        private final @Nullable Plan plan;
        private final @Nullable OwnColumns own;
        private final Listing listing;
        private long last;
        private long listed;

        Rows(@Nullable Plan plan, @Nullable OwnColumns own, Listing listing) {
            this.plan = plan;
            this.own = own;
            this.listing = listing;
        }

        void add(Partition partition, RejectedRow row) throws IOException {
            if (plan != null && (row.row() <= last || row.row() > plan.library().rows())) {
                throw Failure.input(
                        "the rejects of %s have row %d behind row %d, in a library of %s: serve it again with --force"
                                .formatted(
                                        partition,
                                        row.row(),
                                        last,
                                        Words.many(plan.library().rows(), "row")));
            }
            last = row.row();
            listed++;
            listing.add(row, own == null ? List.of() : own.cells(row.row()));
        }
    }

    /** The library's own columns; null if the list omits them. */
    private @Nullable OwnColumns own(@Nullable Plan plan) {
        if (plan == null) {
            log.warn("the run was imported: rows are counted within each partition, and no library is known");
            return null;
        }
        try {
            return OwnColumns.open(libraries.apply(plan.library().uri()), isSmiles, plan.library());
        } catch (Failure e) {
            log.warn("{}: the list omits the library's own columns", e.getMessage());
            return null;
        }
    }

    private static void tellWhatIsMissing(
            RunId run, @Nullable Plan plan, List<Integer> workers, ReadableManifests manifests) {
        manifests.problems().forEach(log::warn);
        int predicted = manifests.all().size();
        if (plan != null && predicted < workers.size()) {
            log.warn(
                    "run {}: {} not predicted: the list has none of those rows",
                    run,
                    Words.many(workers.size() - predicted, "slice is", "slices are"));
        }
        long unserved = manifests.all().keySet().stream()
                .filter(partition -> manifests.served(partition).isEmpty())
                .count();
        if (unserved > 0) {
            log.warn(
                    "run {}: {} not served: rejects of serve may be missing",
                    run,
                    Words.many(unserved, "partition is", "partitions are"));
        }
    }

    private static RejectsFile.Reader none() throws IOException {
        return new RejectsFile.Reader("none", InputStream.nullInputStream());
    }

    private static RejectsFile.Reader opened(ByteSource file) throws IOException {
        if (file.size().isEmpty()) {
            return none();
        }
        try {
            return new RejectsFile.Reader(file.uri(), file.open(0, Long.MAX_VALUE));
        } catch (IOException e) {
            throw Failure.unavailable("cannot read %s: run the same command again".formatted(file.uri()), e);
        }
    }
}
