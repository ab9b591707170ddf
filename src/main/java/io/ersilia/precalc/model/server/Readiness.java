package io.ersilia.precalc.model.server;

import io.ersilia.precalc.web.WebClient;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a server that is starting. */
record Readiness(Wire wire, Host host, Duration limit, Pauses pauses) {

    private static final Logger log = LoggerFactory.getLogger(Readiness.class);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration SAY = Duration.ofSeconds(15);

    /**
     * Waits until the server answers at its root, and returns that answer.
     *
     * @throws io.ersilia.precalc.run.Failure if it does not answer within the limit, or never will
     */
    ServerReply await() throws InterruptedException {
        Duration waited = Duration.ZERO;
        Duration said = Duration.ZERO;
        while (true) {
            long begin = System.nanoTime();
            String why;
            try {
                ServerReply root = wire.get("/", ASK);
                if (!root.isNotReady()) {
                    return root;
                }
                why = root.said();
            } catch (IOException e) {
                why = WebClient.reason(e);
            }
            host.requireRunning();
            waited = waited.plusNanos(System.nanoTime() - begin);
            if (waited.compareTo(limit) >= 0) {
                throw host.silent("no model server answers at %s: waited %d s, at last: %s"
                        .formatted(wire.url(), waited.toSeconds(), why));
            }
            if (waited.minus(said).compareTo(SAY) >= 0) {
                log.info("waiting for the model server at {} for {} s: {}", wire.url(), waited.toSeconds(), why);
                said = waited;
            }
            pauses.sleep(PAUSE);
            waited = waited.plus(PAUSE);
        }
    }
}
