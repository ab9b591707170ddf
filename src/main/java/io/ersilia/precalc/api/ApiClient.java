package io.ersilia.precalc.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Sleeper;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.web.BoundedBody;
import io.ersilia.precalc.web.WebClient;
import io.ersilia.precalc.web.WebUrl;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to a remote lookup API, with limits of time and size, and retries them where that may help; nothing else
 * retries them. The key goes to the API's own address only; redirects are not followed.
 */
final class ApiClient {

    /** How often a request is sent before it counts as failed. */
    static final int ATTEMPTS = 4;

    /** Pause between the first two attempts; doubled each time. */
    static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** An API that asks for a longer pause counts as failed. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** An answer has at most 5 MB, unless a single row is larger; no row of a table is as large as this. */
    static final long MAX_ANSWER_BYTES = 64L * 1024 * 1024;

    /** API Gateway gives up after 29 seconds. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private static final String KEY_VARIABLE = "PRECALC_API_KEY";

    private final WebClient client;
    private final @Nullable String key;
    private final Sleeper sleeper;

    ApiClient(WebUrl url, @Nullable String key, Sleeper sleeper) {
        this.client = new WebClient(url, MAX_ANSWER_BYTES);
        this.key = key;
        this.sleeper = sleeper;
    }

    WebUrl url() {
        return client.url();
    }

    /**
     * An answer that is not a failure: 200 or 404.
     *
     * @param field the field of the request that a 404 is about; empty if not given
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Reply(boolean found, String field, byte[] body) {}

    Reply get(String path) {
        return judged(answered(request(path).GET().build()));
    }

    Reply post(String path, byte[] json) {
        return judged(answered(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json))
                .build()));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = client.request(path);
        return key == null ? request : request.header("x-api-key", key);
    }

    private HttpResponse<byte[]> answered(HttpRequest request) {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            String trouble;
            Duration asked = Duration.ZERO;
            try {
                HttpResponse<byte[]> answer = WebClient.answer(client.send(request, () -> {}), ANSWER);
                if (answer.statusCode() != 429 && answer.statusCode() < 500) {
                    return answer;
                }
                trouble = said(answer);
                asked = retryAfter(answer);
            } catch (BoundedBody.TooLargeException | SSLException e) {
                throw Failure.unavailable(
                        "%s: %s; is that a lookup API? name one with --api".formatted(url(), Printable.reason(e)), e);
            } catch (IOException e) {
                trouble = WebClient.reason(e);
            } catch (InterruptedException e) {
                throw Stop.interrupted(e);
            }
            if (attempt == ATTEMPTS || asked.compareTo(LONGEST_PAUSE) > 0) {
                throw Failure.unavailable(
                        "no answer from %s in %d attempts: %s; ask again later, or name another with --api"
                                .formatted(url(), attempt, trouble));
            }
            sleeper.pause(asked.compareTo(pause) > 0 ? asked : pause);
            pause = pause.multipliedBy(2);
        }
    }

    private static Duration retryAfter(HttpResponse<byte[]> answer) {
        return answer.headers()
                .firstValue("retry-after")
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ZERO);
    }

    private Reply judged(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status == 200) {
            return new Reply(true, "", answer.body());
        }
        String field = text(answer, "field");
        if (status == 404 && !field.isEmpty()) {
            return new Reply(false, field, answer.body());
        }
        if (status == 401 || status == 403) {
            throw Failure.unavailable("%s %s: %s".formatted(url(), said(answer), keyRemedy()));
        }
        if (status >= 300 && status < 400) {
            String place = answer.headers().firstValue("location").orElse("nowhere");
            throw Failure.unavailable("%s redirects to %s (%d), which is not followed: name the right one with --api"
                    .formatted(url(), Printable.of(place), status));
        }
        throw Failure.unavailable("%s %s; is that a lookup API? name one with --api".formatted(url(), said(answer)));
    }

    private String keyRemedy() {
        return key == null
                ? "set %s to the API's key, and check the path of --api".formatted(KEY_VARIABLE)
                : "correct the key in %s, and check the path of --api".formatted(KEY_VARIABLE);
    }

    private static String said(HttpResponse<byte[]> answer) {
        String detail = Stream.of("detail", "message") // API Gateway itself sends "message"
                .map(name -> text(answer, name))
                .filter(said -> !said.isEmpty())
                .findFirst()
                .orElse("");
        return "answers %d%s".formatted(answer.statusCode(), detail.isEmpty() ? "" : " (" + Printable.of(detail) + ")");
    }

    private static String text(HttpResponse<byte[]> answer, String name) {
        try {
            JsonNode problem = Json.MAPPER.readTree(answer.body());
            return problem == null ? "" : problem.path(name).asText("");
        } catch (IOException e) {
            return "";
        }
    }
}
