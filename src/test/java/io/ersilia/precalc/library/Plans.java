package io.ersilia.precalc.library;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.run.Worker;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Plans that are made for a library alone, without a store. */
public final class Plans {

    private Plans() {}

    public static Plan of(Library library, @Nullable Integer sample, int workers) {
        Plan.Library found = library.scan(seen -> {});
        long rows = sample == null ? found.rows() : sample;
        return new Plan(
                new RunId("r1"),
                new ModelId("eos3b5e"),
                null,
                Instant.EPOCH,
                workers,
                rows,
                sample,
                found,
                library.cut(found, rows, workers, seen -> {}),
                List.of(),
                null,
                null);
    }

    /** A plan of all rows of a library that nobody reads. */
    public static Plan onPaper(
            RunId run, ModelId model, String version, Instant created, int workers, Plan.Library library) {
        return new Plan(
                run,
                model,
                version,
                created,
                workers,
                library.rows(),
                null,
                library,
                IntStream.rangeClosed(1, workers)
                        .mapToObj(number -> {
                            Slice slice = Slice.of(new Worker(number, workers), library.rows());
                            return new PlannedSlice(number, slice.from(), slice.to(), 0, 0, library.sha256());
                        })
                        .toList(),
                List.of("CCO", "c1ccccc1"),
                null,
                null);
    }
}
