package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.run.Reason;
import java.util.List;

/** A row of the library, counted from 1, and what screening made of it. */
record ScreenedRow(long row, Screened screened) {

    /** The molecules among the rows that a model can be asked about. */
    static List<String> accepted(List<ScreenedRow> rows) {
        return rows.stream()
                .filter(row -> row.screened() instanceof Screened.Accepted)
                .map(row -> row.screened().smiles())
                .toList();
    }

    /** The row as it goes among the rejects; only for one that was not accepted. */
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
