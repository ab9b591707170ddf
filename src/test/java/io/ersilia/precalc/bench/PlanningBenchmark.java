package io.ersilia.precalc.bench;

import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.pipeline.plan.LibraryChooser;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Unfinished;
import io.ersilia.precalc.pipeline.plan.Planner;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Plans a run over a library of many files, which are made unless they are there: {@code FOLDER ROWS FILES WORKERS}. Says how
 * long it took and how much heap was in use at most.
 */
final class PlanningBenchmark {

    private PlanningBenchmark() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        long rows = Long.parseLong(args[1]);
        int files = Integer.parseInt(args[2]);
        int workers = Integer.parseInt(args[3]);
        Path library = Files.createDirectories(folder.resolve("library"));
        long bytes = 0;
        for (int file = 0; file < files; file++) {
            Path part = library.resolve("part-%05d.csv".formatted(file));
            if (!Files.exists(part)) {
                LargeFiles.keyedLibrary(part, rows * (file + 1) / files - rows * file / files);
            }
            bytes += Files.size(part);
        }
        Places places = new Places(Map.of());
        RunStore store = new RunStore(places.store(folder.resolve("store").toString()));
        Planner planner = new Planner(
                store,
                new LibraryChooser(store, true, places::files),
                smiles -> true,
                CheckedModel.CONTROLS,
                Clock.systemUTC());
        long began = System.nanoTime();
        Plan plan = planner.plan(new PlanRequest(
                new ModelId("eos0len"),
                "v1",
                null,
                library.toString(),
                null,
                workers,
                RunId.at(Clock.systemUTC().instant()),
                Unfinished.LEAVE,
                Asker.PLANNER));
        double seconds = (System.nanoTime() - began) / 1e9;
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(java.lang.management.MemoryUsage::getUsed)
                .sum();
        LargeFiles.say(
                "%,d rows in %d files, %.1f GB, %d slices: %.0f s, %,.0f rows/s, %.0f MB/s of each pass, heap at most %d MB"
                        .formatted(
                                plan.rows(),
                                files,
                                bytes / 1e9,
                                plan.workers(),
                                seconds,
                                plan.rows() / seconds,
                                2 * bytes / 1e6 / seconds,
                                heap >> 20));
    }
}
