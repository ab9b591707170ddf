package io.ersilia.precalc.report;

import java.time.Instant;

/**
 * A pass of all workers over what the run still missed.
 *
 * @param rowsDone when it ended
 * @param added rows that were done in it
 */
public record RoundFacts(int number, Instant ended, long rowsDone, long added) {}
