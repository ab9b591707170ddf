package io.ersilia.precalc.api;

import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Printable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a request has no answer, as {@code application/problem+json} (RFC 9457); never a stack trace. */
final class Problem extends RuntimeException {

    private final int status;
    private final String title;
    private final @Nullable String field;
    private final Map<String, String> headers;

    private Problem(int status, String title, String detail, @Nullable String field, Map<String, String> headers) {
        super(detail, null, false, false); // an answer, not a bug: needs no stack trace
        this.status = status;
        this.title = title;
        this.field = field;
        this.headers = headers;
    }

    /** The request cannot be answered; the field is the one to correct. */
    static Problem of(@Nullable String field, String detail) {
        return new Problem(400, "Bad Request", detail, field, Map.of());
    }

    static Problem forbidden(String detail) {
        return of(403, "Forbidden", detail);
    }

    static Problem notFound(@Nullable String field, String detail) {
        return new Problem(404, "Not Found", detail, field, Map.of());
    }

    static Problem notAllowed(String allowed) {
        return new Problem(
                405,
                "Method Not Allowed",
                "this path accepts only %s".formatted(allowed),
                null,
                Map.of("allow", allowed));
    }

    static Problem tooLarge() {
        return of(
                413,
                "Content Too Large",
                "the body is over %d bytes: send fewer inputs at a time".formatted(ApiLimits.MAX_BODY_BYTES));
    }

    static Problem notJson() {
        return of(415, "Unsupported Media Type", "the body must be JSON: send it with content-type: application/json");
    }

    /** A problem with no field in particular. */
    static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, null, Map.of());
    }

    static Problem tooSlow() {
        return of(
                408,
                "Request Timeout",
                "the request arrives too slowly: send it faster, or send fewer inputs at a time");
    }

    /** The client is gone and reads no answer; the log has the status that other servers use. */
    static Problem gone() {
        return of(499, "Client Closed Request", "the client has closed the connection");
    }

    static Problem busy() {
        return later("the server is too busy: try again later, or send fewer inputs at a time");
    }

    /** A bug of ours; the client is shown no details. */
    static Problem internal() {
        return of(500, "Internal Server Error", "a bug: please report it with the request id");
    }

    static Problem unavailable() {
        return later("the predictions cannot be read at the moment: try again later");
    }

    private static Problem later(String detail) {
        return new Problem(503, "Service Unavailable", detail, null, Map.of("retry-after", "5"));
    }

    ApiAnswer answer() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", title);
        body.put("status", status);
        body.put("detail", String.valueOf(getMessage()));
        if (field != null) {
            body.put("field", Printable.of(field));
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("content-type", "application/problem+json");
        return new ApiAnswer(status, all, Json.text(body).getBytes(StandardCharsets.UTF_8), ResultCounts.NONE);
    }
}
