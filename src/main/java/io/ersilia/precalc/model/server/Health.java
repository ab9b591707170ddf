package io.ersilia.precalc.model.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The health that a server reports by {@code GET /healthz}. */
enum Health {
    SILENT,
    ANSWERS,
    /** It answers, but refuses calls for a while after failures: its circuit breaker is open. */
    BREAKER_OPEN;

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    /** Asks the server; older servers use another path, and some have none. */
    static Health of(Wire wire) throws InterruptedException {
        for (String path : List.of("/healthz", "/health")) {
            try {
                ServerReply reply = wire.get(path, LIMIT);
                if (reply.status() != NOT_FOUND) {
                    boolean gateway = reply.status() == BAD_GATEWAY || reply.status() == GATEWAY_TIMEOUT;
                    boolean open =
                            "open".equals(reply.json().at("/breaker/state").asText());
                    return gateway ? SILENT : open ? BREAKER_OPEN : ANSWERS;
                }
            } catch (IOException e) {
                return SILENT;
            }
        }
        return ANSWERS;
    }

    boolean answers() {
        return this != SILENT;
    }
}
