package io.ersilia.precalc.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.nearest.LibraryNeighbours;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.table.PredictionTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lookup API: answers requests of any HTTP server. It never throws: every failure becomes an answer and one line of the
 * log.
 */
public final class LookupApi {

    private static final String OPENAPI = "/openapi.json";

    private final ApiOperations operations;
    private final byte @Nullable [] key;
    private final byte[] openApi;
    private final PageFiles page = new PageFiles();
    private @Nullable McpEndpoint mcp;

    /**
     * The API of the table.
     *
     * @param screening loaded once, for the first SMILES
     * @param key that every request must carry; null if it is checked elsewhere or not needed
     */
    public LookupApi(PredictionTable table, Supplier<Screening> screening, @Nullable String key) {
        this(table, screening, key, LibraryNeighbours.NONE);
    }

    /** The same, with the libraries to search for similar molecules. */
    public LookupApi(
            PredictionTable table, Supplier<Screening> screening, @Nullable String key, LibraryNeighbours neighbours) {
        this(table, screener(once(screening)), Runtime.getRuntime().availableProcessors(), key, neighbours);
    }

    /** @param processors how many processors screen SMILES */
    LookupApi(
            PredictionTable table,
            TimedScreening.Screener screener,
            int processors,
            @Nullable String key,
            LibraryNeighbours neighbours) {
        this.operations = new ApiOperations(table, new TimedScreening(screener, processors), neighbours);
        this.key = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        this.openApi = document(key != null);
    }

    /** Makes a lookup by key, so that everything it needs is loaded, without the chemistry kit. */
    void prime() {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("content-type", "application/json"));
        if (key != null) {
            headers.put("x-api-key", new String(key, StandardCharsets.UTF_8));
        }
        byte[] body = "{\"modelId\":\"%s\",\"inputKeyArray\":[\"%s\"]}"
                .formatted(ApiOperations.ABSENT_MODEL, ApiOperations.ABSENT_KEY)
                .getBytes(StandardCharsets.UTF_8);
        ApiRequest request = new ApiRequest("POST", Route.PREDICTIONS.template(), null, headers, body, "priming");
        answer(request, TimeBudget.of(ApiLimits.BUDGET), line -> {});
        PredictionsAnswer answer = operations.prime();
        ApiAnswer.found(answer, ResultCounts.of(answer));
    }

    /** Answers within the time, and logs one line. */
    ApiAnswer answer(ApiRequest request, TimeBudget budget, Consumer<String> log) {
        Route route = Route.of(request.path());
        return answer(request.method(), route, request.id(), log, () -> {
            requireWelcome(request, route, request.body().length);
            return route == Route.MCP ? assistants().answer(request, budget, log) : route(request, route, budget);
        });
    }

    /**
     * The refusal of a request before its body is read, with one line in the log; empty if it is not refused.
     *
     * @param request the request without its body
     * @param length the announced length of the body in bytes
     * @param isMeant whether the request was addressed to this machine
     */
    Optional<ApiAnswer> refusal(ApiRequest request, long length, boolean isMeant, Consumer<String> log) {
        Route route = isMeant ? Route.of(request.path()) : Route.FOREIGN;
        try {
            requireWelcome(request, route, length);
            return Optional.empty();
        } catch (Problem e) {
            return Optional.of(answer(request.method(), route, request.id(), log, e::answer));
        }
    }

    /**
     * Answers a message of the Model Context Protocol that did not come over HTTP.
     *
     * @return the answer; empty for a message that needs none
     */
    public Optional<String> message(String message, Consumer<String> log) {
        ApiRequest request = new ApiRequest(
                "POST",
                Route.MCP.template(),
                null,
                Map.of("content-type", "application/json"),
                message.getBytes(StandardCharsets.UTF_8),
                UUID.randomUUID().toString());
        ApiAnswer answer = answer(request, TimeBudget.of(ApiLimits.BUDGET), log);
        byte[] body = (answer.status() > 400 ? McpEndpoint.refused(answer) : answer).body();
        return body.length == 0 ? Optional.empty() : Optional.of(new String(body, StandardCharsets.UTF_8));
    }

    /** The endpoint for assistants; made for the first of them, as lookups do not need it. */
    private synchronized McpEndpoint assistants() {
        if (mcp == null) {
            mcp = new McpEndpoint(this::answer);
        }
        return mcp;
    }

    /** Answers with the problem, and logs one line. */
    ApiAnswer refuse(Problem problem, String method, String id, Consumer<String> log) {
        return answer(method, Route.NONE, id, log, problem::answer);
    }

    private static ApiAnswer answer(
            String method, Route route, String id, Consumer<String> log, Supplier<ApiAnswer> work) {
        long began = System.nanoTime();
        String trouble = null;
        ApiAnswer answer;
        try {
            answer = work.get();
        } catch (Problem e) {
            answer = e.answer();
        } catch (Failure e) {
            trouble = RequestLog.reason(e);
            answer = Problem.unavailable().answer();
        } catch (RuntimeException | StackOverflowError e) {
            trouble = e.getClass().getName();
            answer = Problem.internal().answer();
        }
        log.accept(RequestLog.line(method, route, answer, (System.nanoTime() - began) / 1_000_000, id, trouble));
        return withHeaders(answer, id);
    }

    /** Makes all checks that do not need the body, in order. */
    private void requireWelcome(ApiRequest request, Route route, long length) {
        if (route == Route.FOREIGN) {
            throw Problem.forbidden(
                    "the Host header does not name this machine: use http://127.0.0.1 or http://localhost");
        }
        if (!route.isPage()) {
            requireKey(request);
        }
        if (route == Route.NONE) {
            throw Problem.notFound(null, "no such path: see /openapi.json for those that exist");
        }
        if (!request.method().equals(route.method())) {
            throw Problem.notAllowed(route.method());
        }
        if (length > ApiLimits.MAX_BODY_BYTES) {
            throw Problem.tooLarge();
        }
        boolean isPost = route.method().equals("POST");
        if (!isPost && length > 0) {
            throw Problem.of(null, "a GET has no body: send none");
        }
        if (isPost) {
            requireJson(request);
        }
    }

    private ApiAnswer route(ApiRequest request, Route route, TimeBudget budget) {
        return switch (route) {
            case PREDICTIONS -> {
                PredictionsAnswer answer = operations.predictions(PredictionsRequest.read(request.body()), budget);
                yield ApiAnswer.found(answer, ResultCounts.of(answer));
            }
            case MOLECULE -> {
                MoleculeAnswer answer = operations.molecule(route.parameter(request), request.query());
                yield ApiAnswer.found(answer, ResultCounts.of(answer));
            }
            case MODELS -> ApiAnswer.found(operations.models(request.query()), ResultCounts.NONE);
            case MODEL -> ApiAnswer.found(operations.model(route.parameter(request)), ResultCounts.NONE);
            case DISTRIBUTIONS ->
                ApiAnswer.found(operations.distributions(route.parameter(request)), ResultCounts.NONE);
            case OPENAPI -> ApiAnswer.json(200, openApi);
            case START -> page.start(request);
            case PAGE -> page.file(request, route.parameter(request));
            case MCP, NONE, FOREIGN -> throw new IllegalStateException("answered before");
        };
    }

    private static void requireJson(ApiRequest request) {
        String type = Objects.requireNonNullElse(request.header("content-type"), "");
        if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
            throw Problem.notJson();
        }
    }

    /** Compares in constant time, which reveals nothing about the key. */
    private void requireKey(ApiRequest request) {
        String given = Objects.requireNonNullElse(request.header("x-api-key"), "");
        if (key != null && !MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8))) {
            throw Problem.forbidden("the API key is missing or wrong: send it as the header x-api-key");
        }
    }

    private static ApiAnswer withHeaders(ApiAnswer answer, String id) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.putIfAbsent("cache-control", "no-store");
        headers.put("x-content-type-options", "nosniff");
        headers.put("x-request-id", id);
        return new ApiAnswer(answer.status(), headers, answer.body(), answer.tally());
    }

    private static TimedScreening.Screener screener(Supplier<Screening> screening) {
        return (smiles, left) -> LookupInput.smiles(smiles, screening, left);
    }

    private static Supplier<Screening> once(Supplier<Screening> screening) {
        return new Supplier<>() {
            private @Nullable Screening loaded;

            @Override
            public synchronized Screening get() {
                if (loaded == null) {
                    loaded = screening.get();
                }
                return loaded;
            }
        };
    }

    /** The OpenAPI document; it requires a key only if this program does. */
    private static byte[] document(boolean requiresKey) {
        try (InputStream in = Objects.requireNonNull(LookupApi.class.getResourceAsStream(OPENAPI))) {
            JsonNode document = Json.MAPPER.readTree(in);
            if (!requiresKey) {
                document.<ArrayNode>withArray("security").addObject();
            }
            return Json.bytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException("no " + OPENAPI + " in the program's jar", e);
        }
    }

    /** What a path refers to. */
    enum Route {
        PREDICTIONS("POST", "/predictions"),
        MOLECULE("GET", "/predictions/{inputKey}"),
        MODELS("GET", "/models"),
        MODEL("GET", "/models/{modelId}"),
        DISTRIBUTIONS("GET", "/models/{modelId}/distributions"),
        OPENAPI("GET", "/openapi.json"),
        START("GET", "/"),
        PAGE("GET", "/page/{file}"),
        MCP("POST", "/mcp"),
        NONE("", "none"),
        FOREIGN("", "foreign");

        private final String method;
        private final String template;
        private final Pattern form;

        Route(String method, String template) {
            this.method = method;
            this.template = template;
            this.form = Pattern.compile("\\Q%s\\E".formatted(template.replaceAll("\\{\\w+}", "\\\\E([^/]+)\\\\Q")));
        }

        String method() {
            return method;
        }

        /** The path as in the OpenAPI document. */
        String template() {
            return template;
        }

        /** Whether this is the page itself, which is shown without a key as it asks for one. */
        boolean isPage() {
            return this == START || this == PAGE;
        }

        /** The part of the path for which the template has a name in braces. */
        private String parameter(ApiRequest request) {
            Matcher path = form.matcher(request.path());
            if (!path.matches()) {
                throw new IllegalStateException("%s is not %s".formatted(request.path(), template));
            }
            return path.group(1);
        }

        static Route of(String path) {
            return Stream.of(values())
                    .filter(route ->
                            path.startsWith("/") && route.form.matcher(path).matches())
                    .findFirst()
                    .orElse(NONE);
        }
    }
}
