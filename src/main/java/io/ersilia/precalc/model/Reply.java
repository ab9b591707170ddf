package io.ersilia.precalc.model;

import java.util.List;

/** What one call of the model brought, once its control was judged. */
sealed interface Reply {

    /** The control has its known answer. The rows, one per molecule without the control, may still be empty. */
    record Sound(List<List<String>> rows) implements Reply {}

    /**
     * Nothing of the call may be believed.
     *
     * @param controlDiffers whether the control had an answer, but not its known one
     */
    record Unsound(String reason, boolean controlDiffers) implements Reply {}
}
