package io.ersilia.precalc.model;

import io.ersilia.precalc.words.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many molecules a call may have, learnt from calls that failed although smaller calls answered each of their
 * molecules: a model that drops a row of a large call does so in every batch. Thread-safe.
 */
final class CallSizes {

    /**
     * One such failure may be passing; this many, with no sound call of that size in between, show that the size is too
     * large.
     */
    static final int STRIKES = 2;

    /**
     * A larger call is tried after this many sound ones of the size that works; each time it fails, twice as many are needed.
     */
    static final int FIRST_PROBE = 20;

    private static final int ANY = Integer.MAX_VALUE;
    private static final Logger log = LoggerFactory.getLogger(CallSizes.class);

    private int most = ANY;
    private int smallestFailing = ANY;
    private int strikes;
    private long soundCalls;
    private long probeAfter = FIRST_PROBE;

    /** The most molecules that the next call may have. */
    synchronized int next() {
        return most != ANY && soundCalls >= probeAfter ? twice(most) : most;
    }

    /** Learns from a call that was sound. */
    synchronized void sound(int size) {
        if (size >= smallestFailing) {
            strikes = 0;
            smallestFailing = ANY;
        }
        if (size > most) {
            most = size; // and twice as many may be tried at once
        } else if (size == most) {
            soundCalls++;
        }
    }

    /**
     * Learns from a call that failed although no molecule is to blame.
     *
     * @param size how many molecules it had
     * @param sound how many of its molecules the largest sound call had
     */
    synchronized void failed(int size, int sound) {
        if (size > most) {
            soundCalls = 0;
            probeAfter *= 2;
            return;
        }
        strikes++;
        smallestFailing = Math.min(smallestFailing, size);
        if (strikes >= STRIKES) {
            most = Math.max(1, sound);
            strikes = 0;
            soundCalls = 0;
            log.warn(
                    "calls of {} fail although each of them is answered: at most {} a call from now on",
                    Words.many(size, "molecule"),
                    Words.count(most));
        }
    }

    private static int twice(int size) {
        return size > ANY / 2 ? ANY : 2 * size;
    }
}
