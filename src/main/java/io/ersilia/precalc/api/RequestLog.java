package io.ersilia.precalc.api;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Printable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON for each request. It contains nothing from the client: no molecule, no key, no path, no header; only our
 * own words, numbers, and the request's id.
 */
final class RequestLog {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private static final Pattern KEY = Pattern.compile("[A-Z]{14}-[A-Z]{10}-[A-Z]");

    private RequestLog() {}

    static String line(
            String method,
            LookupApi.Route route,
            ApiAnswer answer,
            long milliseconds,
            String id,
            @Nullable String trouble) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("request_id", id);
        line.put("method", METHODS.contains(method) ? method : "other");
        line.put("route", route.template());
        line.put("status", answer.status());
        line.put("found", answer.tally().found());
        line.put("missing", answer.tally().missing());
        line.put("invalid", answer.tally().invalid());
        line.put("rejected", answer.tally().rejected());
        line.put("bytes", answer.body().length);
        line.put("milliseconds", milliseconds);
        if (trouble != null) {
            line.put("trouble", trouble);
        }
        return Json.compact(line);
    }

    /** A failure for the operator, without molecules: for an unreadable item, only that it is unreadable. */
    static String reason(Failure e) {
        return e.getCause() instanceof IllegalArgumentException
                ? "an item that cannot be read: serve the model again"
                : Printable.of(KEY.matcher(String.valueOf(e.getMessage())).replaceAll("<key>"));
    }
}
