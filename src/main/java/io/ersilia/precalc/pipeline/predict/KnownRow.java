package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.model.Answer;
import java.util.List;

/** A molecule of which an earlier run says what the model answered; what that is, is read when it is needed. */
record KnownRow(KnownRows rows, long place) {

    Answer answer() {
        return rows.answer(place);
    }

    /** Names of the answer's cells. */
    List<String> columns() {
        return rows.source().columns();
    }
}
