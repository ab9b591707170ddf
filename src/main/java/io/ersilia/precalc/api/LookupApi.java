package io.ersilia.precalc.api;

import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Failure;
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
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lookup API: a request in, an answer out, whoever carries them. It never throws: whatever goes wrong is an answer
 * too, and one line of the log.
 */
public final class LookupApi {

    private static final String PREDICTIONS = "/predictions";
    private static final String MOLECULE = "/predictions/";
    private static final String MODEL = "/models/";
    private static final String OPENAPI = "/openapi.json";

    private final ApiOperations lookups;
    private final byte @Nullable [] key;
    private final byte[] openApi;

    /**
     * The API of the table.
     *
     * @param screening asked for with the first SMILES, once
     * @param key that every request must carry; null where somebody else has seen to that, or nobody needs to
     */
    public LookupApi(PredictionTable table, Supplier<Screening> screening, @Nullable String key) {
        this(table, screener(once(screening)), Runtime.getRuntime().availableProcessors(), key);
    }

    /** @param processors that SMILES are screened on at the same time */
    LookupApi(PredictionTable table, TimedScreening.Screener screener, int processors, @Nullable String key) {
        this.lookups = new ApiOperations(table, new TimedScreening(screener, processors));
        this.key = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        this.openApi = document();
    }

    /** Goes the way of a lookup by key, so that all it needs is loaded, and nothing of chemistry. */
    void prime() {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("content-type", "application/json"));
        if (key != null) {
            headers.put("x-api-key", new String(key, StandardCharsets.UTF_8));
        }
        byte[] body = "{\"modelId\":\"%s\",\"inputKeyArray\":[\"%s\"]}"
                .formatted(ApiOperations.NOBODY, ApiOperations.NOTHING)
                .getBytes(StandardCharsets.UTF_8);
        ApiRequest request = new ApiRequest("POST", PREDICTIONS, null, headers, body, "priming");
        answer(request, TimeBudget.of(ApiLimits.BUDGET), line -> {});
        PredictionsAnswer answer = lookups.prime();
        ApiAnswer.found(answer, ResultCounts.of(answer));
    }

    /** Answers within the time, and says so in one line. */
    ApiAnswer answer(ApiRequest request, TimeBudget budget, Consumer<String> log) {
        Route route = Route.of(request.path());
        return answer(request.method(), route, request.id(), log, () -> {
            requireWelcome(request, route, request.body().length);
            return route(request, route, budget);
        });
    }

    /**
     * What is to be said before the body is read, if that need not be; and says so in one line.
     *
     * @param request without its body
     * @param length of the body in bytes, as it is announced
     * @param isMeant whether the request was meant for this machine
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

    /** Says what is wrong, and that in one line of the log too. */
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

    /** All that can be refused without the body, in the order in which it is. */
    private void requireWelcome(ApiRequest request, Route route, long length) {
        if (route == Route.FOREIGN) {
            throw Problem.forbidden("the Host is not this machine's: ask http://127.0.0.1 or http://localhost");
        }
        requireKey(request);
        if (route == Route.NONE) {
            throw Problem.notFound(null, "there is no such path: see /openapi.json for those that are");
        }
        if (!request.method().equals(route.method())) {
            throw Problem.notAllowed(route.method());
        }
        if (length > ApiLimits.MAX_BODY_BYTES) {
            throw Problem.tooLarge();
        }
        if (route != Route.PREDICTIONS && length > 0) {
            throw Problem.of(null, "a GET has no body: send it without");
        }
        if (route == Route.PREDICTIONS) {
            requireJson(request);
        }
    }

    private ApiAnswer route(ApiRequest request, Route route, TimeBudget budget) {
        return switch (route) {
            case PREDICTIONS -> {
                PredictionsAnswer answer = lookups.predictions(PredictionsRequest.read(request.body()), budget);
                yield ApiAnswer.found(answer, ResultCounts.of(answer));
            }
            case MOLECULE -> {
                MoleculeAnswer answer = lookups.molecule(request.path().substring(MOLECULE.length()), request.query());
                yield ApiAnswer.found(
                        answer, new ResultCounts(answer.predictions().size(), 0, 0, 0));
            }
            case MODEL -> ApiAnswer.found(lookups.model(request.path().substring(MODEL.length())), ResultCounts.NONE);
            case OPENAPI -> openApi();
            case NONE, FOREIGN -> throw new IllegalStateException("refused before");
        };
    }

    private static void requireJson(ApiRequest request) {
        String type = Objects.requireNonNullElse(request.header("content-type"), "");
        if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
            throw Problem.notJson();
        }
    }

    private ApiAnswer openApi() {
        return ApiAnswer.document(openApi);
    }

    /** In a time that tells nothing of the key. */
    private void requireKey(ApiRequest request) {
        String given = Objects.requireNonNullElse(request.header("x-api-key"), "");
        if (key != null && !MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8))) {
            throw Problem.forbidden("the API key is missing or wrong: send it as the header x-api-key");
        }
    }

    private static ApiAnswer withHeaders(ApiAnswer answer, String id) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.put("cache-control", "no-store");
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

    private static byte[] document() {
        try (InputStream document = Objects.requireNonNull(LookupApi.class.getResourceAsStream(OPENAPI))) {
            return document.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("no " + OPENAPI + " in the program's jar", e);
        }
    }

    /** What a path leads to. */
    enum Route {
        PREDICTIONS("POST", LookupApi.PREDICTIONS),
        MOLECULE("GET", LookupApi.MOLECULE + "{inputKey}"),
        MODEL("GET", LookupApi.MODEL + "{modelId}"),
        OPENAPI("GET", LookupApi.OPENAPI),
        NONE("", "none"),
        FOREIGN("", "foreign");

        private final String method;
        private final String template;

        Route(String method, String template) {
            this.method = method;
            this.template = template;
        }

        String method() {
            return method;
        }

        /** As the OpenAPI document names it. */
        String template() {
            return template;
        }

        static Route of(String path) {
            if (path.equals(LookupApi.PREDICTIONS)) {
                return PREDICTIONS;
            }
            if (path.equals(LookupApi.OPENAPI)) {
                return OPENAPI;
            }
            if (isBelow(LookupApi.MOLECULE, path)) {
                return MOLECULE;
            }
            return isBelow(LookupApi.MODEL, path) ? MODEL : NONE;
        }

        private static boolean isBelow(String folder, String path) {
            return path.startsWith(folder) && path.length() > folder.length() && path.indexOf('/', folder.length()) < 0;
        }
    }
}
