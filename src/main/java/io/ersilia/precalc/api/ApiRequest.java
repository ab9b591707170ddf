package io.ersilia.precalc.api;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, independent of the server that received it. Nothing in it has been checked yet.
 *
 * @param path as it was sent, not decoded
 * @param query the parameter {@code from}, the only one there is; null if it is absent
 * @param id names the request in log and answer; never text from the client
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record ApiRequest(
        String method, String path, @Nullable String query, Map<String, String> headers, byte[] body, String id) {

    ApiRequest {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        headers = lower;
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    ApiRequest withBody(byte[] whole) {
        return new ApiRequest(method, path, query, headers, whole, id);
    }
}
