package io.ersilia.precalc.api;

import io.ersilia.precalc.molecule.Screening;
import java.time.Duration;

/** How much one request may ask and one answer may say. */
final class ApiLimits {

    /** Inputs of one request. */
    static final int MAX_INPUTS = 1000;

    /**
     * A thousand SMILES of the longest kind fit. AWS Lambda takes no event over 6 MB, the body and its envelope together.
     */
    static final int MAX_BODY_BYTES = 5 * 1024 * 1024;

    /** An answer of AWS Lambda has at most 6 MB, headers and envelope included. */
    static final int MAX_ANSWER_BYTES = 5_000_000;

    /** The time of a request. An API Gateway waits for 29 seconds and says no more than that it did. */
    static final Duration BUDGET = Duration.ofSeconds(28);

    /** Characters of an input that an answer repeats; a longer one is invalid and shown cut. */
    static final int MAX_INPUT_CHARS = Screening.MAX_SMILES;

    /** Objects and arrays within each other; the envelope has two. */
    static final int MAX_DEPTH = 4;

    /** Characters of a field's name; the longest that is known has 13. */
    static final int MAX_NAME = 64;

    private ApiLimits() {}
}
