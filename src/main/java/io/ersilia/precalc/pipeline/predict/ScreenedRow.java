package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.pipeline.predict.KnownRows.KnownRow;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.run.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the library and what screening made of it.
 *
 * @param row its number, from 1
 * @param known what an earlier run says of it; null for a row that the model must be asked about, or that was rejected
 */
record ScreenedRow(long row, Screened screened, @Nullable KnownRow known) {

    /** The molecules among the rows that the model is asked about. */
    static List<String> toAsk(List<ScreenedRow> rows) {
        return rows.stream()
                .filter(row -> row.screened() instanceof Screened.Accepted && row.known() == null)
                .map(row -> row.screened().smiles())
                .toList();
    }

    /** The row as a reject; only for one that was not accepted. */
    RejectedRow reject() {
        if (screened instanceof Screened.InvalidSmiles invalid) {
            return reject(Reason.INVALID_SMILES, invalid.detail());
        }
        if (screened instanceof Screened.NoInchiKey none) {
            return reject(Reason.NO_INCHIKEY, none.detail());
        }
        if (screened instanceof Screened.TooComplex tooComplex) {
            return reject(Reason.TOO_COMPLEX, tooComplex.detail());
        }
        throw new IllegalStateException("row %d was accepted".formatted(row));
    }

    private RejectedRow reject(Reason reason, String detail) {
        return new RejectedRow(
                row, screened.inchiKey().orElse(null), screened.smiles(), RejectedRow.Stage.SCREEN, reason, detail);
    }
}
