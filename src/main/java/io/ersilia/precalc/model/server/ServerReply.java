package io.ersilia.precalc.model.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ersilia.precalc.model.LogText;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A model server's answer to one request, and what its status means to us. */
record ServerReply(HttpResponse<byte[]> response) {

    private static final JsonMapper LENIENT = new JsonMapper();
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    /** How many characters of a failure are quoted. */
    private static final int QUOTED = 400;

    /** Statuses of a gateway without a server, a server that is loading, or one that is asked too often. */
    private static final Set<Integer> NOT_READY = Set.of(429, 502, 503, 504);

    private static final Set<Integer> PUT_OFF = Set.of(429, 503);
    private static final int OK = 200;
    private static final int REDIRECTS = 300;
    private static final int PROBLEMS = 400;
    private static final Set<Integer> REFUSED = Set.of(401, 403, 404, 405, 407);

    int status() {
        return response.statusCode();
    }

    byte[] body() {
        return response.body();
    }

    boolean isOk() {
        return status() == OK;
    }

    boolean isNotReady() {
        return NOT_READY.contains(status());
    }

    /** Whether the same request may succeed later. */
    boolean isPutOff() {
        return PUT_OFF.contains(status());
    }

    /** Whether no request like this will ever be answered there. */
    boolean isRefusal() {
        return REFUSED.contains(status()) || (status() >= REDIRECTS && status() < PROBLEMS);
    }

    /** Whether the model's own server reports the failure, as ersilia-pack does, and not something in front of it. */
    boolean isTheModelsWord() {
        return !text(json().path("detail")).isBlank()
                || !text(json().path("traceback")).isBlank();
    }

    /** The body as JSON; a missing node if it is not JSON. */
    JsonNode json() {
        try {
            return LENIENT.readTree(body());
        } catch (IOException e) {
            return LENIENT.missingNode();
        }
    }

    /** How long the server asks to be left alone, given in seconds or as a date by its own clock. */
    Optional<Duration> retryAfter() {
        HttpHeaders headers = response.headers();
        String said = headers.firstValue("Retry-After").orElse("").strip();
        if (SECONDS.matcher(said).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(said)));
        }
        try {
            ZonedDateTime now = date(headers.firstValue("Date").orElse(""));
            return Optional.of(Duration.between(now, date(said)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ZonedDateTime date(String text) {
        return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    /** What the server said about its failure: the detail, and the end of the traceback, where Python gives the cause. */
    String said() {
        JsonNode json = json();
        String detail = text(json.path("detail"));
        String traceback = text(json.path("traceback"));
        if (detail.isEmpty() && traceback.isEmpty()) {
            detail = LogText.clean(new String(body(), 0, Math.min(body().length, QUOTED), StandardCharsets.UTF_8));
        }
        String where = response.headers()
                .firstValue("Location")
                .map(to -> ", go to " + to)
                .orElse("");
        return "HTTP %d%s%s%s"
                .formatted(
                        status(),
                        where,
                        detail.isBlank()
                                ? ""
                                : ", " + Words.cut(detail.strip().replaceAll("\\s*\\n\\s*", " | "), QUOTED),
                        traceback.isBlank() ? "" : ", traceback " + LogText.lastWords(traceback));
    }

    private static String text(JsonNode node) {
        return LogText.clean(node.isValueNode() ? node.asText("") : node.isMissingNode() ? "" : node.toString());
    }
}
