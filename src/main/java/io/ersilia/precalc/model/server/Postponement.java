package io.ersilia.precalc.model.server;

import io.ersilia.precalc.run.Failure;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The waiting of one call that the server puts off, until patience runs out. */
final class Postponement {

    /** However long a server wants to be left alone, it is asked again after this. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(Postponement.class);
    private static final int UNAVAILABLE = 503;

    private final Wire wire;
    private final Duration patience;
    private final Pauses pauses;
    private Duration waited = Duration.ZERO;
    private int attempts;

    Postponement(Wire wire, Duration patience, Pauses pauses) {
        this.wire = wire;
        this.patience = patience;
        this.pauses = pauses;
    }

    /**
     * Waits until the call may be tried again: as long as the server says, and while its circuit breaker is open.
     *
     * @throws Failure of kind UNAVAILABLE when all waiting together took too long
     */
    void await(ServerReply reply) throws InterruptedException {
        Duration least = pauses.after(++attempts);
        Duration wanted = reply.retryAfter().orElse(least);
        Duration bounded = wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
        pause(bounded.compareTo(Pauses.SHORTEST) < 0 ? least : bounded, reply);
        while (reply.status() == UNAVAILABLE && Health.of(wire) == Health.BREAKER_OPEN) {
            pause(pauses.after(++attempts), reply);
        }
    }

    private void pause(Duration duration, ServerReply reply) throws InterruptedException {
        Duration left = patience.minus(waited);
        if (left.isZero() || left.isNegative()) {
            throw Failure.unavailable(
                    "the model server at %s postponed a call for too long: %d s, at last: %s; run again when it has room"
                            .formatted(wire.url(), waited.toSeconds(), reply.said()));
        }
        Duration time = duration.compareTo(left) < 0 ? duration : left;
        log.info("the model server at {} postpones a call by {} s: {}", wire.url(), time.toSeconds(), reply.said());
        pauses.sleep(time);
        waited = waited.plus(time);
    }
}
