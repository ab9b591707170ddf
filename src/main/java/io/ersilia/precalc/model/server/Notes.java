package io.ersilia.precalc.model.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The latest messages about a model, kept because it has no log file that we could read. */
final class Notes {

    private static final int KEPT_CHARACTERS = 64 * 1024;

    private final StringBuilder text = new StringBuilder();

    synchronized void add(String said) {
        if (said.isBlank()) {
            return;
        }
        text.append(said).append(said.endsWith("\n") ? "" : "\n");
        text.delete(0, Math.max(0, text.length() - KEPT_CHARACTERS));
    }

    /** The last bytes, at most {@code limit} of them. */
    synchronized byte[] tail(int limit) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - limit), bytes.length);
    }
}
