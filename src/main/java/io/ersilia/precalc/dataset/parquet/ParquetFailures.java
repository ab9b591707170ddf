package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;

/** What is wrong with a file that should be a dataset. */
final class ParquetFailures {

    private ParquetFailures() {}

    /** Bytes in it are not what was written. */
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

    /** It lacks what finding rows needs. */
    static Failure rewritten(String uri, String what) {
        return Failure.input("%s %s, so another program wrote it: name the file that export wrote"
                .formatted(Printable.of(uri), what));
    }
}
