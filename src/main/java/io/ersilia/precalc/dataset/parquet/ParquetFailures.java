package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;

/** The failures of a file that should be a dataset. */
final class ParquetFailures {

    private ParquetFailures() {}

    /** The file's bytes are not those that were written. */
    static Failure damaged(String uri) {
        return Failure.input(
                "%s is damaged, or was replaced while it was read: run the same command again, or export it again"
                        .formatted(Printable.of(uri)));
    }

    static Failure cut(String uri) {
        return Failure.input("%s is cut off, its end is missing: copy or export it again".formatted(Printable.of(uri)));
    }

    static Failure other(String uri) {
        return Failure.input(
                "%s is not Parquet: name a file that export --format parquet wrote".formatted(Printable.of(uri)));
    }

    /** The file lacks something that is needed to find rows. */
    static Failure rewritten(String uri, String what) {
        return Failure.input("%s %s, so another program wrote it: name the file that export wrote"
                .formatted(Printable.of(uri), what));
    }
}
