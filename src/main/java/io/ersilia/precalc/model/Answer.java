package io.ersilia.precalc.model;

import io.ersilia.precalc.run.Reason;
import java.util.List;

/** What became of one molecule: it has values, or it is known why not. */
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
     * @param ofTransport whether what failed was the way to the model or its server, however often it was asked: it may
     *     answer another day
     */
    record Refused(Reason reason, String detail, boolean ofTransport) implements Answer {

        /** The model's own doing. */
        public Refused(Reason reason, String detail) {
            this(reason, detail, false);
        }
    }
}
