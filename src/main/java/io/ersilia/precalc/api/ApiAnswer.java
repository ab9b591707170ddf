package io.ersilia.precalc.api;

import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * An HTTP response, independent of the server that sends it.
 *
 * @param headers with names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record ApiAnswer(int status, Map<String, String> headers, byte[] body, ResultCounts tally) {

    private static final Map<String, String> JSON = Map.of("content-type", "application/json");

    static ApiAnswer found(Object answer, ResultCounts tally) {
        try {
            return new ApiAnswer(200, JSON, Json.MAPPER.writeValueAsBytes(answer), tally);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the answer", e);
        }
    }

    /** An answer without results. */
    static ApiAnswer json(int status, byte[] json) {
        return new ApiAnswer(status, JSON, json, ResultCounts.NONE);
    }
}
