package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.library.Library;
import io.ersilia.precalc.library.LibraryRow;
import io.ersilia.precalc.library.SliceFile;
import io.ersilia.precalc.molecule.Ecfp4;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.nearest.FingerprintWriter;
import io.ersilia.precalc.nearest.LibraryNeighbours;
import io.ersilia.precalc.pipeline.shared.Passes;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the fingerprints of a run's library, on all cores and with one block of them in memory. */
public final class FingerprintsJob {

    private static final Logger log = LoggerFactory.getLogger(FingerprintsJob.class);

    private static final int ROWS_PER_TASK = 200;

    /** The SMILES parser recurses into chains and branches; only the used part of a stack costs memory. */
    private static final long STACK_BYTES = 16L << 20;

    private final RunStore store;
    private final Places places;
    private final Screening screening;
    private final LibraryNeighbours neighbours;

    public FingerprintsJob(RunStore store, Places places, Screening screening, LibraryNeighbours neighbours) {
        this.store = store;
        this.places = places;
        this.screening = screening;
        this.neighbours = neighbours;
    }

    /** Makes the file, unless it exists and is complete: fingerprints belong to the library, whatever model was run over it. */
    public void make(Plan plan, Passes passes) {
        String sha256 = plan.library().sha256();
        ByteSource stored = store.fingerprints(sha256);
        if (isWhole(stored)) {
            log.info("the fingerprints of the library are already there: {}", stored.uri());
            return;
        }
        Plan blocks = inBlocks(plan);
        ExecutorService cores = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(), new DaemonThreads("fingerprints", STACK_BYTES));
        try (TemporaryFolder work = TemporaryFolder.create();
                Passes.Pass pass = passes.begin("fingerprints", blocks.rows())) {
            Path file = work.file("library.fp");
            long written = 0;
            try (FingerprintWriter writer = new FingerprintWriter(file)) {
                for (Plan.PlannedSlice block : blocks.slices()) {
                    List<FingerprintWriter.Row> rows = rows(blocks, block, work.file("block.csv"), cores, pass);
                    writer.write(rows);
                    written += rows.size();
                }
            }
            store.saveFingerprints(sha256, file);
            log.info("fingerprints of {} are in {}", Words.many(written, "molecule"), stored.uri());
        } catch (IOException e) {
            throw TemporaryFolder.trouble("make the fingerprints of the library", e);
        } finally {
            cores.shutdownNow();
        }
    }

    private boolean isWhole(ByteSource file) {
        if (file.size().isEmpty()) {
            return false;
        }
        try {
            neighbours.stored(file);
            return true;
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.INPUT) {
                throw e;
            }
            log.warn("{}; doing so now", e.getMessage());
            return false;
        }
    }

    /** A plan of the whole library, even if the given one is a sample of it, with a slice for each block of the file. */
    private Plan inBlocks(Plan plan) {
        Library files = Library.of(places.files(plan.library().uri()), screening::isSmiles);
        if (!files.scan(rows -> {}).sha256().equals(plan.library().sha256())) {
            throw Failure.input("%s has changed since run %s was planned: plan a new run with --new-run"
                    .formatted(plan.library().uri(), plan.run()));
        }
        long rows = plan.library().rows();
        int blocks = Math.toIntExact((rows - 1) / FingerprintWriter.MOST_ROWS + 1);
        List<Plan.PlannedSlice> slices = files.cut(plan.library(), rows, blocks, seen -> {});
        return new Plan(
                plan.run(),
                plan.model(),
                null,
                plan.created(),
                blocks,
                rows,
                null,
                plan.library(),
                slices,
                List.of(),
                null,
                null);
    }

    private List<FingerprintWriter.Row> rows(
            Plan plan, Plan.PlannedSlice block, Path copy, ExecutorService cores, Passes.Pass pass) throws IOException {
        List<Future<List<FingerprintWriter.Row>>> ahead = new ArrayList<>();
        try (SliceFile slice = SliceFile.copy(places::file, screening::isSmiles, plan, block, copy)) {
            for (List<LibraryRow> some = slice.read(ROWS_PER_TASK); !some.isEmpty(); some = slice.read(ROWS_PER_TASK)) {
                List<LibraryRow> task = some;
                ahead.add(cores.submit(() ->
                        task.stream().map(this::row).flatMap(Optional::stream).toList()));
            }
        }
        List<FingerprintWriter.Row> rows = new ArrayList<>();
        for (Future<List<FingerprintWriter.Row>> task : ahead) {
            rows.addAll(finished(task));
            pass.advance(ROWS_PER_TASK);
        }
        return rows;
    }

    /** Empty for a row that a model could not be asked about. */
    private Optional<FingerprintWriter.Row> row(LibraryRow row) {
        return screening.screen(row.smiles(), row.key()) instanceof Screened.Accepted molecule
                ? Ecfp4.of(molecule.smiles())
                        .map(bits -> new FingerprintWriter.Row(molecule.key(), molecule.smiles(), bits))
                : Optional.empty();
    }

    private static List<FingerprintWriter.Row> finished(Future<List<FingerprintWriter.Row>> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            throw Stop.interrupted("stopped: the fingerprints were not made", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("no molecule may fail", e);
        }
    }
}
