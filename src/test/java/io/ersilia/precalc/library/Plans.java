package io.ersilia.precalc.library;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import java.util.List;
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
}
