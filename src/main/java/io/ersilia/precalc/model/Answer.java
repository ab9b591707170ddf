package io.ersilia.precalc.model;

import io.ersilia.precalc.run.Reason;
import java.util.List;

/** The outcome for one molecule: its values, or why it has none. */
public sealed interface Answer {

    /** The cells of the output columns, in order. */
    record Predicted(List<String> cells) implements Answer {
        public Predicted {
            cells = List.copyOf(cells);
        }
    }

    /**
     * The model gave nothing for this molecule, although it answers others.
     *
     * @param ofTransport whether the connection or the server failed, not the model, so that a later attempt may succeed
     */
    record Refused(Reason reason, String detail, boolean ofTransport) implements Answer {

        /** Refused by the model itself. */
        public Refused(Reason reason, String detail) {
            this(reason, detail, false);
        }
    }
}
