package io.ersilia.precalc.model.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How a server says it is, {@code GET /healthz}. */
record Health(boolean answers, boolean breakerIsOpen) {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    /** Asks the server; older ones have another path, and some none. */
    static Health of(Wire wire) throws InterruptedException {
        for (String path : List.of("/healthz", "/health")) {
            try {
                ServerReply reply = wire.get(path, LIMIT);
                if (reply.status() != NOT_FOUND) {
                    boolean gateway = reply.status() == BAD_GATEWAY || reply.status() == GATEWAY_TIMEOUT;
                    return new Health(
                            !gateway,
                            "open".equals(reply.json().at("/breaker/state").asText()));
                }
            } catch (IOException e) {
                return new Health(false, false);
            }
        }
        return new Health(true, false);
    }
}
