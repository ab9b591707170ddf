package io.ersilia.precalc.cli;

import io.ersilia.precalc.pipeline.Reconciliation;
import io.ersilia.precalc.run.Rejections;
import java.util.stream.Collectors;

/** Counts in the words of a line that a person can check. */
final class Words {

    private Words() {}

    /** {@code (2 invalid_smiles, 1 no_inchikey)}, or nothing. */
    static String byReason(Rejections rejected) {
        return rejected.total() == 0
                ? ""
                : rejected.counts().entrySet().stream()
                        .map(entry -> "%d %s".formatted(entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    static String of(Reconciliation run) {
        return "run %s: %d rows in, %d predicted, %d served, %d duplicates, %d rejected%s, %d unaccounted; %.1f s"
                .formatted(
                        run.run(),
                        run.rowsIn(),
                        run.predicted(),
                        run.served(),
                        run.duplicates(),
                        run.rejected().total(),
                        byReason(run.rejected()),
                        run.unaccounted(),
                        run.seconds());
    }
}
