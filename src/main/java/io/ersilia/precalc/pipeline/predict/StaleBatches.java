package io.ersilia.precalc.pipeline.predict;

/**
 * Finished batches were taken that the model, asked since, does not answer as they say: the slice must begin anew. The
 * message says what differs.
 */
final class StaleBatches extends RuntimeException {

    StaleBatches(String difference) {
        super(difference);
    }
}
