package io.ersilia.precalc.api;

import io.ersilia.precalc.molecule.Screening;
import java.time.Duration;

/** The limits of a request and of an answer. */
final class ApiLimits {

    /** Inputs of one request. */
    static final int MAX_INPUTS = 1000;

    /** Inputs of one answer with neighbours: each takes up to a tenth of a second in a library of two million molecules. */
    static final int MAX_NEAREST = 100;

    /**
     * A thousand SMILES of the longest kind fit. AWS Lambda accepts events up to 6 MB, body and envelope together.
     */
    static final int MAX_BODY_BYTES = 5 * 1024 * 1024;

    /** An answer of AWS Lambda has at most 6 MB, headers and envelope included. */
    static final int MAX_ANSWER_BYTES = 5_000_000;

    /** The time of a request. API Gateway gives up after 29 seconds, without a reason. */
    static final Duration BUDGET = Duration.ofSeconds(28);

    /** Characters of an input that an answer repeats; a longer one is invalid and shown cut. */
    static final int MAX_INPUT_CHARS = Screening.MAX_SMILES;

    /** Nesting of objects and arrays; a request has two levels. */
    static final int MAX_DEPTH = 4;

    /** Characters of a field's name; the longest known one has 13. */
    static final int MAX_NAME = 64;

    private ApiLimits() {}
}
